"""The list of words as they are spelt: each document adds those that were never seen in its boundary, and leaves none out,
since a word that is not in the list is not looked for."""

from collections.abc import Iterable

from ..db import Session, straight


async def note_words(db: Session, boundary: str, kind: str, words: Iterable[str]) -> None:
    """Read first and written only where a word is new: the common ones would be locked by everybody."""
    await straight(db, _NOTE, boundary, kind, sorted(words))


_NOTE = """INSERT INTO search_word (boundary, word, lexeme, kinds)
SELECT DISTINCT ON (spelt.word) $1, spelt.word, known.lexeme, ARRAY[$2::text]
FROM unnest($3::text[]) w, LATERAL (SELECT lexeme FROM unnest(to_tsvector('english', w)) LIMIT 1) known,
  LATERAL (VALUES (w), (known.lexeme)) spelt (word)
WHERE NOT EXISTS (SELECT FROM search_word s WHERE s.boundary = $1 AND s.word = spelt.word AND s.kinds @> ARRAY[$2::text])
ORDER BY spelt.word
ON CONFLICT (boundary, word) DO UPDATE SET kinds = search_word.kinds || EXCLUDED.kinds WHERE NOT search_word.kinds @> EXCLUDED.kinds"""
