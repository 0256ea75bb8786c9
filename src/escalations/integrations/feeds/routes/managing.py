"""Changing a feed: how it is read, its keys, and whether it is read at all."""

from litestar import post

from ....people.access import Me
from ....platform.errors import Refused, Stale
from ....platform.web import Db, HtmlResponse, Ref, Request, changed, conflict, invalid, page, read_form
from ..actions import add_key, end_old_keys, revise_feed, switch_feed
from ..actions.revising import HowRead
from ..forms import NewKey, ReviseFeed
from ..presenting import address_of, family_choices
from .showing import about, feed_to_manage

PAGE = "feeds/show.html"


@post("/feeds/{ref:str}/revisions")
async def create_feed_revision(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    feed = await feed_to_manage(db, person, ref, lock=True)
    form = await read_form(request, ReviseFeed)
    if form.errors:
        return invalid(request, PAGE, form, **await about(db, feed, form_of="revise"))
    how = HowRead(**form.value.model_dump(exclude={"version"}))
    try:
        await revise_feed(db, feed, how, version=form.value.version, by=person)
    except Refused as problem:
        return invalid(request, PAGE, form.refuse("", str(problem)), **await about(db, feed, form_of="revise"))
    except Stale:
        saved = {"otherwise": dict(family_choices())[feed.otherwise]}
        return conflict(request, PAGE, form, theirs=saved, **await about(db, feed, form_of="revise"))
    toast = "Saved. What waits on the shelf can be replayed now."
    return changed(request, "feeds/changed.html", page=f"/feeds/{ref}", toast=toast, **await about(db, feed))


@post("/feeds/{ref:str}/keys")
async def create_feed_key(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """Answers with the page on which the new secret stands, once."""
    feed = await feed_to_manage(db, person, ref, lock=True)
    form = await read_form(request, NewKey)
    if form.errors:
        return invalid(request, PAGE, form, **await about(db, feed, form_of="key"))
    try:
        secret = await add_key(db, feed, form.value.signing_key, by=person)
    except Refused as problem:
        return invalid(request, PAGE, form.refuse("signing_key", str(problem)), **await about(db, feed, form_of="key"))
    return page(request, "feeds/created.html", feed=feed, secret=secret, address=address_of(feed), rotated=True)


@post("/feeds/{ref:str}/old-keys-end")
async def create_old_keys_end(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    feed = await feed_to_manage(db, person, ref, lock=True)
    await end_old_keys(db, feed, by=person)
    return changed(
        request,
        "feeds/changed.html",
        page=f"/feeds/{ref}",
        toast="Only the newest key counts.",
        **await about(db, feed),
    )


@post("/feeds/{ref:str}/activation")
async def create_activation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    feed = await feed_to_manage(db, person, ref, lock=True)
    await switch_feed(db, feed, on=True, by=person)
    return changed(request, "feeds/changed.html", page=f"/feeds/{ref}", toast="It is on.", **await about(db, feed))


@post("/feeds/{ref:str}/deactivation")
async def create_deactivation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    feed = await feed_to_manage(db, person, ref, lock=True)
    await switch_feed(db, feed, on=False, by=person)
    toast = "It is off: nothing is taken in any more."
    return changed(request, "feeds/changed.html", page=f"/feeds/{ref}", toast=toast, **await about(db, feed))


HANDLERS = [create_feed_revision, create_feed_key, create_old_keys_end, create_activation, create_deactivation]
