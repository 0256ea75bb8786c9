"""The list of words as they are spelt: each document adds those that were never seen in its boundary, and leaves none out,
since a word that is not in the list is not looked for."""

from collections.abc import Iterable, Sequence

from ..db import Session
from .documents import Document
from .words import clean, humps_in, plain_code, spellings_in


async def note_words(db: Session, documents: Sequence[Document]) -> None:
    """Read first and written only where a word is new: the common ones would be locked by everybody."""
    connection = await db.connection()
    places = dict.fromkeys((document.boundary, document.kind) for document in documents)
    for boundary, kind in places:
        here = [one for one in documents if (one.boundary, one.kind) == (boundary, kind)]
        words = sorted(_words(here))
        await connection.exec_driver_sql(_NOTE, (boundary, kind, words))


def _words(documents: Iterable[Document]) -> set[str]:
    """What stands between two spaces is looked at once, however often it was written."""
    between, codes = set[str](), set[str]()
    for document in documents:
        text = clean(f"{document.title} {document.body}")
        between.update(text.split(), humps_in(text).split())
        codes.update(code for code in map(plain_code, document.codes) if code.isalnum())
    return spellings_in(" ".join(between)) | codes


_NOTE = """INSERT INTO search_word (boundary, word, lexeme, kinds)
SELECT DISTINCT ON (spelt.word) $1, spelt.word, known.lexeme, ARRAY[$2::text]
FROM unnest($3::text[]) w, LATERAL (SELECT lexeme FROM unnest(to_tsvector('english', w)) LIMIT 1) known,
  LATERAL (VALUES (w), (known.lexeme)) spelt (word)
WHERE NOT EXISTS (SELECT FROM search_word s WHERE s.boundary = $1 AND s.word = spelt.word AND s.kinds @> ARRAY[$2::text])
ORDER BY spelt.word
ON CONFLICT (boundary, word) DO UPDATE SET kinds = search_word.kinds || EXCLUDED.kinds WHERE NOT search_word.kinds @> EXCLUDED.kinds"""
