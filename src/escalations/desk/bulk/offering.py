"""What there is to choose from when a verb asks something."""

from typing import Any

from ...cases.models import RESOLUTIONS, SEVERITIES
from ...incidents.queries import unresolved_incidents
from ...people.queries import people
from ...platform.db import Session


async def choices_for(db: Session, action: str) -> dict[str, Any]:
    if action == "assign":
        able = [one for one in await people(db) if one.may("work_cases")]
        return {"choices": [("", "Choose"), *((one.ref, f"{one.name} · {one.presence}") for one in able)]}
    if action == "link":
        lines = await unresolved_incidents(db)
        return {"choices": [("", "Choose"), *((line.ref, f"{line.ref} {line.title}") for line in lines)]}
    if action == "close":
        return {"choices": [("", "Choose"), *RESOLUTIONS.items()]}
    if action == "severity":
        return {"choices": [(letter, f"{letter}, {words}") for letter, words in SEVERITIES.items()]}
    return {"choices": []}
