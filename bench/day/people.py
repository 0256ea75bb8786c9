"""Who works that day: three shifts that follow the sun, and the product groups."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from escalations.catalog.loading import catalogue
from escalations.people.models import Clearance, Person, Specialty
from escalations.platform.db import Scope, nothing_to_record, transaction

FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
GOVERNMENT = "usgov"


@dataclass
class Shift:
    """`begins` and `ends` are hours after the beginning of the day; `starts` and `stops` minutes of the day where it works."""

    name: str
    zone: str
    begins: int
    starts: int
    names: tuple[str, ...]
    engineers: list[Person] = field(default_factory=list)
    rapid: list[Person] = field(default_factory=list)
    leads: list[Person] = field(default_factory=list)

    @property
    def ends(self) -> int:
        return self.begins + 8

    @property
    def stops(self) -> int:
        return (self.starts + 480) % 1440

    @property
    def everyone(self) -> list[Person]:
        return [*self.engineers, *self.rapid, *self.leads]


def shifts() -> list[Shift]:
    return [
        Shift("east", "Asia/Singapore", 0, 360, ("Aiko", "Bao", "Chandra", "Dewi", "Eun", "Farid", "Gita", "Haru")),
        Shift("middle", "Europe/Berlin", 8, 420, ("Anna", "Bruno", "Clara", "David", "Elif", "Femke", "Goran", "Hanna")),
        Shift("west", "America/New_York", 16, 540, ("Alice", "Brian", "Cora", "Derek", "Ellen", "Frank", "Grace", "Hugo")),
    ]  # fmt: skip


@dataclass
class Staff:
    shifts: list[Shift]
    groups: dict[str, list[Person]]
    admin: Person

    @property
    def everyone(self) -> Iterator[Person]:
        for shift in self.shifts:
            yield from shift.everyone
        for engineers in self.groups.values():
            yield from engineers
        yield self.admin

    def by_id(self, person_id: int) -> Person:
        return next(person for person in self.everyone if person.id == person_id)

    def on_shift(self, hour: float) -> Shift:
        return next((one for one in self.shifts if one.begins <= hour < one.ends), self.shifts[0])

    def after(self, shift: Shift) -> Shift:
        return self.shifts[(self.shifts.index(shift) + 1) % len(self.shifts)]


async def hire() -> Staff:
    """Of each shift every second engineer is cleared for the government cloud as well."""
    staff = Staff(shifts(), {}, _person("Root", "admin", "administrator"))
    for shift in staff.shifts:
        shift.engineers = [_of(shift, name, "support_engineer") for name in shift.names]
        shift.rapid = [_of(shift, f"{shift.name.title()} Rapid {number}", "rapid_response") for number in (1, 2)]
        shift.leads = [_of(shift, f"{shift.name.title()} Lead", "duty_lead")]
    for key in catalogue().product_groups:
        staff.groups[key] = [_person(f"{key} {n}", key, "product_group_engineer", product_group=key) for n in (1, 2)]
    async with transaction(Scope.system("public")) as db:
        nothing_to_record(db, "the stage is set before the play")
        db.add_all(staff.everyone)
        await db.flush()
        for person in staff.everyone:
            db.add_all(_cleared(person, boundary) for boundary in _boundaries(staff, person))
            if person.role in ("support_engineer", "rapid_response"):
                db.add_all(Specialty(person_id=person.id, family=family, level=3) for family in catalogue().families)
    return staff


def _boundaries(staff: Staff, person: Person) -> list[str]:
    plain = any(person in shift.engineers[1::2] for shift in staff.shifts)
    return ["public"] if plain else ["public", GOVERNMENT]


def _cleared(person: Person, boundary: str) -> Clearance:
    return Clearance(boundary=boundary, person_id=person.id, granted_at=FROM, expires_at=UNTIL, evidence="on file")


def _of(shift: Shift, name: str, role: str) -> Person:
    hours = {"time_zone": shift.zone, "shift_start": shift.starts, "shift_end": shift.stops, "presence": "offline"}
    return _person(name, shift.name, role, **hours)


def _person(name: str, where: str, role: str, **columns: object) -> Person:
    usual: dict[str, object] = {"time_zone": "UTC", "shift_start": 0, "shift_end": 0, "presence": "available"}
    email = f"{name.lower().replace(' ', '.')}.{where}@support.example"
    kind = {"name": name, "email": email, "role": role, "languages": ["en"], "capacity": 60, "shift_days": EVERY_DAY}
    return Person(**{**usual, **kind, **columns})
