"""What a change of the roster moves, in sentences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from ..platform.time import exact
from ..routing.naming import listed, name_of, skills_in_words
from .stranding import Fate, Impact, Standing

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class ImpactLine:
    """`tone` is bad, warn, ok or nothing."""

    text: str
    tone: str = ""
    cases: tuple[Standing, ...] = ()


def impact_lines(impact: Impact, zone: ZoneInfo, doing: str = "Saving", unseen: Iterable[str] = ()) -> list[ImpactLine]:
    """`doing` begins the sentences; `unseen` are boundaries in which the person works and the reader sees nothing."""
    moved = [*_leaving(impact, zone, doing), *_skills(impact), *_room(impact), *_waiting(impact), *_deadlines(impact)]
    told = [ImpactLine(_holds(impact)), *moved]
    if not moved:
        told.append(
            ImpactLine(
                f"{doing} moves nothing: whoever holds a case keeps it, and every waiting case and deadline stays as covered as it is.",
                "ok",
            )
        )
    return told + _not_counted(impact, unseen)


def _holds(impact: Impact) -> str:
    name, held = impact.team.was.candidate.name, impact.held
    if not held:
        return f"{name} holds no open case."
    severe = sum(case.severity == "A" for case in held)
    return f"{name} holds {counted(len(held), 'open case')}{f' ({severe} of severity A)' if severe else ''}."


def _leaving(impact: Impact, zone: ZoneInfo, doing: str) -> Iterator[ImpactLine]:
    found = [fate for fate in impact.fates if fate.taker]
    if found:
        takers = sorted({fate.taker.name for fate in found if fate.taker})
        count = counted(len(found), "case")
        text = f"{doing} sends {count} back to {_plural(found, 'its queue', 'their queues')}, where {listed(takers)} can take {_plural(found, 'it', 'them')} at once."
        yield ImpactLine(text, "", tuple(fate.case for fate in found))
    if not impact.stranded:
        return
    reasons = _grouped((_why(fate, zone), fate) for fate in impact.stranded)
    if len(reasons) > 1:
        yield ImpactLine(f"{doing} strands {_of_held(impact.stranded, impact)}.", "bad")
    for why, fates in reasons:
        lead = f"{doing} strands {_of_held(fates, impact)}" if len(reasons) == 1 else f"{len(fates)} of these"
        yield ImpactLine(f"{lead}: {why}.", "bad", tuple(fate.case for fate in fates))


def _of_held(fates: Sequence[Fate], impact: Impact) -> str:
    return f"{len(fates)} of them" if len(impact.held) > 1 else "it"


def _why(fate: Fate, zone: ZoneInfo) -> str:
    asked = asked_in_words(fate.case)
    if not fate.able:
        return f"nobody else {asked}"
    if fate.on_shift:
        return f"everybody else on shift who {asked} is away, full or about to leave"
    comes = f"; {fate.next[1]} comes first, {exact(fate.next[0], zone)}" if fate.next else ""
    return f"nobody else on shift {asked}{comes}"


def asked_in_words(case: Standing) -> str:
    """`is cleared for US Government with Identity at level 2`"""
    skills = skills_in_words(case.asked.target.require)
    cleared = f"is cleared for {name_of('boundary', case.boundary)}" if case.boundary != "public" else ""
    if skills:
        return f"{cleared} with {skills}" if cleared else f"has {skills}"
    works = f"works the {case.asked.routed_to.name} queue"
    return f"{cleared} and {works}" if cleared else works


def _skills(impact: Impact) -> Iterator[ImpactLine]:
    name = impact.team.was.candidate.name
    for skills, cases in _grouped((skills_in_words(case.asked.target.require), case) for case in impact.outgrown):
        asks = _plural(cases, "asks", "ask")
        text = f"{len(cases)} of them {asks} for {skills}, which {name} would no longer have. {_plural(cases, 'It stays', 'They stay')} with {name}."
        yield ImpactLine(text, "warn", tuple(cases))


def _room(impact: Impact) -> Iterator[ImpactLine]:
    was, then = impact.team.was.candidate, impact.team.then
    if then and then.candidate.load > then.candidate.capacity and then.candidate.capacity < was.capacity:
        held, room = then.candidate.load, then.candidate.capacity
        yield ImpactLine(
            f"{was.name} holds {held} units and would have room for {room}: no new case comes until {held - room} are done.",
            "warn",
        )


def _waiting(impact: Impact) -> Iterator[ImpactLine]:
    for asked, cases in _grouped((asked_in_words(case), case) for case in impact.deserted):
        text = f"{counted(len(cases), 'waiting case')} would wait for nobody: in the coming week no one else works who {asked}."
        yield ImpactLine(text, "bad", tuple(cases))
    if impact.attended:
        yield ImpactLine(
            f"{counted(len(impact.attended), 'waiting case')} that nobody could take would find somebody within the week.",
            "ok",
            tuple(impact.attended),
        )
    if impact.coming:
        name = impact.team.was.candidate.name
        yield ImpactLine(
            f"{counted(len(impact.coming), 'waiting case')} would come to {name} at once.", "", tuple(impact.coming)
        )


def _deadlines(impact: Impact) -> Iterator[ImpactLine]:
    for asked, cases in _grouped((asked_in_words(case), case) for case in impact.unmet):
        text = f"{counted(len(cases), 'deadline')} {_plural(cases, 'falls', 'fall')} within hours in which nobody works who {asked}."
        yield ImpactLine(text, "warn", tuple(cases))


def _not_counted(impact: Impact, unseen: Iterable[str]) -> list[ImpactLine]:
    names = [name_of("boundary", key) for key in unseen]
    if not names:
        return []
    name = impact.team.was.candidate.name
    return [
        ImpactLine(
            f"{name} is also cleared for {listed(names)}, which you are not: what stands there is not counted.", "warn"
        )
    ]


def counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _plural(things: Sequence[object], one: str, several: str) -> str:
    return one if len(things) == 1 else several


def _grouped(pairs: Iterable[tuple[str, Thing]]) -> list[tuple[str, list[Thing]]]:
    """The largest group first."""
    groups: dict[str, list[Thing]] = {}
    for words, thing in pairs:
        groups.setdefault(words, []).append(thing)
    return sorted(groups.items(), key=lambda group: -len(group[1]))
