"""Searching with what PostgreSQL has: full text by GIN, titles by trigram, ranked by BM25 in `search_documents`."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    plain_code,
    stop_words,
    telling_words,
    without_refused,
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
    """`title` and `excerpt` are safe HTML with <mark>; `words` and `codes` are why it was found."""

    kind: str
    object_id: int
    boundary: str
    family: str
    title: Markup
    excerpt: Markup
    words: tuple[str, ...]
    codes: tuple[str, ...]
    score: float


class PostgresSearch:
    async def index(self, db: Session, documents: Sequence[Document]) -> None:
        if documents:
            connection = await db.connection()
            await connection.exec_driver_sql(_INDEX, [_row(document) for document in documents])

    async def remove(self, db: Session, kind: str, object_id: int) -> None:
        connection = await db.connection()
        await connection.exec_driver_sql(_REMOVE, (kind, object_id))

    async def search(self, db: Session, query: Query) -> list[Hit]:
        words, typed, head, starts = _asked(query)
        codes = dict.fromkeys(
            [*map(plain_code, query.codes), *codes_in(clean(query.typed or query.text)[:LONGEST_TEXT])]
        )
        connection = await db.connection()
        found = await connection.exec_driver_sql(
            _SEARCH,
            (
                typed, head, starts, list(words), [code for code in codes if code][:MOST_CODES], list(query.kinds),
                None if query.within is None else list(query.within), query.family, query.likely_family, query.limit, bool(typed),
            ),
        )  # fmt: skip
        spoken = list(words.values())
        return [_hit(row, spoken) for row in found.mappings()]

    async def count_terms(self, db: Session, boundary: str) -> None:
        connection = await db.connection()
        await connection.exec_driver_sql(_FORGET_TERMS, (boundary,))
        await connection.exec_driver_sql(_COUNT_TERMS, (boundary,))


def _row(document: Document) -> tuple[object, ...]:
    title, body = clean(document.title)[:500], clean(document.body)[:LONGEST_BODY]
    codes = dict.fromkeys([*map(plain_code, document.codes), *codes_in(f"{title} {body}")])
    return (
        document.kind, document.object_id, document.boundary, title, body, [code for code in codes if code][:MOST_CODES],
        document.family, list(document.tags),
    )  # fmt: skip


def _asked(query: Query) -> tuple[dict[str, str], str, str, str]:
    """Terms and how they were said; then the typed text whole, without its last word, and that word, which may only be begun."""
    if not query.typed.strip():
        return telling_words(clean(query.text)[:LONGEST_TEXT], MOST_WORDS, leave_out=stop_words()), "", "", ""
    typed = apart(clean(query.typed)[:LONGEST_TYPED])
    terms = telling_words(without_refused(typed), MOST_WORDS)
    starts = begun_word(typed)
    if starts:
        last = next((term for term, said in terms.items() if said.endswith(starts)), starts)
        terms = {(f"{term}|{starts}*" if term == last else term): said for term, said in terms.items()}
    return terms, typed, typed[: len(typed) - len(starts)], starts


def _hit(row: RowMapping, spoken: Sequence[str]) -> Hit:
    said = [spoken[number - 1] for number in row["words_found"] if 0 < number <= len(spoken)]
    return Hit(
        kind=row["kind"], object_id=row["object_id"], boundary=row["boundary"], family=row["family"], title=_marked(row["title"]),
        excerpt=_marked(row["excerpt"]), words=tuple(said), codes=tuple(row["codes_found"]), score=row["score"],
    )  # fmt: skip


def _marked(text: str) -> Markup:
    """Escaped first; only then do the control characters around what was found become tags."""
    return Markup(str(escape(text)).replace("\x02", "<mark>").replace("\x03", "</mark>"))


_SEARCH = "SELECT * FROM search_documents($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
_REMOVE = "DELETE FROM search_document WHERE kind = $1 AND object_id = $2"
_INDEX = f"""INSERT INTO search_document (kind, object_id, boundary, title, body, codes, family, tags, marks)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ARRAY['kind:' || $1::text] || ARRAY(
  SELECT 'title:' || word FROM unnest(tsvector_to_array(to_tsvector('english', {APART.format("$4::text")}))) word))
ON CONFLICT (kind, object_id) DO UPDATE SET (boundary, title, body, codes, family, tags, marks) =
  (EXCLUDED.boundary, EXCLUDED.title, EXCLUDED.body, EXCLUDED.codes, EXCLUDED.family, EXCLUDED.tags, EXCLUDED.marks)"""
_FORGET_TERMS = "DELETE FROM search_term WHERE boundary = $1"
_COUNT_TERMS = """INSERT INTO search_term (boundary, kind, term, documents)
SELECT $1, k.kind, s.word, round(s.ndoc * greatest(1, k.documents / 20000.0))
FROM (SELECT kind, count(*) AS documents FROM search_document WHERE boundary = $1 GROUP BY kind) k,
  LATERAL ts_stat(format('SELECT tsv FROM search_document WHERE boundary = %L AND kind = %L ORDER BY object_id DESC LIMIT 20000', $1, k.kind)) s
WHERE s.word NOT LIKE '%:%' AND s.ndoc > k.documents / 50000
UNION ALL SELECT $1, kind, '', count(*) FROM search_document WHERE boundary = $1 GROUP BY kind"""
