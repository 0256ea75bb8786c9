"""A hand-over pack, before it is written and after."""

from datetime import datetime
from typing import Any

from ...people.models import Person
from ...people.queries import people
from ...platform.db import Session
from ...platform.time import now
from ..models import Handover, HandoverLine
from ..queries import names_of
from ..queries.handovers import lines_of
from ..queries.packs import boundaries_to_hand_over, draft_pack
from ..weights import weights


def told_in(line: dict[str, list[dict[str, str]]]) -> dict[str, list[tuple[datetime, str]]]:
    """With times as times again."""
    return {part: [(datetime.fromisoformat(one["at"]), one["what"]) for one in told] for part, told in line.items()}


async def about_pack(db: Session, person: Person, handover: Handover) -> dict[str, Any]:
    await db.flush()
    found = await lines_of(db, handover)
    ids = [handover.giver_id, handover.receiver_id, *(line.acknowledged_by for line, _ in found)]
    takes_over = person.id != handover.giver_id and person.may("assign_others")
    return {
        "handover": handover,
        "topics": [handover.subject, "case"],
        "lines": [(line, case, told_in(line.told)) for line, case in found],
        "waiting": sum(line.page_at is not None for line, _ in found),
        "taken": sum(line.acknowledged_at is not None for line, _ in found),
        "names": await names_of(db, ids),
        "hours": weights().handover.hours_ahead,
        "may_acknowledge": person.may("work_cases") and (person.id == handover.receiver_id or takes_over),
        "may_withdraw": handover.withdrawn_at is None
        and any(_stands(line) for line, _ in found)
        and (person.id == handover.giver_id or takes_over),
    }


def _stands(line: HandoverLine) -> bool:
    return line.page_at is not None


async def about_draft(db: Session, person: Person, boundary: str) -> dict[str, Any]:
    """`boundary` is empty for the first one in which the person has cases."""
    boundaries = await boundaries_to_hand_over(db, person)
    chosen = boundary if boundary in boundaries else next(iter(boundaries), "")
    draft = await draft_pack(db, person, chosen) if chosen else None
    return {
        "boundaries": boundaries,
        "boundary": chosen,
        "since": draft.since if draft else now(),
        "lines": [(line, told_in(line.told)) for line in draft.lines] if draft else [],
        "hours": weights().handover.hours_ahead,
        "receivers": [(one.ref, one.name) for one in await people(db) if one.id != person.id and one.may("work_cases")],
    }
