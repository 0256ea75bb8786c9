"""What the page of an incident shows of the spike it came of."""

from litestar import get

from ...incidents.queries import incident_for
from ...people.access import Me
from ...platform.time import spell
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ..queries import alarm_of_incident


@get("/incidents/{ref:str}/spike")
async def show_spike_of_incident(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref)
    alarm = await alarm_of_incident(db, incident.id)
    lead = spell(incident.declared_at - (alarm.alarm_at or alarm.opened_at)) if alarm else ""
    return page(request, "spikes/incident/_spike.html", incident=incident, alarm=alarm, lead=lead)


HANDLERS = [show_spike_of_incident]
