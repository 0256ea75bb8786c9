"""What a reply promises: proposed while it is written, confirmed with it, withdrawn afterwards."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from litestar import post
from litestar.params import FromPath

from ...people.access import Me
from ...people.models import Person
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Ref, Request, invalid, page, read_form
from ..actions import withdraw_promise
from ..forms import Drafted, Proposing, Withdrawal, in_zone
from ..gate import Finding
from ..promises import Promised, promises_in, zone_of
from ..queries import case_for
from ..queries.time import promise_for
from .showing import told


@post("/cases/{ref:str}/replies/promises", status_code=200)
async def read_promises(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """While a reply is written. Nothing is kept of it."""
    case = await case_for(db, person, ref)
    drafted = (await read_form(request, Proposing)).parsed or Proposing(text="")
    found = promises_in(drafted.text, now(), zone_of(person))
    given = in_zone(drafted.next_update, person.time_zone)
    words = drafted.read_from_text if given == drafted.read_as else ""
    if words and words not in [one.words for one in found]:
        given, words = None, ""
    offered = proposals(found, given, drafted.also_by, words)
    return page(request, "cases/replies/_promise.html", case=case, **offered)


@post("/cases/{ref:str}/promises/{promise:int}/withdrawal")
async def create_withdrawal(request: Request, db: Db, person: Me, ref: Ref, promise: FromPath[int]) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    clock = await promise_for(db, case, promise)
    form = await read_form(request, Withdrawal)
    if form.errors:
        return invalid(request, "cases/promises/_withdrawal.html", form, case=case, promise=promise)
    await withdraw_promise(db, case, clock, form.value.reason, by=person)
    return await told(request, db, case, "cases/wait/create.html", "The promise is withdrawn.")


def proposals(
    found: Sequence[Promised], given: datetime | None, ticked: Collection[datetime] = (), words: str = ""
) -> dict[str, Any]:
    """The moment that is filled in, with the words of the text that it comes from, and those that can be ticked beside it."""
    words = words or next((one.words for one in found if one.at == given), "")
    others = [(one, one.at in ticked) for one in found if one.at != given and one.words != words]
    return {"next_update": given, "read_from_text": words, "others": others}


def confirmations(typed: Drafted, findings: Sequence[Finding], writer: Person) -> dict[str, Any]:
    """Of a reply held for what it promises the first sure moment is filled in and further ones are ticked, so that sending
    again confirms them."""
    found = promises_in(typed.text, now(), zone_of(writer))
    sure = [one.at for finding in findings for one in finding.promised if one.sure]
    if sure:
        return proposals(found, sure[0], sure[1:])
    return proposals(found, in_zone(typed.next_update, writer.time_zone), typed.also_by)


HANDLERS = [read_promises, create_withdrawal]
