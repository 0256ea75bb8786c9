"""Searching with what PostgreSQL has: full text by GIN, titles by trigram, ranked by BM25 in `search_documents`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from ..copying import copy_in
from ..db import Session
from ..straight import straight
from .documents import Document, apart
from .excerpts import words_of_excerpt
from .listing import note_words
from .queries import Asked, Candidates, Query
from .rows import document_rows

MANY = 100
"""From so many documents on one statement for all of them is worth a table of their own."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """`title` and `excerpt` are safe HTML with <mark>; `words` and `codes` are why it was found.

    `share` is how much of what was asked its words are, the telling ones counting more.
    """

    kind: str
    object_id: int
    boundary: str
    family: str
    title: Markup
    excerpt: Markup
    words: tuple[str, ...]
    codes: tuple[str, ...]
    score: float
    share: float


class PostgresSearch:
    """Ranks always; finds the candidates too, unless a search engine has found them."""

    async def index(self, db: Session, documents: Sequence[Document]) -> None:
        """Many of them come at once only in a transaction that indexes but once."""
        if documents:
            connection = await db.connection()
            places = _by_place(documents)
            told = {place: document_rows(here) for place, here in places.items()}
            rows = [row for one in told.values() for row in one.rows]
            if len(rows) < MANY:
                await connection.exec_driver_sql(_INDEX, rows)
            else:
                await copy_in(db, "told_document", _COLUMNS, rows)
                await connection.exec_driver_sql(_INDEX_MANY)
            for place, one in told.items():
                await note_words(db, *place, one.words)

    async def remove(self, db: Session, kind: str, object_id: int) -> str | None:
        """The boundary it was in."""
        connection = await db.connection()
        removed: str | None = (await connection.exec_driver_sql(_REMOVE, (kind, object_id))).scalar()
        return removed

    async def rarest(self, db: Session, words: Sequence[str], kinds: Sequence[str], at_most: int) -> list[str]:
        """Of terms that are known to occur, those that occur least, by their first alternative."""
        return [said for (said,) in await straight(db, _RAREST, list(words), list(kinds), at_most)]

    async def telling(self, db: Session, words: Sequence[str], kinds: Sequence[str], at_most: int) -> list[str]:
        """Those that find few things alone, and the rarest of all. What is so rare that it is not counted comes first."""
        return [said for (said,) in await straight(db, _TELLING, list(words), list(kinds), at_most)]

    async def search(self, db: Session, query: Query, asked: Asked, found: Candidates | None = None) -> list[Hit]:
        given = found or Candidates(kinds=None, ids=None, strictly=None)
        ranked = await straight(
            db, _SEARCH, asked.typed, asked.head, asked.begun, asked.refused, list(asked.words), asked.codes, list(query.kinds),
            None if query.within is None else list(query.within), ["|".join(one) for one in query.facts], query.likely_family, query.limit,
            query.each, query.marked and bool(asked.typed), query.excerpts, given.kinds, given.ids, given.strictly,
        )  # fmt: skip
        said = list(asked.words.values())
        return [_hit(row, said) for row in ranked]

    async def newest(
        self,
        db: Session,
        kinds: Sequence[str],
        facts: Sequence[Sequence[str]],
        within: Sequence[str] | None,
        limit: int,
    ) -> list[Hit]:
        told = ["|".join(one) for one in facts]
        rows = await straight(db, _NEWEST, list(kinds), None if within is None else list(within), told, limit)
        return [_listed(row) for row in rows]

    async def set_facts(self, db: Session, kind: str, object_id: int, facts: Sequence[str]) -> str | None:
        """The boundary of the document, if it stood otherwise before."""
        connection = await db.connection()
        asked = (kind, object_id, [*dict.fromkeys(facts)])
        changed: str | None = (await connection.exec_driver_sql(_SET_FACTS, asked)).scalar()
        return changed

    async def count_terms(self, db: Session, boundary: str, at: datetime) -> bool:
        """False when it was done a moment ago, or somebody else is at it. The more documents, the longer a count is good."""
        connection = await db.connection()
        due = await connection.exec_driver_sql(_IS_DUE, (boundary, at))
        if not due.scalar():
            return False
        await connection.exec_driver_sql("DELETE FROM search_term WHERE boundary = $1", (boundary,))
        await connection.exec_driver_sql(_COUNT_TERMS, (boundary, at))
        await connection.exec_driver_sql(_HOW_OFTEN, (boundary,))
        return True


def _by_place(documents: Sequence[Document]) -> dict[tuple[str, str], list[Document]]:
    places = defaultdict[tuple[str, str], list[Document]](list)
    for document in documents:
        places[document.boundary, document.kind].append(document)
    return places


def _listed(row: Mapping[str, Any]) -> Hit:
    return Hit(
        kind=row["kind"], object_id=row["object_id"], boundary=row["boundary"], family=row["family"], title=_marked(row["title"]),
        excerpt=Markup(""), words=(), codes=(), score=0.0, share=0.0,
    )  # fmt: skip


def _hit(row: Mapping[str, Any], spoken: Sequence[str]) -> Hit:
    said = [spoken[number - 1] for number in row["words_found"] if 0 < number <= len(spoken)]
    return Hit(
        kind=row["kind"], object_id=row["object_id"], boundary=row["boundary"], family=row["family"], title=_marked(row["title"]),
        excerpt=_marked(words_of_excerpt(row["excerpt"])) if row["excerpt"] else Markup(""), words=tuple(said), codes=tuple(row["codes_found"]), score=row["score"], share=row["share"],
    )  # fmt: skip


def _marked(text: str) -> Markup:
    """Escaped first; only then do the control characters around what was found become tags."""
    return Markup(str(escape(text)).replace("\x02", "<mark>").replace("\x03", "</mark>"))


_SEARCH = "SELECT * FROM search_documents($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
_NEWEST = "SELECT * FROM search_newest($1, $2, $3, $4)"
_SET_FACTS = """UPDATE search_document SET facts = $3, changed_at = clock_timestamp()
WHERE kind = $1 AND object_id = $2 AND facts IS DISTINCT FROM $3::text[] RETURNING boundary"""
_REMOVE = "DELETE FROM search_document WHERE kind = $1 AND object_id = $2 RETURNING boundary"
_TOLD = "boundary, title, body, codes, family, tags, facts, outline, traits, meaning, marks"
_MARKS = "ARRAY(SELECT 'title:' || word FROM unnest(tsvector_to_array({})) word)"
_VECTOR = "to_tsvector('english', {})"
_OR_REPLACE = f"""ON CONFLICT (kind, object_id) DO UPDATE SET ({_TOLD}) = ({", ".join(f"EXCLUDED.{name}" for name in _TOLD.split(", "))}),
  changed_at = clock_timestamp()
