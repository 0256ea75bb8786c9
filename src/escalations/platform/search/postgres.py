"""Searching with what PostgreSQL has: full text by GIN, titles by trigram, ranked by BM25 in `search_documents`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape
from sqlalchemy import RowMapping

from ..db import Session
from .documents import APART, Document
from .words import (
    LONGEST_TEXT,
    LONGEST_TYPED,
    apart,
    begun_word,
    clean,
    codes_in,
    humps_in,
    plain_code,
    stop_words,
    telling_words,
    timeless,
    wanted_and_refused,
)

LONGEST_BODY, MOST_CODES, MOST_WORDS = 100_000, 200, 60


@dataclass(frozen=True, kw_only=True)
class Query:
    """Either `typed` by a person, or a long `text` to find things like it. `within` narrows what the reader may see anyway."""

    kinds: Sequence[str]
    typed: str = ""
    text: str = ""
    codes: Sequence[str] = ()
    within: Sequence[str] | None = None
    family: str | None = None
    likely_family: str | None = None
    limit: int = 20


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
    async def index(self, db: Session, documents: Sequence[Document]) -> None:
        if documents:
            connection = await db.connection()
            await connection.exec_driver_sql(_INDEX, [_row(document) for document in documents])

    async def remove(self, db: Session, kind: str, object_id: int) -> None:
        connection = await db.connection()
        await connection.exec_driver_sql(_REMOVE, (kind, object_id))

    async def search(self, db: Session, query: Query) -> list[Hit]:
        asked = _asked(query)
        given = clean(query.typed or query.text)[:LONGEST_TEXT]
        codes = dict.fromkeys([*map(plain_code, query.codes), *codes_in(given)])
        connection = await db.connection()
        found = await connection.exec_driver_sql(
            _SEARCH,
            (
                asked.typed, asked.head, asked.starts, asked.refused, list(asked.words), [code for code in codes if code][:MOST_CODES],
                list(query.kinds), None if query.within is None else list(query.within), query.family, query.likely_family, query.limit,
                bool(asked.typed),
            ),
        )  # fmt: skip
        said = list(asked.words.values())
        return [_hit(row, said) for row in found.mappings()]

    async def count_terms(self, db: Session, boundary: str, at: datetime) -> bool:
        """False when it was done a moment ago, or somebody else is at it. The more documents, the longer a count is good."""
        connection = await db.connection()
        due = await connection.exec_driver_sql(_IS_DUE, (boundary, at))
        if not due.scalar():
            return False
        await connection.exec_driver_sql("DELETE FROM search_term WHERE boundary = $1", (boundary,))
        await connection.exec_driver_sql(_COUNT_TERMS, (boundary, at))
        return True


def _row(document: Document) -> tuple[object, ...]:
    title, body = clean(document.title)[:500], clean(document.body)[:LONGEST_BODY]
    codes = dict.fromkeys([*map(plain_code, document.codes), *codes_in(f"{title} {body}")])
    body = f"{body}\n{humps_in(f'{title} {body}')}".strip()
    return (
        document.kind, document.object_id, document.boundary, title, body, [code for code in codes if code][:MOST_CODES],
        document.family, list(document.tags),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """`words` are terms and how they were said. `head` is what was typed without its last word, which may only be begun."""

    words: dict[str, str]
    typed: str = ""
    head: str = ""
    starts: str = ""
    refused: str = ""


def _asked(query: Query) -> _Asked:
    if not query.typed.strip():
        return _Asked(
            words=telling_words(timeless(clean(query.text)[:LONGEST_TEXT]), MOST_WORDS, leave_out=stop_words())
        )
    typed = apart(clean(query.typed)[:LONGEST_TYPED])
    wanted, refused = wanted_and_refused(typed)
    words, starts = telling_words(wanted, MOST_WORDS), begun_word(typed)
    if starts:
        last = next((term for term, said in words.items() if said.endswith(starts)), starts)
        words = {(f"{term}|{starts}*" if term == last else term): said for term, said in words.items()}
    head = typed[: len(typed) - len(starts)]
    return _Asked(words=words, typed=typed, head=head, starts=starts, refused=refused)


def _hit(row: RowMapping, spoken: Sequence[str]) -> Hit:
    said = [spoken[number - 1] for number in row["words_found"] if 0 < number <= len(spoken)]
    return Hit(
        kind=row["kind"], object_id=row["object_id"], boundary=row["boundary"], family=row["family"], title=_marked(row["title"]),
        excerpt=_marked(row["excerpt"]), words=tuple(said), codes=tuple(row["codes_found"]), score=row["score"], share=row["share"],
    )  # fmt: skip


def _marked(text: str) -> Markup:
    """Escaped first; only then do the control characters around what was found become tags."""
    return Markup(str(escape(text)).replace("\x02", "<mark>").replace("\x03", "</mark>"))


_SEARCH = "SELECT * FROM search_documents($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
_REMOVE = "DELETE FROM search_document WHERE kind = $1 AND object_id = $2"
_INDEX = f"""INSERT INTO search_document (kind, object_id, boundary, title, body, codes, family, tags, marks)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ARRAY['kind:' || $1::text] || ARRAY(
  SELECT 'title:' || word FROM unnest(tsvector_to_array(to_tsvector('english', {APART.format("$4::text")}))) word))
ON CONFLICT (kind, object_id) DO UPDATE SET (boundary, title, body, codes, family, tags, marks) =
  (EXCLUDED.boundary, EXCLUDED.title, EXCLUDED.body, EXCLUDED.codes, EXCLUDED.family, EXCLUDED.tags, EXCLUDED.marks)"""
_IS_DUE = """SELECT coalesce(bool_and(counted_at <= $2::timestamptz - make_interval(secs => greatest(60, documents / 100))), true)
  AND pg_try_advisory_xact_lock(hashtextextended('search terms ' || $1::text, 0))
FROM search_term WHERE boundary = $1 AND term = ''"""
_COUNT_TERMS = """INSERT INTO search_term (boundary, kind, term, documents, counted_at)
SELECT $1, k.kind, s.word, round(s.ndoc * greatest(1, k.documents / 20000.0)), $2::timestamptz
FROM (SELECT kind, count(*) AS documents FROM search_document WHERE boundary = $1 GROUP BY kind) k,
  LATERAL ts_stat(format('SELECT tsv FROM search_document WHERE boundary = %L AND kind = %L ORDER BY object_id DESC LIMIT 20000', $1, k.kind)) s
WHERE s.word NOT LIKE '%:%' AND s.ndoc > k.documents / 50000
UNION ALL SELECT $1, kind, '', count(*), $2::timestamptz FROM search_document WHERE boundary = $1 GROUP BY kind"""
