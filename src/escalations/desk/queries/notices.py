"""What notices are about, as it is called now: the same whatever it was called when somebody was told."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from ...cases.models import Case
from ...catalog.loading import catalogue
from ...coverage.models import Rotation
from ...customers.models import Customer
from ...incidents.models import Incident
from ...known_issues.models import Article
from ...platform.db import Session
from ...rapid_response.models import Engagement
from ...spikes.models import SpikeAlarm
from ..refs import called


@dataclass(frozen=True)
class About:
    """`title` is empty for what has no name beside its reference."""

    ref: str
    title: str = ""
    severity: str = ""
    customer: str = ""
    is_over: bool = False


async def named_threads(db: Session, threads: Iterable[str]) -> dict[str, About]:
    """One statement for each kind that is among them. What is gone or out of sight keeps its reference."""
    asked = [*threads]
    found = {thread: About(called(thread)) for thread in asked}
    for kind, named in _NAMED.items():
        ids = [int(number) for one, _, number in (thread.partition("/") for thread in asked) if one == kind]
        found |= {f"{kind}/{number}": about for number, about in (await named(db, ids) if ids else ())}
    for place in (thread for thread in asked if thread.startswith("coverage/")):
        boundary = catalogue().boundaries.get(place.partition("/")[2])
        found[place] = About("", f"Coverage of {boundary.name if boundary else place.partition('/')[2]}")
    return found


Named = Sequence[tuple[int, About]]


async def _cases(db: Session, ids: list[int]) -> Named:
    case = (col(Case.id), col(Case.title), col(Case.severity), col(Case.closed_at), col(Customer.name))
    query = select(*case).join(Customer, col(Customer.id) == Case.customer_id)
    rows = (await db.execute(query.where(col(Case.id).in_(ids)))).all()
    return [(row[0], About(f"C-{row[0]}", row[1], row[2], row[4], row[3] is not None)) for row in rows]


async def _incidents(db: Session, ids: list[int]) -> Named:
    query = select(col(Incident.id), col(Incident.title), col(Incident.severity), col(Incident.state))
    rows = (await db.execute(query.where(col(Incident.id).in_(ids)))).all()
    return [(row[0], About(f"I-{row[0]}", row[1], row[2], is_over=row[3] == "resolved")) for row in rows]


async def _spikes(db: Session, ids: list[int]) -> Named:
    alarms = (await db.scalars(select(SpikeAlarm).where(col(SpikeAlarm.id).in_(ids)))).all()
    return [(alarm.id, About(alarm.ref, alarm.title, is_over=alarm.state != "open")) for alarm in alarms]


def _titled(model: Any, title: Any, prefix: str) -> "Callable[[Session, list[int]], Awaitable[Named]]":
    async def named(db: Session, ids: list[int]) -> Named:
        rows = (await db.execute(select(model.id, title).where(col(model.id).in_(ids)))).all()
        return [(number, About(f"{prefix}-{number}", words)) for number, words in rows]

    return named


async def _packs(_: Session, ids: list[int]) -> Named:
    return [(number, About(f"HO-{number}", "Hand-over")) for number in ids]


_NAMED: dict[str, Callable[[Session, list[int]], Awaitable[Named]]] = {
    "case": _cases,
    "incident": _incidents,
    "spike_alarm": _spikes,
    "rapid_response": _titled(Engagement, col(Engagement.title), "RR"),
    "known_issue": _titled(Article, col(Article.title), "KI"),
    "rotation": _titled(Rotation, col(Rotation.name), "OC"),
    "handover": _packs,
}
