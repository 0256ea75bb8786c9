"""Why somebody cannot take a case: a letter and the numbers that prove it, put into words only where somebody reads them.

`s340 k0,1` says: on shift in 340 minutes, and at level 1 in the first skill of those that are asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Literal, NamedTuple

from .naming import name_of
from .standing import Ask, Standing

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
    found, left = [], one.shift_left
    if one.cleared is None:
        found.append("c")
    elif one.cleared <= (left or 0):
        found.append(f"u{one.cleared},{left or 0}")
    if left is None:
        found.append("s" if one.next_shift is None else f"s{one.next_shift}")
    elif left < ask.shortest_rest:
        found.append(f"e{left}")
    if one.presence in ("away", "offline"):
        found.append(one.presence[0])
    if not one.works_queue:
        found.append("q")
    for number, (level, least) in enumerate(zip(one.levels, ask.least, strict=True)):
        if level < least:
            found.append(f"k{number},{level}")
    if one.free < ask.units:
        found.append(f"r{one.free},{one.capacity}")
    if one.had_it:
        found.append("n")
    return " ".join(found)


def read(text: str) -> tuple[Reason, ...]:
    return tuple(_read(word) for word in text.split())


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
