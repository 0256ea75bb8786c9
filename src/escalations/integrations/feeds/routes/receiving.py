"""The door for what others send. It checks the key, stores the bytes and answers: whatever they mean is found out later."""

from litestar import post
from litestar.params import FromPath

from ....catalog.loading import catalogue
from ....platform.db import Scope, Session, enter
from ....platform.time import now
from ....platform.web import Db, Request, Response, open_to_everyone
from ..actions import note_refusal, receive
from ..models import Feed
from ..proving import SIGNATURE_HEADER, is_known_secret, is_signed_by, secrets_in
from ..queries import feed_with_key, keys_of

LARGEST = 1024 * 1024


@post(
    ["/inbound/{boundary:str}/{key:str}", "/inbound/{boundary:str}/{key:str}/{secret:str}"],
    status_code=202,
    request_max_body_size=LARGEST,
)
@open_to_everyone("a signature over its bytes or a secret is checked instead")
async def take_delivery(
    request: Request, db: Db, boundary: FromPath[str], key: FromPath[str], secret: FromPath[str] = ""
) -> Response[dict[str, str]]:
    """Nothing that cannot be understood is refused: some vendors stop sending after a few refusals."""
    feed = await _feed(db, boundary, key)
    if feed is None or not feed.enabled or not feed.has_door:
        return _said(404, "There is no such feed, or it is switched off.")
    body = await request.body()
    if not await _is_proved(request, db, feed, body, secret):
        await note_refusal(db, feed)
        return _said(401, "The signature or the secret is not one that counts for this feed.")
    stored = await receive(db, feed, body, request.headers.get("content-type", ""))
    return _said(202, "stored" if stored else "there already")


async def _feed(db: Session, boundary: str, key: str) -> Feed | None:
    """Who delivers is nobody of ours: the transaction sees the boundary of the address and no other."""
    if boundary not in catalogue().boundaries:
        return None
    await enter(db, Scope.system(boundary))
    return await feed_with_key(db, boundary, key)


async def _is_proved(request: Request, db: Session, feed: Feed, body: bytes, secret: str) -> bool:
    keys = await keys_of(db, feed, now())
    if feed.is_signed:
        return is_signed_by(keys, request.headers.get(SIGNATURE_HEADER, ""), body)
    return is_known_secret(keys, secrets_in(request.headers.get("Authorization", ""), secret))


def _said(status: int, words: str) -> Response[dict[str, str]]:
    return Response({"said": words}, status_code=status)


HANDLERS = [take_delivery]
