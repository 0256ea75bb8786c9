"""A promise without a clock: a moment that the text names and nothing will wake us for. Pure."""

from collections.abc import Iterator
from datetime import UTC, timedelta

from ..promises import Promised, promises_in
from .context import ReplyContext
from .finding import Finding, Remedy

SLACK = timedelta(minutes=1)


def find_unkept(text: str, context: ReplyContext) -> Iterator[Finding]:
    """Without a clock, or sooner than every clock that was given for it."""
    promised = promises_in(text, context.at, context.zone)
    if not context.kept:
        yield from _unkept(text, promised)
        return
    sooner = [one for one in promised if one.sure and one.at + SLACK < min(context.kept)]
    if sooner:
        says = f"The text promises {_in_utc(sooner[0])}, the next update is given later."
        yield _promise(text, says, "Confirm the time of the text, or change the text.", sooner)


def _unkept(text: str, promised: list[Promised]) -> Iterator[Finding]:
    if promised:
        says = "promises" if any(one.sure for one in promised) else "seems to promise"
        first = next((one for one in promised if one.sure), promised[0])
        fix = f"Confirm the next update, {_in_utc(first)}, or say why none is needed."
        zone = "" if first.zoned else f" For the customer write the zone as well: {first.at:%H:%M} UTC."
        yield _promise(text, f"This {says} a time, and no clock keeps it.", fix + zone, promised)


def _promise(text: str, says: str, fix: str, promised: list[Promised]) -> Finding:
    words = promised[0].words
    start = text.find(words)
    clock = Remedy("clock", f"Keep it with a clock: {_in_utc(promised[0])}", promised[0].at.isoformat())
    return Finding(
        "promise", False, words, says, fix, tuple(promised),
        start=start, end=start + len(words) if start >= 0 else -1, remedies=(clock,),
    )  # fmt: skip


def _in_utc(promised: Promised) -> str:
    return f"{promised.at.astimezone(UTC):%-d %b %H:%M} UTC"
