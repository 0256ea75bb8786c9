"""What a change of who is on call would open and close, in words, before it is saved. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .gaps import Gap, Stint, new_gaps
from .queries import Coverage
from .spans import Span, minus
from .wording import said

NAMED = 4


@dataclass(frozen=True)
class Line:
    """`tone` is bad, warn, ok or nothing."""

    text: str
    tone: str = ""


def without(
    stints: Iterable[Stint], span: Span, *, person_id: int | None = None, rotation_id: int | None = None
) -> list[Stint]:
    """The shifts that are left when somebody, or a rotation, gives up a stretch. Each part stands for itself."""
    left = []
    for one in stints:
        concerned = person_id in (None, one.person_id) and rotation_id in (None, one.rotation_id)
        parts = minus(one.span, [span]) if concerned else [one.span]
        left += [Stint(one.person_id, one.rotation_id, one.boundary, part) for part in parts]
    return left


def effects(coverage: Coverage, after: Sequence[Stint], zone: ZoneInfo) -> list[Line]:
    before, then = coverage.gaps(), coverage.gaps(after)
    opened, closed = new_gaps(before, then), new_gaps(then, before)
    told = [*_told(opened, "leaves", "open", "bad", zone), *_told(closed, "covers", "", "ok", zone)]
    return told or [Line("Coverage stays as it is: it opens no gap and closes none.", "ok")]


def _told(gaps: Sequence[Gap], verb: str, end: str, tone: str, zone: ZoneInfo) -> Iterator[Line]:
    for gap in gaps[:NAMED]:
        short = f" ({gap.missing} missing)" if gap.need.heads > 1 else ""
        yield Line(f"It {verb} {gap.need.name} {end + ' ' if end else ''}{said(gap.span, zone)}{short}.", tone)
    if len(gaps) > NAMED:
        yield Line(f"It {verb} {len(gaps) - NAMED} more.", tone)


def taken_from(
    stints: Sequence[Stint], names: dict[int, str], span: Span, rotation_id: int, zone: ZoneInfo
) -> list[Line]:
    """Whose turns an override takes."""
    theirs = [(one, part) for one in stints if one.rotation_id == rotation_id and (part := one.span.within(span))]
    return [Line(f"{names.get(one.person_id, 'Somebody')} is not on call {said(part, zone)}.") for one, part in theirs]
