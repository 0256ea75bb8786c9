"""What the coverage page shows: each requirement, its strip, its gaps and what would close them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from .drawing import Canvas, Strip, uncovered
from .gaps import Gap
from .models import Rotation
from .queries import Coverage
from .remedies import Remedy, remedy
from .requirements import Requirement
from .spans import Span

SHOWN = 5


@dataclass(frozen=True)
class GapLine:
    """`rotation` is where it would be filled; None where no rotation of its place is."""

    gap: Gap
    remedy: Remedy
    rotation: Rotation | None
    zone: ZoneInfo

    def link(self, person_id: int) -> str:
        assert self.rotation is not None
        start, end = (f"{at.astimezone(self.zone):%Y-%m-%dT%H:%M}" for at in (self.gap.span.start, self.gap.span.end))
        asked = urlencode({"person": f"P-{person_id}", "start": start, "end": end})
        return f"/on-call/{self.rotation.ref}/overrides/new?{asked}"


@dataclass(frozen=True)
class NeedLine:
    need: Requirement
    strip: Strip
    share: float
    gaps: Sequence[GapLine]

    @property
    def tone(self) -> str:
        return "bad" if self.gaps else "ok"


def need_lines(coverage: Coverage, rotations: Sequence[Rotation], zone: ZoneInfo) -> list[NeedLine]:
    """Those with gaps first, in the order of the file."""
    canvas, gaps = Canvas(coverage.whole, zone), coverage.gaps()
    lines = [
        _line(need, [gap for gap in gaps if gap.need.key == need.key], coverage, rotations, canvas)
        for need in coverage.needs
    ]
    return sorted(lines, key=lambda line: not line.gaps)


def _line(
    need: Requirement, gaps: Sequence[Gap], coverage: Coverage, rotations: Sequence[Rotation], canvas: Canvas
) -> NeedLine:
    wanted, lost = need.hours.between(coverage.whole), [gap.span for gap in gaps]
    covered = uncovered(wanted, lost)
    pieces = [canvas.piece(span, "ok", "covered") for span in covered] + [
        canvas.piece(span, "bad", "open") for span in lost
    ]
    total = sum((span.length for span in wanted), timedelta())
    share = sum((span.length for span in covered), timedelta()) / total if total else 1.0
    lines = [
        GapLine(gap, remedy(gap, coverage.stints, coverage.people), _filled_in(gap, coverage, rotations), canvas.zone)
        for gap in gaps
    ]
    return NeedLine(need, canvas.strip(pieces, f"{need.name}: covered hours of the next 28 days"), share, lines)


def _filled_in(gap: Gap, coverage: Coverage, rotations: Sequence[Rotation]) -> Rotation | None:
    """The one that is named, else the first of its place in which nobody is on call then, else the first."""
    there = [one for one in rotations if one.boundary in ("everywhere", gap.need.boundary)]
    named = [one for one in there if one.key == gap.need.rotation]
    idle = [one for one in there if not _is_busy(one, gap.span, coverage)]
    return next(iter([*named, *idle, *there]), None)


def _is_busy(rotation: Rotation, span: Span, coverage: Coverage) -> bool:
    return any(one.rotation_id == rotation.id and one.span.meets(span) for one in coverage.stints)
