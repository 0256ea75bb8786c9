"""Finished values for the pages of escalations: templates only lay them out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..cases.models import Case
from ..catalog import catalogue
from ..clocks.chip import ClockChip, chip
from ..clocks.models import Clock
from ..people.models import Person
from ..platform.db import Session
from ..platform.events import trail_of
from ..platform.time import now
from .actions import may_comment, why_not
from .checklist import checklist, known_already, surroundings
from .models import REASONS, RETURN_CODES, Escalation
from .queries import case_of, clocks_of, comments_on, escalations_of, names_on, returns_for, subscription_code_of


@dataclass(frozen=True)
class Told:
    """A line of an escalation's story: a comment with its text, or an event with its sentence."""

    id: str
    at: datetime
    who: str
    text: str
    is_comment: bool


@dataclass(frozen=True)
class Owed:
    words: str
    chip: ClockChip


async def about_escalation(db: Session, person: Person, escalation: Escalation) -> dict[str, Any]:
    await db.flush()
    case, customer = await case_of(db, escalation)
    return {
        "escalation": escalation,
        "case": case,
        "customer": customer,
        "surroundings": surroundings(case),
        "names": await names_on(db, escalation),
        "answers": _answers(escalation),
        "reasons": REASONS,
        "owed": owed(await clocks_of(db, [escalation])).get(escalation.id, []),
        "story": await story_of(db, escalation),
        "may_decide": escalation.is_open
        and person.may("decide_escalations")
        and person.product_group == escalation.product_group,
        "may_withdraw": escalation.is_open and person.may("work_cases"),
        "may_comment": escalation.is_open and may_comment(person, escalation),
        **return_choices(escalation),
    }


def return_choices(escalation: Escalation) -> dict[str, Any]:
    """What the form of a return offers."""
    group = catalogue().product_groups.get(escalation.product_group)
    needs = [(need, catalogue().needs[need].label) for need in group.needs] if group else []
    return {"return_codes": list(RETURN_CODES.items()), "needs": needs}


async def story_of(db: Session, escalation: Escalation) -> list[Told]:
    """Oldest first: what happened to the escalation, and what the two sides said."""
    comments = await comments_on(db, escalation)
    said = [Told(f"comment-{one.id}", one.at, one.author_name, one.body, True) for one in comments]
    happened = [row for row in await trail_of(db, escalation.subject) if row.action != "EscalationCommented"]
    told = [Told(f"event-{row.id}", row.at, row.actor_name, row.told, False) for row in reversed(happened)]
    return sorted([*told, *said], key=lambda line: line.at)


def owed(clocks: list[Clock]) -> dict[int, list[Owed]]:
    """By escalation, without what was cancelled."""
    lines: dict[int, list[Owed]] = {}
    for clock in clocks:
        if clock.escalation_id is not None and clock.state != "cancelled":
            lines.setdefault(clock.escalation_id, []).append(Owed(clock.nature.words.capitalize(), chip(clock, now())))
    return lines


async def about_escalations_of(db: Session, person: Person, case: Case) -> dict[str, Any]:
    """The slot on the case page: what went to which group, and the form of the next one or why there is none."""
    await db.flush()
    found = await escalations_of(db, case)
    offered = await offer(db, case, found)
    standing = next((one for one in found if one.is_open and one.product_group == offered["group"].key), None)
    return offered | {
        "case": case,
        "escalations": found,
        "owed": owed(await clocks_of(db, [one for one in found if one.is_open])),
        "why_not": why_not(case, offered["group"], standing),
        "may_escalate": person.may("work_cases"),
    }


async def offer(db: Session, case: Case, earlier: list[Escalation], product_group: str | None = None) -> dict[str, Any]:
    """What the form holds before anybody types: the owning group, its checklist, and what is known already."""
    known = catalogue()
    group = known.product_groups.get(product_group or "") or known.product_group_for(case.product, case.family)
    last = earlier[0] if earlier else None
    answers = known_already(case, await subscription_code_of(db, case)) | (last.answers if last else {})
    return {
        "case": case,
        "group": group,
        "groups": [(key, _offered_name(key, case.boundary)) for key in known.product_groups],
        "checklist": checklist(group, answers, await returns_for(db, group.key)),
        "last": last,
        "environment": last.environment if last else surroundings(case),
        "reasons": list(REASONS.items()),
    }


def _offered_name(group: str, boundary: str) -> str:
    found = catalogue().product_groups[group]
    return found.name if boundary in found.boundaries else f"{found.name} (nobody on duty here)"


def _answers(escalation: Escalation) -> list[tuple[str, str]]:
    """In the order of the catalogue; the database keeps none."""
    needs = catalogue().needs
    told = {needs[need].label: escalation.answers[need] for need in needs if need in escalation.answers}
    return [*told.items(), *((need, text) for need, text in escalation.answers.items() if need not in needs)]
