"""Documents as the rows of their table, read together: what stands in several of them is looked at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .documents import Document
from .facts import facts_of
from .words import (
    MOST_CODES,
    Pieces,
    Telling,
    clean,
    parts_of_humps,
    pieces_of,
    plain_code,
    spellings_in,
    telling_of,
)

LONGEST_TITLE, LONGEST_BODY, LONGEST_HEADINGS = 500, 100_000, 5_000
BETWEEN = "\x1f"
"""Codes, tags and facts come as one text each: an array costs as much as all the rest of a row. None of them holds a control character."""
_NO_TRAITS = "{}"


@dataclass(frozen=True, slots=True)
class _Cleaned:
    document: Document
    title: str
    body: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Rows:
    """`words` are all that they hold, as they are spelt."""

    rows: list[tuple[Any, ...]]
    words: set[str]


def document_rows(documents: Sequence[Document]) -> Rows:
    cleaned = [_cleaned(document) for document in documents]
    seen = set[str]().union(*(one.pieces for one in cleaned))
    telling = telling_of(seen)
    rows = [_row(one, [telling[piece] for piece in one.pieces if piece in telling]) for one in cleaned]
    humps = parts_of_humps(telling.values(), at_most=len(telling))
    codes = {code for one in documents for code in map(plain_code, one.codes) if code.isalnum()}
    return Rows(rows, spellings_in(f"{' '.join(seen)} {humps}") | codes)


def _cleaned(document: Document) -> _Cleaned:
    title, body = clean(document.title)[:LONGEST_TITLE], clean(document.body)[:LONGEST_BODY]
    return _Cleaned(document, title, body, pieces_of(f"{title} {body}"))


def _row(one: _Cleaned, telling: Sequence[Telling]) -> tuple[Any, ...]:
    document = one.document
    codes = dict.fromkeys([*map(plain_code, document.codes), *(code for told in telling for code in told.codes)])
    facts = dict.fromkeys((*facts_of("family", [document.family]), *document.facts))
    return (
        document.kind, document.object_id, document.boundary, one.title, f"{one.body}\n{parts_of_humps(telling)}".strip(),
        BETWEEN.join([code for code in codes if code][:MOST_CODES]), document.family, BETWEEN.join(map(clean, document.tags)), BETWEEN.join(facts),
        clean(document.headings)[:LONGEST_HEADINGS], json.dumps(dict(document.traits)) if document.traits else _NO_TRAITS, document.meaning,
    )  # fmt: skip
