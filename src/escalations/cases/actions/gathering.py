"""What is read of a case on the way to a reply, by as few questions as there can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...clocks.models import Clock
from ...clocks.queries import clocks_and_ledgers, held_clocks_of, ledgers_beside
from ...clocks.readings import Entry
from ...customers.queries import Met, met_by_name, spoken_of
from ...platform.db import Session
from ...platform.events import EventRow
from ...platform.flushing import Ahead
from ...platform.kept import Asked, answers
from ...platform.numbering import keep_numbers, numbers_ahead
from ..gate import Candidates, InternalText, candidates_in
from ..internal_texts import internal_texts_alone, internal_texts_of, told_of
from ..models import Case, CaseDraft, CaseEntry
from ..queries import entries_of
from ..queries.drafts import held_drafts_of
from ..queries.gating import Addressed, addressed_of, addressed_on, who_is_addressed
from ..queries.merged import said_alone

AHEAD = (Ahead(CaseEntry, 1), Ahead(Clock, 1), Ahead(EventRow, 4))
"""What most replies write; the numbers of whatever comes beyond it are asked for then."""


@dataclass(frozen=True)
class Known:
    """What is known of a case before anything of the reply is read."""

    to: Addressed
    said: Sequence[CaseEntry]
    internal: tuple[InternalText, ...]


@dataclass(frozen=True)
class Named:
    """What the reply itself names, and which customers have such a name."""

    candidates: Candidates
    customers: Sequence[Met]


@dataclass(frozen=True)
class Held:
    """What a reply changes of its case, locked: all its clocks, with the ledgers that are known for sure, and the drafts of whoever
    asks. `beside` is what was asked along."""

    clocks: Sequence[Clock]
    ledgers: Mapping[int, list[Entry]]
    drafts: Sequence[CaseDraft]
    beside: Sequence[Any] | None


async def known_of(db: Session, case: Case) -> Known:
    known, _ = await _known_beside(db, case)
    return known


async def known_and_held(db: Session, case: Case, body: str, beside: Asked[Any] | None) -> tuple[Known, Named, Held]:
    """With the numbers of what the reply will write."""
    candidates, more = candidates_in(body), () if beside is None else (beside,)
    known, (drafts, held, entries, named, numbers, *rest) = await _known_beside(
        db, case, held_drafts_of(case), held_clocks_of(case.id), ledgers_beside(case.id), spoken_of(candidates.names),
        numbers_ahead(*AHEAD), *more,
    )  # fmt: skip
    keep_numbers(db, AHEAD, numbers)
    clocks, ledgers = clocks_and_ledgers(held, entries)
    return known, Named(candidates, met_by_name(named)), Held(clocks, ledgers, drafts, rest[0] if rest else None)


async def _known_beside(db: Session, case: Case, *others: Asked[Any]) -> tuple[Known, list[Sequence[Any]]]:
    """With one statement where the case was neither split nor merged."""
    said, internal = said_alone(case), internal_texts_alone(case)
    if said is None or internal is None:
        known = Known(await addressed_on(db, case), await entries_of(db, case), await internal_texts_of(db, case))
        return known, [await one.all(db) for one in others]
    to, entries, texts, *told = await answers(db, who_is_addressed(case), said, internal, *others)
    return Known(addressed_of(to), entries, told_of(texts)), told