WHERE ({", ".join(f"search_document.{name}" for name in _TOLD.split(", "))}) IS DISTINCT FROM ({", ".join(f"EXCLUDED.{name}" for name in _TOLD.split(", "))})"""
_LIST = "string_to_array({}, chr(31))"
_INDEX = f"""INSERT INTO search_document (kind, object_id, {_TOLD})
VALUES ($1, $2, $3, $4, $5, {_LIST.format("$6::text")}, $7, {_LIST.format("$8::text")}, {_LIST.format("$9::text")},
  {_VECTOR.format(apart("$10::text"))}, $11::jsonb, $12, {_MARKS.format(_VECTOR.format(apart("$4::text")))})
{_OR_REPLACE}"""
_COLUMNS = {
    "kind": "text", "object_id": "bigint", "boundary": "text", "title": "text", "body": "text", "codes": "text", "family": "text",
    "tags": "text", "facts": "text", "headings": "text", "traits": "text", "meaning": "bytea",
}  # fmt: skip
_INDEX_MANY = f"""INSERT INTO search_document (kind, object_id, {_TOLD})
SELECT kind, object_id, boundary, title, body, {_LIST.format("codes")}, family, {_LIST.format("tags")}, {_LIST.format("facts")},
  CASE WHEN headings = title THEN named.words ELSE {_VECTOR.format(apart("headings"))} END, traits::jsonb, meaning,
  {_MARKS.format("named.words")}
FROM pg_temp.told_document, LATERAL (SELECT {_VECTOR.format(apart("title"))} AS words OFFSET 0) named
{_OR_REPLACE}"""
_COUNTED = """WITH counted AS (
  SELECT w.n, split_part(w.word, '|', 1) AS said, min(coalesce(t.documents, 0)) AS documents
  FROM unnest($1::text[]) WITH ORDINALITY AS w(word, n), unnest(tsvector_to_array(to_tsvector('english', split_part(w.word, '|', 1)))) lexeme
  LEFT JOIN LATERAL (SELECT sum(s.documents) AS documents FROM search_term s WHERE s.term = lexeme AND s.kind = ANY ($2::text[])
    AND s.boundary = ANY ((SELECT app_boundaries())::text[])) t ON true
  GROUP BY w.n, w.word)"""
_RAREST = f"""{_COUNTED}
SELECT said FROM counted WHERE documents > 0 OR NOT EXISTS (SELECT FROM counted WHERE documents > 0) ORDER BY documents, n LIMIT $3"""
_TELLING = f"""{_COUNTED}, ordered AS (
  SELECT said, documents, sum(documents) OVER by_rarity AS so_far, row_number() OVER by_rarity AS place FROM counted WINDOW by_rarity AS (ORDER BY documents, n))
SELECT said FROM ordered WHERE place = 1 OR so_far <= 1500 OR documents <= (
  SELECT sum(s.documents) / 100 FROM search_term s WHERE s.term = '' AND s.kind = ANY ($2::text[]) AND s.boundary = ANY ((SELECT app_boundaries())::text[]))
ORDER BY place LIMIT $3"""
_IS_DUE = """SELECT coalesce(bool_and(counted_at <= $2::timestamptz - make_interval(secs => greatest(60, documents / 100))), true)
  AND pg_try_advisory_xact_lock(hashtextextended('search terms ' || $1::text, 0))
FROM search_term WHERE boundary = $1 AND term = ''"""
_COUNT_TERMS = """INSERT INTO search_term (boundary, kind, term, documents, counted_at)
SELECT $1, k.kind, s.word, round(s.ndoc * greatest(1, k.documents / 20000.0)), $2::timestamptz
FROM (SELECT kind, count(*) AS documents FROM search_document WHERE boundary = $1 GROUP BY kind) k,
  LATERAL ts_stat(format('SELECT tsv FROM search_document WHERE boundary = %L AND kind = %L ORDER BY object_id DESC LIMIT 20000', $1, k.kind)) s
WHERE s.word !~ '^[a-z_]+[0-9]+:' AND s.ndoc > least(k.documents / 50000, 400 * 20000 / greatest(20000, k.documents))
UNION ALL SELECT $1, kind, '', count(*), $2::timestamptz FROM search_document WHERE boundary = $1 GROUP BY kind"""
_HOW_OFTEN = """UPDATE search_word w SET often = t.often
FROM (SELECT term, ln(sum(documents) + 1)::integer AS often FROM search_term WHERE boundary = $1 GROUP BY term) t
WHERE w.boundary = $1 AND w.lexeme = t.term AND w.often <> t.often"""
