"""The people of the demo world and their clearances. All of them share one password that only the demo knows."""

from datetime import timedelta
from typing import Any

from ...people.actions import add_person
from ...people.events import ClearanceGranted
from ...people.models import Clearance, Person, Specialty
from ...people.shifts import is_on_shift
from ...platform.db import Session
from ...platform.events import SYSTEM, record
from ...platform.security import hash_password
from ...platform.time import now
from .content import content

PASSWORD = "demo-escalations"
DAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}


async def add_people(db: Session) -> None:
    hashed = await hash_password(PASSWORD)
    for told in content("people")["people"]:
        person = await add_person(db, _person(told), by=SYSTEM)
        if not is_on_shift(person, now()) and not person.demo:
            person.presence = "offline"
        person.password_hash = hashed
        db.add_all(
            Specialty(person_id=person.id, family=family, level=level)
            for family, level in told.get("specialties", {}).items()
        )
        for clearance in told["clearances"]:
            await _clear(db, person, clearance)


def _person(told: dict[str, Any]) -> Person:
    return Person(
        name=told["name"], email=f"{told['mail']}@escalations.example", role=told["role"], time_zone=told["time_zone"],
        languages=told.get("languages", ["en"]), product_group=told.get("product_group"), capacity=told.get("capacity", 8),
        presence=told.get("presence", "available"), shift_start=_minutes(told["shift_start"]), shift_end=_minutes(told["shift_end"]) % 1440,
        shift_days=[DAYS[day] for day in told["days"]], demo=told.get("demo", False),
    )  # fmt: skip


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


async def _clear(db: Session, person: Person, told: dict[str, Any]) -> None:
    granted, expires = now() - timedelta(days=told["granted_days_ago"]), now() + timedelta(days=told["expires_in_days"])
    held = {"boundary": told["boundary"], "person_id": person.id, "evidence": "screening on file"}
    db.add(Clearance(**held, granted_at=granted, expires_at=expires))
    await record(db, ClearanceGranted(clearance=told["boundary"], expires=f"{expires:%Y-%m-%d}"), on=person, by=SYSTEM)
