"""What an article said before, what changed, and bringing it back."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath

from ...people.access import Me
from ...platform.errors import Stale, Unusable
from ...platform.web import Db, HtmlResponse, Ref, Request, page, read_form
from ...platform.web.pages import went
from ..actions import restore_version
from ..forms import Restoration
from ..governing import may_change
from ..queries import article_for, version_of, versions_of
from ..versions import account_from, differences


@get("/known-issues/{ref:str}/versions")
async def index_versions(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """The newest beside the one before it, unless others are asked for."""
    article = await article_for(db, person, ref)
    versions = await versions_of(db, article)
    newest = versions[0].number if versions else 0
    after = _number(request.query_params.get("to"), newest)
    before = _number(request.query_params.get("from"), after - 1)
    found: list[Any] = []
    if newest > 1 and before > 0:
        old, new = await version_of(db, article, before), await version_of(db, article, after)
        found = differences(account_from(old.said), account_from(new.said))
    return page(
        request, "known_issues/versions.html", article=article, versions=versions, newest=newest, before=before, after=after,
        differences=found, may_change=may_change(person, article),
    )  # fmt: skip


@post("/known-issues/{ref:str}/versions/{number:int}/restoration")
async def create_restoration(request: Request, db: Db, person: Me, ref: Ref, number: FromPath[int]) -> HtmlResponse:
    article = await article_for(db, person, ref, lock=True)
    form = await read_form(request, Restoration)
    if form.errors:
        raise Unusable("The form did not say which version of the article it came from.")
    old = await version_of(db, article, number)
    try:
        await restore_version(db, article, old, form.value.version, by=person)
    except Stale:
        return went(
            request,
            f"/known-issues/{ref}/versions",
            toast="Somebody saved it meanwhile. Look at the newest version first.",
        )
    return went(request, f"/known-issues/{ref}", toast=f"It says again what version {number} said.")


def _number(typed: str | None, otherwise: int) -> int:
    return int(typed) if typed and typed.isdecimal() and len(typed) < 9 else otherwise


HANDLERS: list[Any] = [index_versions, create_restoration]
