"""The page of one spike; `about` is what its parts need, after a verb as well."""

from typing import Any

from litestar import get

from ...incidents.queries import incident_with_id
from ...incidents.reach import family_name, product_name, where_in_words
from ...people.access import Me
from ...platform.db import Session
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ..drawing import drawn
from ..models import KINDS, SpikeAlarm
from ..presenting import counted, decider_of, odds
from ..proposing import proposed
from ..queries import alarm_for, known_members, members


@get("/spikes/{ref:str}")
async def show_spike(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "spikes/show.html", **await about(db, await alarm_for(db, person, ref)))


async def about(db: Session, alarm: SpikeAlarm, *, form_of: str = "") -> dict[str, Any]:
    """`form_of` names the one of the page's forms that has errors."""
    await db.flush()
    was = proposed(alarm, await known_members(db, alarm))
    return {
        "alarm": alarm,
        "topics": [alarm.subject, "case"],
        "family": family_name(alarm.family),
        "drawing": drawn(alarm),
        "chance": odds(alarm.chance),
        "counted": counted(alarm),
        "cases": await members(db, alarm),
        "was": was,
        "was_what": ", ".join([*map(product_name, was.products), *map(family_name, was.families)]),
        "was_where": where_in_words(was.regions),
        "kinds": list(KINDS.items()),
        "decider": await decider_of(db, alarm),
        "incident": await incident_with_id(db, alarm.incident_id) if alarm.incident_id else None,
        "form_of": form_of,
    }


HANDLERS = [show_spike]
