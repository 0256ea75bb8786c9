"""Events as a trail shows them: to the second, with everything that was recorded."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ...platform.events import EventRow
from ..refs import called, page_of_subject


@dataclass(frozen=True)
class TrailLine:
    id: int
    at: datetime
    when: str
    who: str
    who_url: str | None
    told: str
    action: str
    about: str
    about_url: str
    trail_url: str
    boundary: str | None
    particulars: str
    request_id: str | None


def trail_lines(rows: Iterable[EventRow], zone: ZoneInfo) -> list[TrailLine]:
    return [_trail_line(row, zone) for row in rows]


def _trail_line(row: EventRow, zone: ZoneInfo) -> TrailLine:
    local = row.at.astimezone(zone)
    return TrailLine(
        id=row.id, at=row.at, when=f"{local:%-d %b %Y %H:%M:%S} {local.tzname()}", who=row.actor_name,
        who_url=f"/people/P-{row.actor_id}" if row.actor_id else None, told=row.told, action=spaced(row.action), about=called(row.subject),
        about_url=page_of_subject(row.subject) or page_of_subject(row.thread) or f"/audit/{row.subject}", trail_url=f"/audit/{row.subject}",
        boundary=row.boundary, particulars=json.dumps(row.particulars, indent=2, ensure_ascii=False), request_id=row.request_id,
    )  # fmt: skip


def spaced(action: str) -> str:
    """`CaseOpened` → `Case opened`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in action).strip()
    return words[:1].upper() + words[1:]
