"""Cases that belong together, within one boundary and visible to both sides."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import CasesLinked, CasesUnlinked
from ..models import LINK_KINDS, Case, CaseLink
from ..queries import link_between, link_with_id, parents_above


async def link_cases(db: Session, case: Case, other: Case, kind: str, reason: str = "", *, by: Actor) -> CaseLink:
    """`case` is part of, a duplicate of, or related to `other`. The database refuses another boundary; a circle is refused here."""
    allow(by, "work_cases")
    if kind not in LINK_KINDS:
        raise Refused("A link is parent, duplicate or related.")
    if case.id == other.id:
        raise Refused("A case cannot be linked to itself.")
    if case.boundary != other.boundary:
        raise Refused("Cases of different boundaries cannot be linked.")
    if existing := await link_between(db, case, other, kind):
        return existing
    if kind == "parent" and case.id in await parents_above(db, other):
        raise Refused(f"{other.ref} is itself part of {case.ref}. Remove that link first.")
    link = CaseLink(
        boundary=case.boundary, case_id=case.id, other_id=other.id, kind=kind, reason=reason, at=now(), author_id=by.id
    )
    db.add(link)
    await record(db, CasesLinked(kind=kind, other=other.ref), on=case, by=by, topics=(other.subject,))
    return link


async def unlink_cases(db: Session, case: Case, link_id: int, *, by: Actor) -> None:
    allow(by, "work_cases")
    link = await link_with_id(db, case, link_id)
    if link is None:
        return
    await db.delete(link)
    other = link.other_id if link.case_id == case.id else link.case_id
    await record(db, CasesUnlinked(kind=link.kind, other=f"C-{other}"), on=case, by=by, topics=(f"case/{other}",))
