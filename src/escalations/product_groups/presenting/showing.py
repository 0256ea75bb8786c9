"""One escalation with everything beside it, and what this person may do about it now."""

from dataclasses import dataclass
from typing import Any

from ...catalog import catalogue
from ...clocks.chip import ClockChip, chip
from ...clocks.models import Clock
from ...people.models import Person
from ...platform.db import Session
from ...platform.time import now
from ..actions import may_comment
from ..actions.ending import of_the_group
from ..checklist import WHY_THIS_GROUP, surroundings
from ..models import ANSWERED, IN_TRIAGE, REASONS, RETURN_CODES, UNSEEN, Escalation, name_of_group
from ..queries import cases_of, clocks_of, issue_of, names_on, open_issues, open_questions
from .story import story_of


@dataclass(frozen=True)
class Owed:
    words: str
    chip: ClockChip


async def about_escalation(db: Session, person: Person, escalation: Escalation) -> dict[str, Any]:
    await db.flush()
    cases = await cases_of(db, escalation)
    case, customer = cases[0]
    question = (await open_questions(db, [escalation])).get(escalation.id)
    may = may_do(person, escalation, asked=question is not None)
    return {
        "escalation": escalation,
        "case": case,
        "customer": customer,
        "cases": cases,
        "surroundings": surroundings(case),
        "names": await names_on(db, escalation),
        "answers": _answers(escalation),
        "reasons": REASONS,
        "owed": owed(await clocks_of(db, [escalation])).get(escalation.id, []),
        "story": await story_of(db, escalation),
        "question": question,
        "issue": await issue_of(db, escalation),
        "issue_choices": await _issue_choices(db, escalation) if "link_issue" in may else [],
        "may": may,
        "has_verbs": bool(may - {"comment", "answer"}),
        "not_yours": _not_yours(person, escalation),
        "other_groups": _other_groups(escalation),
        **return_choices(escalation),
    }


def may_do(person: Person, escalation: Escalation, *, asked: bool) -> frozenset[str]:
    """The verbs that can be done now. What cannot be is not shown."""
    group, support = of_the_group(person, escalation.product_group), person.may("work_cases")
    still, answered = escalation.is_open, escalation.state in ANSWERED
    verbs = {
        "acknowledge": group and escalation.state in UNSEEN,
        "accept": group and escalation.state in IN_TRIAGE,
        "decide": group and still,
        "ask": group and still and not asked,
        "snooze": group and still and escalation.snoozed_until is None,
        "wake": group and still and escalation.snoozed_until is not None,
        "link_issue": group and still,
        "withdraw": support and still,
        "answer": support and still and asked,
        "add_case": support and still,
        "close": support and escalation.state == "resolved",
        "reopen": (support or group) and answered,
        "comment": still and may_comment(person, escalation),
    }
    return frozenset(verb for verb, can in verbs.items() if can)


def _not_yours(person: Person, escalation: Escalation) -> str:
    """Why an engineer of another group finds no verbs here."""
    if not escalation.is_open or not person.may("decide_escalations") or of_the_group(person, escalation.product_group):
        return ""
    own = f"you decide for {name_of_group(person.product_group)}" if person.product_group else "you belong to no group"
    return f"For {escalation.group_name} to decide; {own}."


async def _issue_choices(db: Session, escalation: Escalation) -> list[tuple[str, str]]:
    found = await open_issues(db, escalation.product_group, escalation.boundary)
    return [(one.ref, f"{one.ref} {one.title}") for one in found]


def _other_groups(escalation: Escalation) -> list[tuple[str, str]]:
    groups = catalogue().product_groups.values()
    able = [one for one in groups if one.enrolled and escalation.boundary in one.boundaries]
    return [(one.key, one.name) for one in able if one.key != escalation.product_group]


def return_choices(escalation: Escalation) -> dict[str, Any]:
    """What the form of a return offers: first what the escalation came without."""
    group = catalogue().product_groups.get(escalation.product_group)
    known = (
        [need for need in (*group.needs, *escalation.answers, *escalation.absent) if need in catalogue().needs]
        if group
        else []
    )
    needs = sorted(dict.fromkeys(known), key=lambda need: need not in escalation.absent)
    return {
        "return_codes": list(RETURN_CODES.items()),
        "needs": [(need, catalogue().needs[need].label) for need in needs],
    }


def owed(clocks: list[Clock]) -> dict[int, list[Owed]]:
    """By escalation, without what was cancelled."""
    lines: dict[int, list[Owed]] = {}
    for clock in clocks:
        if clock.escalation_id is not None and clock.state != "cancelled":
            words = "Fix" if clock.kind == "follow_up" else clock.nature.words.capitalize()
            lines.setdefault(clock.escalation_id, []).append(Owed(words, chip(clock, now())))
    return lines


def _answers(escalation: Escalation) -> list[tuple[str, str]]:
    """In the order of the catalogue; the database keeps none."""
    needs = catalogue().needs
    told = {needs[need].label: escalation.answers[need] for need in needs if need in escalation.answers}
    more = {WHY_THIS_GROUP: "Why this group"}
    return [
        *told.items(),
        *((more.get(need, need), text) for need, text in escalation.answers.items() if need not in needs),
    ]
