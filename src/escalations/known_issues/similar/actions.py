"""What a person says of a closed case that may be like theirs: it is, it is not, or neither any more."""

from ...cases.actions import link_cases, unlink_cases
from ...cases.models import Case
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from .events import SimilarCaseAccepted, SimilarCaseRejected, SimilarCaseTakenBack
from .finding import ranked_cases
from .models import CaseSimilarity
from .queries import similarity_between


async def accept_similar(db: Session, case: Case, other: Case, *, by: Actor) -> CaseSimilarity:
    """The two are linked as related from then on. Also what was set aside before may be linked after all."""
    allow(by, "work_cases")
    said = await similarity_between(db, case, other)
    if said is not None and said.verdict == "accepted":
        return said
    _check(case, other)
    said = said or await _unsaid(db, case, other)
    link = await link_cases(db, case, other, "related", by=by)
    await db.flush()
    said.verdict, said.link_id, said.at, said.by_id = "accepted", link.id, now(), by.id
    db.add(said)
    accepted = SimilarCaseAccepted(other=other.ref, method=said.method, score=said.score)
    await record(db, accepted, on=case, by=by, topics=(other.subject,))
    return said


async def reject_similar(db: Session, case: Case, other: Case, *, by: Actor) -> CaseSimilarity:
    allow(by, "work_cases")
    said = await similarity_between(db, case, other)
    if said is not None and said.verdict == "rejected":
        return said
    if said is not None:
        raise Refused(f"{other.ref} is linked to {case.ref} as related. Remove the link first.")
    _check(case, other)
    said = await _unsaid(db, case, other)
    said.verdict, said.at, said.by_id = "rejected", now(), by.id
    db.add(said)
    rejected = SimilarCaseRejected(other=other.ref, method=said.method, score=said.score)
    await record(db, rejected, on=case, by=by, topics=(other.subject,))
    return said


async def take_back_similar(db: Session, case: Case, other: Case, *, by: Actor) -> None:
    """Neither alike nor set aside: it may be suggested again. A link that came of it goes too."""
    allow(by, "work_cases")
    said = await similarity_between(db, case, other)
    if said is None:
        return
    was, link = said.verdict, said.link_id
    await db.delete(said)
    await db.flush()
    if link is not None:
        await unlink_cases(db, case, link, by=by)
    await record(db, SimilarCaseTakenBack(other=other.ref, was=was), on=case, by=by, topics=(other.subject,))


async def _unsaid(db: Session, case: Case, other: Case) -> CaseSimilarity:
    """With what is suggested of the pair at this moment; a pair that is not suggested comes of a person alone."""
    found = next((one for one in await ranked_cases(db, case) if one.case_id == other.id), None)
    return CaseSimilarity(
        boundary=case.boundary, case_id=case.id, other_id=other.id, verdict="rejected", method=found.method if found else "manual",
        score=round(found.score, 3) if found else 0.0, evidence=found.evidence if found else [], at=now(),
    )  # fmt: skip


def _check(case: Case, other: Case) -> None:
    if case.id == other.id:
        raise Refused("A case cannot be compared with itself.")
    if case.boundary != other.boundary:
        raise Refused(
            f"{other.ref} belongs to {other.boundary} and {case.ref} to {case.boundary}: they cannot be linked."
        )
