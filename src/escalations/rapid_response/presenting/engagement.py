"""The page of one engagement; after a verb as well."""

from typing import Any

from ...cases.queries import cases_with_ids
from ...people.models import Person
from ...platform.db import Session
from ...platform.events import EventRow
from ...platform.trail import trail_of
from ..chips import chip_of
from ..models import ROLES, SIDES, STATES, Engagement, EngagementRole
from ..queries import (
    cases_in,
    guests_of,
    names_of,
    open_promise,
    promises_of,
    roles_of,
    steps_of,
    summaries_of,
)


async def about_engagement(db: Session, person: Person, engagement: Engagement, form_of: str = "") -> dict[str, Any]:
    """`form_of` names the one of the page's forms that has errors."""
    await db.flush()
    roles, standing = await roles_of(db, engagement), await open_promise(db, engagement)
    ids = [case.id for case in await cases_in(db, engagement)]
    people = [one.person_id for one in roles] + [engagement.requested_by, engagement.stood_down_by]
    steps = await steps_of(db, engagement)
    return {
        "engagement": engagement,
        "topics": [engagement.subject, "case"],
        "state": STATES[engagement.state],
        "cases": await cases_with_ids(db, ids),
        "held": {role.role: role for role in roles if role.laid_down_at is None},
        "past_roles": [role for role in roles if role.laid_down_at is not None],
        "roles": ROLES,
        "sides": SIDES,
        "names": await names_of(db, [*people, *(step.done_by for step in steps)]),
        "steps": steps,
        "promise": chip_of(standing) if standing else None,
        "promises": await promises_of(db, engagement),
        "summaries": await summaries_of(db, engagement),
        "guests": await guests_of(db, engagement),
        "trail": _once(await trail_of(db, engagement.subject)),
        "leads": _leads(person, roles),
        "form_of": form_of,
    }


def _leads(person: Person, roles: list[EngagementRole]) -> bool:
    return any(one.role == "lead" and one.laid_down_at is None and one.person_id == person.id for one in roles)


def _once(trail: list[EventRow]) -> list[EventRow]:
    """What is told on the timeline of each of its cases is told once here."""
    seen = set()
    found = []
    for row in trail:
        key = (row.action, row.at, row.actor_id, str(row.particulars))
        if row.action != "NoticeGiven" and key not in seen:
            seen.add(key)
            found.append(row)
    return found
