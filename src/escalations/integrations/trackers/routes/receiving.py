"""The door for webhooks of trackers. It checks the key, stores the bytes and answers; whatever they mean is found out later."""

from litestar import post
from litestar.params import FromPath

from ....catalog.loading import catalogue
from ....platform.db import Scope, Session, enter
from ....platform.time import now
from ....platform.web import Db, Request, Response, open_to_everyone
from ..actions import receive
from ..models import Tracker
from ..proving import is_proved, sent_key
from ..queries import keys_of, tracker_with_key

LARGEST = 1024 * 1024


@post("/inbound/trackers/{boundary:str}/{key:str}", status_code=202, request_max_body_size=LARGEST)
@open_to_everyone("a signature over its bytes or a password is checked instead")
async def take_news(request: Request, db: Db, boundary: FromPath[str], key: FromPath[str]) -> Response[dict[str, str]]:
    """Nothing that cannot be understood is refused: a tracker stops sending after a few refusals."""
    tracker = await _tracker(db, boundary, key)
    if tracker is None or not tracker.enabled:
        return _said(404, "There is no such tracker, or it is switched off.")
    body = await request.body()
    if not is_proved(tracker.kind, await keys_of(db, tracker, now()), request.headers, body):
        return _said(401, "The signature or the password is not one that counts for this tracker.")
    stored = await receive(db, tracker, sent_key(tracker.kind, request.headers, body), body)
    return _said(202, "stored" if stored else "there already")


async def _tracker(db: Session, boundary: str, key: str) -> Tracker | None:
    """Who delivers is nobody of ours: the transaction sees the boundary of the address and no other. Locked, so that the same delivery
    twice at once is one."""
    if boundary not in catalogue().boundaries:
        return None
    await enter(db, Scope.system(boundary))
    found = await tracker_with_key(db, boundary, key)
    if found is not None:
        await db.refresh(found, with_for_update={"key_share": True})
    return found


def _said(status: int, words: str) -> Response[dict[str, str]]:
    return Response({"said": words}, status_code=status)


HANDLERS = [take_news]
