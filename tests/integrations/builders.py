"""A case with a contact and an answer to them, not yet mailed."""

from escalations.cases.actions import NewCase, open_case, reply_to_customer
from escalations.cases.models import Case, CaseEntry
from escalations.cases.queries import case_for
from escalations.integrations.models import CaseMail
from escalations.integrations.queries import mail_of_entry
from escalations.platform.events import SYSTEM
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.customers.builders import a_contact, a_customer
from tests.support import as_person, as_system

BODY = "Hello Lena,\n\nthe gateway answers again. Blöcke mit Umlauten.\n.\nA line that was only a dot stands above."


async def an_answered_case(
    cast: Cast, *, title: str = "Checkout fails with 503", boundary: str = "public"
) -> tuple[Case, CaseEntry]:
    customer = await a_customer(boundary=boundary)
    contact = await a_contact(customer)
    async with as_system(boundary) as db:
        new = NewCase(customer_id=customer.id, contact_id=contact.id, title=title, description="503 from the gateway")
        ref = (await open_case(db, new, by=SYSTEM)).ref
    person = cast.ada if boundary == "public" else cast.cleo
    async with as_person(person) as db:
        case = await case_for(db, person, ref, lock=True)
        return case, (await reply_to_customer(db, case, BODY, by=person)).entry


async def the_mail(entry_id: int, boundary: str = "public") -> CaseMail:
    async with as_system(boundary) as db:
        mail = await mail_of_entry(db, entry_id)
        assert mail is not None
        return mail


async def told_on(case: Case) -> list[str]:
    async with as_system(case.boundary) as db:
        return [row.told for row in await trail_of(db, case.thread)]
