"""Saying that something is broken for many at once."""

from dataclasses import dataclass, field, fields
from datetime import datetime

from ...cases.models import SEVERITIES, Case
from ...catalog.loading import catalogue
from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import IncidentDeclared
from ..models import Incident
from ..queries import same_incident
from .linking import attach


@dataclass(frozen=True, kw_only=True)
class Account:
    """What is known of an incident. Families, products and regions are keys of the catalogue; no region means all of them."""

    title: str
    summary: str
    severity: str
    started_at: datetime
    families: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nobody knows the second in which it began, and a form shows minutes."""
        object.__setattr__(self, "started_at", self.started_at.replace(second=0, microsecond=0))

    @classmethod
    def of(cls, incident: Incident) -> "Account":
        return cls(**{part.name: getattr(incident, part.name) for part in fields(cls)})


async def declare_incident(
    db: Session, boundary: str, account: Account, *, by: Actor, found_in: Case | None = None
) -> Incident:
    """The same again answers with the incident that is there. `found_in` is the case that gave it away: linked at once."""
    allow(by, "declare_incidents")
    if isinstance(by, Person) and boundary not in await open_boundaries(db, by):
        raise Refused(f"You hold no clearance for {boundary}. Choose a boundary that you may see.")
    refuse_impossible(account, boundary)
    existing = await same_incident(db, boundary, account.title, account.started_at)
    if existing is not None:
        return existing
    incident = Incident(boundary=boundary, declared_at=now(), declared_by=by.id, **vars(account))
    db.add(incident)
    await db.flush()
    case = found_in.ref if found_in else None
    await record(db, IncidentDeclared(severity=incident.severity, case=case), on=incident, by=by)
    if found_in is not None:
        await attach(db, found_in, incident, by=by)
    return incident


def refuse_impossible(account: Account, boundary: str) -> None:
    known = catalogue()
    if account.severity not in SEVERITIES:
        raise Refused("A severity is A, B or C.")
    if not account.families and not account.products:
        raise Refused("Choose at least one technology family or product, so that cases can be matched.")
    if not known.families.keys() >= {*account.families} or not known.products.keys() >= {*account.products}:
        raise Refused("Choose families and products of the catalogue.")
    if any(key not in known.regions or known.regions[key].boundary != boundary for key in account.regions):
        raise Refused(f"Choose regions of {boundary}, or none when all of them are hit.")
    if account.started_at > now():
        raise Refused("An incident cannot begin in the future. Correct when it started.")
