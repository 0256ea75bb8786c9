"""What the pages of this room show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from ..people.models import Person
from ..platform.db import Session
from ..platform.time import now
from .drawing import Canvas, Mark, Piece, Strip, uncovered
from .models import Rotation
from .queries import OnCall, members_of, rotations, shifts_between
from .spans import Span, merged
from .wording import plan_in_words

AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class RotationLine:
    """`current` and `coming` are None where nobody is; `open_hours` are those of its own hours that nobody has."""

    rotation: Rotation
    words: str
    current: OnCall | None
    coming: OnCall | None
    strip: Strip
    shifts: Sequence[OnCall]
    open_hours: Sequence[Span]


async def rotation_lines(db: Session, reader: Person, only: Rotation | None = None) -> list[RotationLine]:
    shown = [only] if only else await rotations(db)
    ids, at = [one.id for one in shown], now()
    members = await members_of(db, ids) if ids else {}
    canvas = Canvas.of(at, ZoneInfo(reader.time_zone))
    shifts = await shifts_between(db, canvas.whole, rotations=ids) if ids else []
    return [
        _line(one, members[one.id], [s for s in shifts if s.rotation_id == one.id], canvas, reader) for one in shown
    ]


def _line(rotation: Rotation, members: list[int], shifts: list[OnCall], canvas: Canvas, reader: Person) -> RotationLine:
    at, plan = now(), rotation.plan(members)
    left = Span(max(at, plan.begins), canvas.whole.end) if plan.begins < canvas.whole.end else None
    wanted = plan.hours.between(left) if left and rotation.ended_at is None else []
    missing = uncovered(wanted, (one.span for one in shifts))
    current = next((one for one in shifts if one.span.holds(at)), None)
    later = [one for one in shifts if one.span.start > at]
    other = [one for one in later if current is None or one.person_id != current.person_id]
    return RotationLine(
        rotation, plan_in_words(plan), current, next(iter(other), None), _strip(rotation, shifts, missing, canvas, reader),
        [one for one in shifts if one.span.end > at], missing,
    )  # fmt: skip


def _strip(rotation: Rotation, shifts: list[OnCall], missing: list[Span], canvas: Canvas, reader: Person) -> Strip:
    pieces: list[Piece | None] = []
    names: list[Mark | None] = []
    for number, run in enumerate(_runs(shifts)):
        tone = "mine" if run[0].person_id == reader.id else "odd" if number % 2 else "even"
        letters = "".join(part[0] for part in run[0].name.split()[:2]).upper()
        drawn = [canvas.piece(span, tone, run[0].name, letters) for span in merged(one.span for one in run)]
        if not any(piece and piece.letters for piece in drawn):
            names.append(canvas.name(Span(run[0].span.start, run[-1].span.end), run[0].name))
        pieces += drawn
    pieces += [canvas.piece(span, "gap", "nobody") for span in missing]
    return canvas.strip(pieces, f"{rotation.name}: who is on call in the next 28 days", names)


def _runs(shifts: list[OnCall]) -> list[list[OnCall]]:
    """Shifts one after the other of the same person."""
    runs: list[list[OnCall]] = []
    for one in shifts:
        if runs and runs[-1][-1].person_id == one.person_id:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


async def my_shifts(db: Session, person: Person) -> list[OnCall]:
    return await shifts_between(db, Span(now(), now() + AHEAD), people=[person.id])
