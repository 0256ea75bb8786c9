"""Who asks: the dependency by which every guarded handler gets its person, and the transaction that person's sight."""

from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from sqlalchemy.exc import DBAPIError

from ..platform.copies import Copy, reading
from ..platform.db import Scope, Session, enter
from ..platform.security import fingerprint
from ..platform.time import now
from .models import Person, SignIn
from .queries import person_of_api_token, person_signed_in_with

Me = NamedDependency[Person]
"""The signed-in person, in a handler's signature."""
Reading = NamedDependency[Copy]
"""The same person's sight of the copy that is only read."""
COOKIE = "escalations_session"
_NOT_TYPED = {"_csrf_token", "version", "last_seen", "password"}


class SignInNeeded(Exception):
    """No or an ended session: pages go to the sign-in page and come back, programs get a 401. `typed` is what a form had sent."""

    def __init__(self, typed: dict[str, str] | None = None) -> None:
        super().__init__("sign in first")
        self.typed = typed or {}


async def provide_person(request: Request[Any, Any, Any], db: NamedDependency[Session]) -> Person:
    """Cookies count for pages only and tokens for the API only, so that a foreign page cannot call the API."""
    person = await _program(request, db) if request.url.path.startswith("/api/") else await _browser(request, db)
    if person is None:
        raise SignInNeeded(await _typed(request))
    request.state.person = Person(**person.model_dump())
    """A copy for the page's frame, which is also drawn after a rollback has emptied the row itself."""
    return person


async def provide_copy(
    request: Request[Any, Any, Any], db: NamedDependency[Session], person: NamedDependency[Person]
) -> AsyncGenerator[Copy, None]:
    async with reading(Scope.person(person.id), db) as copy:
        request.state.as_of = copy.as_of
        yield copy


async def _typed(request: Request[Any, Any, Any]) -> dict[str, str]:
    """A form without JavaScript would lose it with the page; the sign-in page shows it again."""
    if request.method != "POST" or request.url.path.startswith("/api/") or "HX-Request" in request.headers:
        return {}
    sent = await request.form()
    return {
        name: text for name, text in sent.items() if isinstance(text, str) and text.strip() and name not in _NOT_TYPED
    }


async def _program(request: Request[Any, Any, Any], db: Session) -> Person | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    person = await person_of_api_token(db, fingerprint(token)) if kind == "Bearer" and token else None
    if person is not None:
        await enter(db, Scope.person(person.id))
    return person


async def _browser(request: Request[Any, Any, Any], db: Session) -> Person | None:
    token = request.cookies.get(COOKIE)
    found = await person_signed_in_with(db, fingerprint(token)) if token else None
    if found is None:
        return None
    person, session = found
    request.state.session = session
    if now() - session.seen_at > timedelta(minutes=5):
        await _saw(db, session)
    return person


async def _saw(db: Session, session: SignIn) -> None:
    """Not a business fact, and not worth masking a verb that forgets its event: so it goes past the session's guard. Nor worth refusing
    a page: a database that takes no changes, or has no room for one, can still be read."""
    connection = await db.connection()
    if (await connection.exec_driver_sql("SHOW transaction_read_only")).scalar_one() == "on":
        return
    with suppress(DBAPIError):
        async with db.begin_nested():
            connection = await db.connection()
            await connection.exec_driver_sql("UPDATE sign_in SET seen_at = now() WHERE id = $1", (session.id,))
