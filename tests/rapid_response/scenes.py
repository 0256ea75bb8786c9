"""Engagements and packs as they come to be."""

from sqlmodel import col, select

from escalations.cases.actions import NewCase, assign_case, open_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.people.models import Notice, Person
from escalations.rapid_response.actions import engage, request_rapid_response, write_handover
from escalations.rapid_response.actions.handing_over import Said
from escalations.rapid_response.models import Engagement, Handover
from escalations.rapid_response.queries import engagement_for
from escalations.rapid_response.queries.packs import draft_pack
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.rapid_response.builders import REASON, a_covered_case
from tests.support import as_person, as_system


async def an_engagement(cast: Cast, *, taken: bool = True, **told: object) -> tuple[Case, Engagement]:
    """Ada asked about a case, and Rex leads unless nobody has taken it."""
    opened = await a_covered_case(cast, **told)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref, lock=True)
        engagement = await request_rapid_response(db, case, REASON, by=cast.ada)
    if taken:
        async with as_person(cast.rex) as db:
            engagement = await engage(db, await case_for(db, cast.rex, opened.ref, lock=True), by=cast.rex)
    return opened, engagement


async def another_case(cast: Cast, customer_id: int, **told: object) -> Case:
    usual = {"title": "Also the other share", "description": "The second share hangs too.", "claimed": "A"}
    async with as_person(cast.ada) as db:
        return await open_case(db, NewCase(customer_id=customer_id, **{**usual, **told}), by=cast.ada)  # type: ignore[arg-type]


async def again(person: Person, engagement: Engagement) -> Engagement:
    async with as_person(person) as db:
        return await engagement_for(db, person, engagement.ref)


async def owned_by(person: Person, **told: object) -> Case:
    case = await a_case(person, await a_customer(name=f"Customer of {told.get('title', 'a share')}"), **told)
    async with as_person(person) as db:
        row = await case_for(db, person, case.ref, lock=True)
        row.owner_id = None
        await assign_case(db, row, person, by=person)
    return case


async def a_pack(
    giver: Person, receiver: Person, boundary: str = "public", action: str = "Wait for the logs."
) -> Handover:
    async with as_person(giver) as db:
        lines = (await draft_pack(db, giver, boundary)).lines
        said = {line.case.id: Said(action, "A stale key.") for line in lines}
        return await write_handover(db, giver, receiver, boundary, said, "Quiet night.", by=giver)


async def notices_of(person: Person) -> list[str]:
    async with as_system("public", "usgov") as db:
        query = select(Notice.text).where(Notice.person_id == person.id).order_by(col(Notice.id))
        return list((await db.exec(query)).all())
