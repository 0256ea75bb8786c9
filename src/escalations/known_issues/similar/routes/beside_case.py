"""One key for each answer to a closed case that stands beside one like it."""

from typing import Any

from litestar import post

from ....cases.models import LINK_KINDS, Case
from ....cases.queries import links_of
from ....people.access import Me
from ....platform.db import Session
from ....platform.web import Db, HtmlResponse, Ref, Request, changed
from ..actions import accept_similar, reject_similar, take_back_similar
from ..finding import similar_cases
from ..queries import pair_for, rejected_for


@post("/cases/{ref:str}/similar-cases/{other:str}/link")
async def create_link_to_similar(request: Request, db: Db, person: Me, ref: Ref, other: Ref) -> HtmlResponse:
    case, like = await pair_for(db, person, ref, other)
    await accept_similar(db, case, like, by=person)
    return await _told(request, db, case, f"Linked to {like.ref}.")


@post("/cases/{ref:str}/similar-cases/{other:str}/rejection")
async def create_rejection_of_similar(request: Request, db: Db, person: Me, ref: Ref, other: Ref) -> HtmlResponse:
    case, unlike = await pair_for(db, person, ref, other)
    await reject_similar(db, case, unlike, by=person)
    return await _told(request, db, case, f"{unlike.ref} is set aside for this case.")


@post("/cases/{ref:str}/similar-cases/{other:str}/withdrawal")
async def create_withdrawal_of_similar(request: Request, db: Db, person: Me, ref: Ref, other: Ref) -> HtmlResponse:
    case, like = await pair_for(db, person, ref, other)
    await take_back_similar(db, case, like, by=person)
    return await _told(request, db, case, f"Taken back: {like.ref} may be suggested again.")


async def _beside(db: Session, case: Case) -> dict[str, Any]:
    await db.flush()
    return {"case": case, "similar": await similar_cases(db, case), "unlike": await rejected_for(db, case)}


async def _told(request: Request, db: Session, case: Case, toast: str) -> HtmlResponse:
    beside = await _beside(db, case)
    links = {"links": await links_of(db, case), "link_kinds": LINK_KINDS}
    return changed(
        request, "known_issues/similar/changed.html", page=f"/cases/{case.ref}", toast=toast, **beside, **links
    )


HANDLERS: list[Any] = [
    create_link_to_similar, create_rejection_of_similar, create_withdrawal_of_similar,
]  # fmt: skip
