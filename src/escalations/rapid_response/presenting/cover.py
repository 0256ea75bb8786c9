"""The slot on the case page."""

from typing import Any

from ...cases.models import Case
from ...clocks.chip import chip
from ...clocks.queries import open_clock
from ...people.models import Person
from ...platform.db import Session
from ...platform.time import now
from ..chips import chip_of
from ..models import STATES, Engagement
from ..queries import customer_of, holder_of, last_engagement, names_of, open_engagement, open_promise, verdict_on


async def about_cover(db: Session, person: Person, case: Case) -> dict[str, Any]:
    await db.flush()
    customer = await customer_of(db, case)
    engagement = await open_engagement(db, case.id) or await last_engagement(db, case)
    clock = await open_clock(db, case.id, "first_response", holder="rapid_response")
    lead = await holder_of(db, engagement, "lead") if engagement and engagement.is_open else None
    standing = await open_promise(db, engagement) if engagement else None
    return {
        "case": case,
        "customer": customer,
        "verdict": await verdict_on(db, customer, case),
        "engagement": engagement,
        "state": STATES[engagement.state] if engagement else "",
        "lead": lead,
        "names": await names_of(db, [engagement.requested_by, lead.person_id if lead else None]) if engagement else {},
        "clock": chip(clock, now()) if clock else None,
        "promise": chip_of(standing) if standing else None,
        **_may(person, engagement),
    }


def _may(person: Person, engagement: Engagement | None) -> dict[str, bool]:
    state = engagement.state if engagement else ""
    return {
        "may_request": state in ("", "stood_down") and person.may("work_cases"),
        "may_engage": state == "requested" and person.may("rapid_response"),
        "may_stand_down": state in ("requested", "engaged")
        and person.may("rapid_response" if state == "engaged" else "work_cases"),
    }
