"""The event stream of live pages: it says only that something changed; the page asks again, with its reader's sight."""

from collections.abc import AsyncIterator
from datetime import datetime

from litestar import get
from litestar.response import ServerSentEvent, ServerSentEventMessage

from ..people.access import Me
from ..people.queries import open_boundaries
from ..platform.live import LiveHub, changes
from ..platform.time import now
from ..platform.web import Db, Request

MAX_TOPICS = 20
ASKED_APART = frozenset({"visits"})


@get("/live", include_in_schema=False)
async def live_changes(request: Request, db: Db, person: Me) -> ServerSentEvent:
    topics = frozenset(request.query_params.getall("topic", [])[:MAX_TOPICS])
    ends = await open_boundaries(db, person)
    since = _moment(request.query_params.get("since", ""))
    return ServerSentEvent(_messages(request.app.state.hub, topics | {person.subject}, ends, since))


def _moment(text: str) -> float:
    """When the page was rendered. Without a usable answer everything may have been missed."""
    try:
        return float(text)
    except ValueError:
        return 0.0


async def _messages(
    hub: LiveHub, topics: frozenset[str], ends: dict[str, datetime], since: float
) -> AsyncIterator[ServerSentEventMessage]:
    """Begins with a change only if something happened between the rendering of the page and the opening of the stream."""
    yield ServerSentEventMessage(comment="open", retry=1000)

    def sees(boundary: str) -> bool:
        return boundary == "everywhere" or (boundary in ends and now() < ends[boundary])

    async for heard in changes(hub, topics, sees, since):
        for message in _told(heard):
            yield message


def _told(heard: frozenset[str]) -> list[ServerSentEventMessage]:
    """What a part of the page asks for by itself has a name of its own, so that the page as a whole stays as it is."""
    kinds = {topic.partition("/")[0] for topic in heard}
    names = ["changed"] * bool(kinds - ASKED_APART) + sorted(kinds & ASKED_APART)
    return [ServerSentEventMessage(event=name, data=name) for name in names] or [ServerSentEventMessage(comment="beat")]
