"""The people of the tests. Ada works cases, Ben is her teammate, Cleo is cleared elsewhere, the others have one role each."""

from dataclasses import dataclass
from datetime import timedelta

from escalations.people.models import Clearance, Person, Specialty
from escalations.platform.db import Scope, nothing_to_record, transaction
from escalations.platform.time import now

FAMILIES = [
    "web_apps",
    "kubernetes",
    "storage",
    "networking",
    "identity",
    "virtual_machines",
    "databases",
    "caching_cdn",
    "serverless",
    "other",
]


@dataclass
class Cast:
    ada: Person
    ben: Person
    cleo: Person
    dora: Person
    rex: Person
    pia: Person
    comm: Person
    remy: Person
    adam: Person
    otto: Person

    @property
    def everyone(self) -> list[Person]:
        return list(vars(self).values())


ROLES = {
    "ada": ("support_engineer", ["public", "usgov"]),
    "ben": ("support_engineer", ["public", "usgov"]),
    "cleo": ("support_engineer", ["germany"]),
    "dora": ("duty_lead", ["public", "usgov", "germany"]),
    "rex": ("rapid_response", ["public", "usgov"]),
    "pia": ("product_group_engineer", ["public"]),
    "comm": ("communications_lead", ["public"]),
    "remy": ("readiness_manager", ["public"]),
    "adam": ("administrator", ["public", "usgov", "germany", "france", "singapore"]),
    "otto": ("auditor", ["public"]),
}


async def gather_cast() -> Cast:
    """All on shift around the clock, available, good at everything, cleared long since and for a year."""
    people = {name: _person(name, role) for name, (role, _) in ROLES.items()}
    async with transaction(Scope.system("public")) as db:
        nothing_to_record(db, "the stage is set before the play")
        db.add_all(people.values())
        await db.flush()
        for name, (role, boundaries) in ROLES.items():
            db.add_all(_clearance(people[name].id, boundary) for boundary in boundaries)
            if role in ("support_engineer", "rapid_response"):
                db.add_all(Specialty(person_id=people[name].id, family=family, level=4) for family in FAMILIES)
    return Cast(**people)


def _person(name: str, role: str) -> Person:
    return Person(
        name=name.title(), email=f"{name}@support.example", role=role, time_zone="UTC", languages=["en"], presence="available", capacity=20,
        shift_start=0, shift_end=0, shift_days=[1, 2, 3, 4, 5, 6, 7], product_group="storage_platform" if name == "pia" else None,
    )  # fmt: skip


def _clearance(person_id: int, boundary: str) -> Clearance:
    return Clearance(
        boundary=boundary,
        person_id=person_id,
        granted_at=now() - timedelta(days=3650),
        expires_at=now() + timedelta(days=365),
        evidence="screening on file",
    )
