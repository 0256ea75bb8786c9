"""Finished values for the pages of a case: templates only lay them out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..clocks.chip import ClockChip, chip
from ..clocks.models import Clock
from ..platform.events import EventRow
from ..platform.time import now
from .mentioning import marked
from .models import Attachment, Case, CaseEntry
from .quoting import Part, parts_of


@dataclass(frozen=True)
class TimelineItem:
    """`kind` is customer, reply, note, file or system; `items` holds the events of a fold; `origin` is the case it is of, if another."""

    kind: str
    id: str
    at: datetime
    who: str
    text: str = ""
    about: str = ""
    items: tuple["TimelineItem", ...] = ()
    origin: str = ""
    file: Attachment | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        return parts_of(self.text)


@dataclass(frozen=True)
class ClockLine:
    """Of a promise: what was promised, by whom, and until when. It can be withdrawn while it is open."""

    words: str
    chip: ClockChip
    holder: str
    clock_id: int
    promised: str = ""
    until: datetime | None = None
    by: str = ""
    is_open: bool = True


_TOLD_BY_ENTRY = {"CustomerAnswered", "CustomerWrote", "NoteAdded"}
_QUIET = {
    "NoticeGiven",
    "NoticeMailed",
    "ClockStarted",
    "ClockSatisfied",
    "ClockPaused",
    "ClockResumed",
    "ClockCancelled",
    "ClockRetargeted",
    "ClockWarned",
    "ClockOverdue",
    "CaseMerged",
    "CaseUnmerged",
    "PersonMentioned",
}
UNSHOWN = frozenset(_TOLD_BY_ENTRY | _QUIET - {"PersonMentioned"})
"""Events of which the page of a case needs nothing."""
FOLD_FROM = 4


def timeline(
    entries: Sequence[CaseEntry], events: list[EventRow], contacts: dict[int, str], files: list[Attachment], case: Case
) -> list[TimelineItem]:
    """Oldest first. Neighbouring events from `FOLD_FROM` on are one fold; clock ticks are told in the ledger, not here."""
    spoken = [_entry(entry, contacts, case, _mentioned(entry, events)) for entry in entries]
    pictures = {file.id: file for file in files if file.shown_as}
    told = [_event(row, case, pictures) for row in events if row.action not in _TOLD_BY_ENTRY | _QUIET]
    return _folded(sorted([*spoken, *told], key=lambda item: item.at))


def _mentioned(entry: CaseEntry, events: list[EventRow]) -> list[str]:
    if entry.kind != "note" or "@" not in entry.body:
        return []
    told = [row.particulars for row in events if row.action == "PersonMentioned"]
    return [one["name"] for one in told if one["entry_id"] == entry.id]


def _entry(entry: CaseEntry, contacts: dict[int, str], case: Case, names: list[str]) -> TimelineItem:
    who = contacts.get(entry.contact_id or 0, "The customer") if entry.kind == "customer" else entry.author_name
    about = f"sent despite a warning: {entry.gate_reason}" if entry.gate_reason else ""
    origin = f"C-{entry.case_id}" if entry.case_id != case.id else ""
    return TimelineItem(entry.kind, f"entry-{entry.id}", entry.at, who, marked(entry.body, names), about, origin=origin)


def _event(row: EventRow, case: Case, pictures: dict[int, Attachment]) -> TimelineItem:
    origin = row.thread.replace("case/", "C-") if row.thread != case.thread else ""
    told = f"{row.told} (on {origin})" if origin else row.told
    file = pictures.get(row.particulars["attachment_id"]) if row.action == "FileAttached" else None
    kind = "file" if file else "system"
    return TimelineItem(kind, f"event-{row.id}", row.at, row.actor_name, told, origin=origin, file=file)


def _folded(items: list[TimelineItem]) -> list[TimelineItem]:
    result: list[TimelineItem] = []
    run: list[TimelineItem] = []
    for item in items:
        if item.kind == "system":
            run.append(item)
            continue
        result += _fold(run)
        run = []
        result.append(item)
    return result + _fold(run)


def _fold(run: list[TimelineItem]) -> list[TimelineItem]:
    """The last two of a long run stay in sight, since they say how things stand."""
    if len(run) < FOLD_FROM:
        return run
    hidden, shown = run[:-2], run[-2:]
    return [
        TimelineItem("fold", f"fold-{hidden[0].id}", hidden[0].at, "", f"{len(hidden)} changes", items=tuple(hidden)),
        *shown,
    ]


def clock_lines(clocks: list[Clock], events: list[EventRow]) -> list[ClockLine]:
    """Open clocks first, ours before others', the nearest due first; then how the ended ones ended."""
    made = {row.particulars["clock_id"]: row for row in events if row.action == "PromiseMade"}
    return [_line(clock, made.get(clock.id)) for clock in sorted(clocks, key=_order) if clock.state != "cancelled"]


_HOLDERS = {"support": "", "rapid_response": "rapid response", "product_group": "product group"}


def _line(clock: Clock, made: EventRow | None) -> ClockLine:
    line = ClockLine(
        clock.nature.words.capitalize(), chip(clock, now()), _HOLDERS[clock.holder], clock.id, is_open=clock.is_open
    )
    if clock.kind != "promise":
        return line
    words = made.particulars["words"] if made else clock.why
    return replace(line, promised=words, until=clock.due_at, by=made.actor_name if made else "")


def _order(clock: Clock) -> tuple[bool, Any, int]:
    return (not clock.is_open, clock.due_at or datetime.max.replace(tzinfo=clock.started_at.tzinfo), clock.id)
