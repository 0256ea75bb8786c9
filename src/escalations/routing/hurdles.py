"""Why somebody cannot take a case: a letter and the numbers that prove it, put into words only where somebody reads them.

`s340 k0,1` says: on shift in 340 minutes, and at level 1 in the first skill of those that are asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from .naming import name_of
from .roster import Candidate, Presence
from .standing import Ask, Standing, cleared_for, shifts_seen

Hurdle = Literal["clearance", "shift", "presence", "role", "skill", "room", "again"]
Numbers = tuple[int, ...]


class Reason(NamedTuple):
    code: str
    numbers: Numbers = ()

    @property
    def hurdle(self) -> Hurdle:
        return _KINDS[self.code].hurdle

    def still_counts(self, ask: Ask) -> bool:
        """Whether the numbers keep the person from the case."""
        return _KINDS[self.code].counts(self.numbers, ask)

    def in_words(self, ask: Ask) -> str:
        return _KINDS[self.code].words(self.numbers, ask)


@dataclass(frozen=True)
class Kind:
    hurdle: Hurdle
    counts: Callable[[Numbers, Ask], bool]
    words: Callable[[Numbers, Ask], str]


def against(one: Standing, ask: Ask) -> str:
    """Every reason, written; nothing where there is none."""
    return _written(
        ask, one.shift_left, one.next_shift, one.cleared, one.presence, one.works_queue, one.levels, (one.free, one.capacity), one.had_it,
    )  # fmt: skip


def teller(ask: Ask) -> Callable[[Candidate], str]:
    """Says what `against` would, of one after the other: how they stand is worked out no further than that needs, and of a shift
    that many share once."""
    boundary, roles, again, skills = ask.facts.boundary, ask.target.queue.roles, ask.facts.not_again, ask.skills
    by_shifts: dict[int, tuple[int | None, int | None, datetime]] = {}

    def seen(one: Candidate) -> tuple[int | None, int | None, datetime]:
        left, following = shifts_seen(one, ask)
        return by_shifts.setdefault(id(one.shifts), (left, following, ask.at + timedelta(minutes=(left or 0) + 1)))

    def told(one: Candidate) -> str:
        left, following, enough = by_shifts.get(id(one.shifts)) or seen(one)
        cleared = None
        if boundary in one.clearances:
            until = one.clearances[boundary]
            cleared = (left or 0) + 1 if until is None or until >= enough else cleared_for(one, ask, left or 0)
        levels = [one.specialties.get(skill, 0) for skill in skills]
        free = one.capacity - one.load if one.capacity > one.load else 0
        return _written(
            ask, left, following, cleared, one.presence, one.role in roles, levels, (free, one.capacity), one.person_id in again,
        )  # fmt: skip

    return told


def _written(
    ask: Ask, left: int | None, next_shift: int | None, cleared: int | None, presence: Presence, works_queue: bool, levels: Sequence[int],
    room: tuple[int, int], had_it: bool,
) -> str:  # fmt: skip
    found = ""
    if cleared is None:
        found += " c"
    elif cleared <= (left or 0):
        found += f" u{cleared},{left or 0}"
    if left is None:
        found += " s" if next_shift is None else f" s{next_shift}"
    elif left < ask.shortest_rest:
        found += f" e{left}"
    if presence in ("away", "offline"):
        found += f" {presence[0]}"
    if not works_queue:
        found += " q"
    for number, level in enumerate(levels):
        if level < ask.least[number]:
            found += f" k{number},{level}"
    if room[0] < ask.units:
        found += f" r{room[0]},{room[1]}"
    if had_it:
        found += " n"
    return found[1:]


def read(text: str) -> tuple[Reason, ...]:
    return tuple(_read(word) for word in text.split())


def hurdles_in(text: str) -> set[Hurdle]:
    return {_KINDS[word[0]].hurdle for word in text.split()}


def _read(word: str) -> Reason:
    if word[0] not in _KINDS:
        raise ValueError(f"{word!r} is no reason against anybody.")
    return Reason(word[0], tuple(map(int, word[1:].split(","))) if word[1:] else ())


def _always(_numbers: Numbers, _ask: Ask) -> bool:
    return True


def _moment(minutes: int, ask: Ask) -> str:
    return f"{(ask.at + timedelta(minutes=minutes)).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _boundary(ask: Ask) -> str:
    return name_of("boundary", ask.facts.boundary)


def _off_shift(numbers: Numbers, ask: Ask) -> str:
    return f"is off shift until {_moment(numbers[0], ask)}" if numbers else "is off shift"


def _too_low(numbers: Numbers, ask: Ask) -> str:
    skill = name_of("family", ask.skills[numbers[0]])
    return f"has {skill} at level {numbers[1]}, level {ask.least[numbers[0]]} is asked for"


_KINDS: dict[str, Kind] = {
    "c": Kind("clearance", _always, lambda _, ask: f"is not cleared for {_boundary(ask)}"),
    "u": Kind(
        "clearance", lambda numbers, _: numbers[0] <= numbers[1],
        lambda numbers, ask: f"is cleared for {_boundary(ask)} only until {_moment(numbers[0], ask)}",
    ),
    "s": Kind("shift", _always, _off_shift),
    "e": Kind(
        "shift", lambda numbers, ask: numbers[0] < ask.shortest_rest,
        lambda numbers, ask: f"goes off shift at {_moment(numbers[0], ask)}, in less than {ask.shortest_rest} minutes",
    ),
    "a": Kind("presence", _always, lambda *_: "is away"),
    "o": Kind("presence", _always, lambda *_: "is offline"),
    "q": Kind("role", _always, lambda _, ask: f"does not work the {ask.target.queue.name} queue"),
    "k": Kind("skill", lambda numbers, ask: numbers[1] < ask.least[numbers[0]], _too_low),
    "r": Kind(
        "room", lambda numbers, ask: numbers[0] < ask.units,
        lambda numbers, ask: f"has {numbers[0]} of {numbers[1]} units free, this case weighs {ask.units}",
    ),
    "n": Kind("again", _always, lambda _, ask: f"had this case less than {ask.not_again_within} minutes ago and let it go"),
}  # fmt: skip
