"""The event stream of live pages: it says only that something changed; the page asks again, with its reader's sight."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from litestar import get
from litestar.response import Stream
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from ..people.access import Me
from ..people.models import Person
from ..people.queries import open_boundaries, sign_in_that_lasts
from ..platform.db import Scope, Session, transaction
from ..platform.live import EVERYTHING, LiveHub, changes
from ..platform.time import now
from ..platform.web import Db, Request

MAX_TOPICS = 20
ASKED_APART = frozenset({"notices", "visits"})
KEPT_OPEN = {"Cache-Control": "no-cache", "Connection": "keep-alive", "X-Accel-Buffering": "no"}
"""Neither a browser nor a proxy in front holds events back."""
OPEN, BEAT, CHANGED = b": open\nretry: 1000\n\n", b": beat\n\n", b"event: changed\ndata: changed\n\n"
"""The first tells the browser to come back after a second."""


@dataclass
class Standing:
    """Of which boundaries a reader may hear, each with the moment at which that ends; and until when they are signed in."""

    ends: dict[str, datetime]
    until: datetime

    def sees(self, boundary: str) -> bool:
        return boundary == "everywhere" or (boundary in self.ends and now() < self.ends[boundary])


Look = Callable[[], Awaitable[Standing | None]]
"""How the reader stands at this moment, None once they are signed out, and while nobody can tell."""


@get("/live", include_in_schema=False)
async def live_changes(request: Request, db: Db, person: Me) -> Stream:
    """What others are told is theirs alone."""
    asked = request.query_params.getall("topic", [])[:MAX_TOPICS]
    theirs = f"notices/{person.id}"
    topics = frozenset(topic for topic in asked if topic == theirs or not topic.startswith("notices/"))
    sign_in_id = request.state.session.id

    async def look() -> Standing | None:
        with suppress(DBAPIError, NoConnectionLeft, OSError):
            async with transaction(Scope.person(person.id)) as anew:
                return await standing_of(anew, person, sign_in_id)
        return None

    standing = await standing_of(db, person, sign_in_id)
    since = _moment(request.query_params.get("since", ""))
    messages = _messages(request.app.state.hub, topics, person.subject, standing, look, since)
    return Stream(messages, media_type="text/event-stream", headers=KEPT_OPEN)


async def standing_of(db: Session, person: Person, sign_in_id: int) -> Standing | None:
    sign_in = await sign_in_that_lasts(db, sign_in_id)
    return Standing(await open_boundaries(db, person), sign_in.expires_at) if sign_in else None


def _moment(text: str) -> float:
    """When the page was rendered. Without a usable answer everything may have been missed."""
    try:
        return float(text)
    except ValueError:
        return 0.0


async def _messages(
    hub: LiveHub, topics: frozenset[str], reader: str, standing: Standing | None, look: Look, since: float
) -> AsyncIterator[bytes]:
    """Begins with a change only if something happened between the rendering of the page and the opening of the stream. Whatever happens
    to the reader is looked at before anything more is told; with their sign-in it ends, after the page was told to ask once more."""
    yield OPEN

    def sees(boundary: str) -> bool:
        return standing is not None and standing.sees(boundary)

    async for heard in changes(hub, topics | {reader}, sees, since):
        if not heard.isdisjoint({reader, EVERYTHING}):
            standing = await look()
        if standing is None or now() >= standing.until:
            yield CHANGED
            return
        for message in _told(heard):
            yield message


def _told(heard: frozenset[str]) -> list[bytes]:
    """What a part of the page asks for by itself has a name of its own, so that the page as a whole stays as it is."""
    kinds = {topic.partition("/")[0] for topic in heard}
    names = ["changed"] * bool(kinds - ASKED_APART) + sorted(
        ASKED_APART if EVERYTHING in kinds else kinds & ASKED_APART
    )
    return [f"event: {name}\ndata: {name}\n\n".encode() for name in names] or [BEAT]
