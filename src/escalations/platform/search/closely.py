"""A few things that were found, read closely: what of a long text each of them holds, and where.

Only what the index keeps is read; the reader's boundaries are in force as in any query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from ..db import Session, straight
from .likeness import Document, Question
from .places import Term
from .queries import Query, asked_by
from .words import clean, humps_in, stop_words, timeless, words_in

MOST_READ_FOR_PAIRS = 400
"""Words; a long description repeats itself."""
REMEMBERED = 20_000
_made_of: dict[str, tuple[str, ...]] = {}
"""By name: its lexemes."""


@dataclass(frozen=True)
class Spelled:
    """How often the thing asked about is spelt in the index: documents by word, `""` for all of them, and lexemes by name."""

    lexemes: Mapping[str, tuple[str, ...]]
    documents: Mapping[str, int]


async def question_of(
    db: Session, texts: Sequence[str], *, kind: str, codes: Sequence[str], within: Sequence[str]
) -> Question:
    """`texts` are parts of one story, such as its title and its description. How telling a word is follows from `within`."""
    asked = asked_by(Query(kinds=[kind], text=with_humps(texts), codes=codes))
    pairs = [pair for text in texts for pair in side_by_side(with_humps([text]))]
    names = dict.fromkeys(chain(*(term.split("|") for term in asked.words), *pairs))
    spelled = await _spelled(db, list(names), asked.codes, kind, within)
    terms = [
        Term(said=said, names=tuple(dict.fromkeys(spelled.lexemes[name] for name in term.split("|") if spelled.lexemes[name])))
        for term, said in asked.words.items()
    ]  # fmt: skip
    firsts = ((spelled.lexemes[one], spelled.lexemes[other]) for one, other in pairs)
    return Question(
        terms=tuple(term for term in terms if term.names), codes=tuple(asked.codes), documents=spelled.documents,
        pairs=tuple(dict.fromkeys((one[0], other[0]) for one, other in firsts if one and other)),
    )  # fmt: skip


async def read_closely(db: Session, kind: str, ids: Sequence[int], question: Question) -> list[Document]:
    rows = await straight(db, _READ, kind, list(ids), sorted(question.lexemes))
    return [
        Document(
            object_id=row["object_id"], size=row["size"], codes=frozenset(row["codes"]), headed=row["headed"] or 0,
            places=row["places"], headings=row["headings"], traits=row["traits"], meaning=row["meaning"],
        )
        for row in rows
    ]  # fmt: skip


def with_humps(texts: Sequence[str]) -> str:
    """`AllocationFailed` is said in one word and in two."""
    return "\n".join(f"{text} {humps_in(text)}" for text in texts)


def side_by_side(text: str) -> list[tuple[str, str]]:
    """Words that follow one another, with at most one word between them that says nothing."""
    words = words_in(timeless(clean(text)))[:MOST_READ_FOR_PAIRS]
    telling = [(at, word) for at, word in enumerate(words) if word not in stop_words()]
    return [(one, other) for (at, one), (then, other) in pairwise(telling) if then - at <= 2]


async def _spelled(db: Session, names: list[str], codes: list[str], kind: str, within: Sequence[str]) -> Spelled:
    lexemes = await _lexemes_of(db, names)
    wanted = sorted({*chain(*lexemes.values()), *codes, ""})
    counted = await straight(db, _COUNTED, list(within), wanted, kind)
    return Spelled(lexemes, {term: int(documents) for term, documents in counted})


async def _lexemes_of(db: Session, names: list[str]) -> dict[str, tuple[str, ...]]:
    """Asked for once: PostgreSQL always makes the same of a word."""
    known = {name: _made_of[name] for name in names if name in _made_of}
    unknown = [name for name in names if name not in known]
    if unknown:
        told = {name: tuple(lexemes) for name, lexemes in await straight(db, _SPELT, unknown)}
        if len(_made_of) > REMEMBERED:
            _made_of.clear()
        _made_of.update(told)
        known |= told
    return known


_SPELT = """SELECT name, ARRAY(SELECT lexeme FROM unnest(to_tsvector('english', name)) ORDER BY positions[1]) AS lexemes
FROM unnest($1::text[]) AS name"""
_COUNTED = """SELECT term, sum(documents) AS documents FROM search_term
WHERE boundary = ANY ($1::text[]) AND term = ANY ($2::text[]) AND kind = $3 GROUP BY term"""
_READ = """SELECT d.object_id, d.size, d.codes, length(d.outline) AS headed, d.traits, d.meaning,
  (SELECT coalesce(json_object_agg(lexeme, coalesce(positions, '{}')), '{}') FROM unnest(d.tsv) WHERE lexeme = ANY ($3::text[])) AS places,
  (SELECT coalesce(json_object_agg(lexeme, coalesce(positions, '{}')), '{}') FROM unnest(d.outline) WHERE lexeme = ANY ($3::text[])) AS headings
FROM search_document d WHERE d.kind = $1 AND d.object_id = ANY ($2::bigint[])"""
