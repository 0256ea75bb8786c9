"""What an incident's page shows of its sources, and passing a vendor's words on to the linked cases."""

from datetime import datetime
from typing import Any

from litestar import get, post

from ....incidents.actions import post_update
from ....incidents.models import Incident
from ....incidents.queries import incident_for
from ....people.access import Me
from ....platform.db import Session
from ....platform.text import html_of_vendor
from ....platform.web import Db, HtmlResponse, Ref, Request, changed, invalid, page, read_form
from ..forms import PassOn
from ..presenting import facts_of
from ..promising import promised_in
from ..queries import Source, sources_of
from ..standing import plain


@get("/incidents/{ref:str}/sources")
async def show_sources(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "feeds/_sources.html", **await _beside(db, await incident_for(db, person, ref)))


@post("/incidents/{ref:str}/passed-on-words")
async def create_passing_on(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """As an internal update: it becomes a note on every open linked case. Never by itself."""
    incident = await incident_for(db, person, ref, lock=True)
    form = await read_form(request, PassOn)
    sources = await sources_of(db, incident)
    found = next(
        ((source, text) for source in sources for text in source.texts if form.parsed and text.id == form.value.text),
        None,
    )
    if found is None:
        return invalid(request, "feeds/_sources.html", form, **await _beside(db, incident))
    source, text = found
    said = f"{source.feed.name} said at {text.at:%-d %b %Y %H:%M} UTC:\n\n{plain(text.text, text.is_html)}"
    await post_update(db, incident, said, by=person)
    toast = "Passed on. Every open linked case gets it as a note."
    return changed(
        request, "feeds/passed_on.html", page=f"/incidents/{ref}", toast=toast, **await _beside(db, incident)
    )


async def _beside(db: Session, incident: Incident) -> dict[str, Any]:
    sources = await sources_of(db, incident)
    return {
        "incident": incident,
        "sources": [
            (
                source,
                facts_of(source.told),
                [(text, html_of_vendor(text.text, text.is_html)) for text in source.texts],
                _promised(source),
            )
            for source in sources
        ],
    }


def _promised(source: Source) -> datetime | None:
    """By its newest words, while it goes on."""
    is_open = source.told.state == "active" and source.texts
    return promised_in(plain(source.texts[0].text, source.texts[0].is_html)) if is_open else None


HANDLERS = [show_sources, create_passing_on]
