"""One builder for each thing a test needs to exist."""

from datetime import timedelta

from escalations.cases.actions import NewCase, open_case
from escalations.cases.models import Case
from escalations.customers.models import Contact, Cover, Customer
from escalations.known_issues.accounts import Account
from escalations.known_issues.actions import add_article
from escalations.known_issues.models import Article
from escalations.people.models import Person
from escalations.platform.db import Scope, nothing_to_record, transaction
from escalations.platform.time import now
from tests.support import as_person

STORY = "Since this morning our pods cannot mount the Azure Files share: mount error(13) permission denied. Port 445 is open."


async def a_customer(
    boundary: str = "public", name: str = "Harbour Foods", *, plan: str = "prodirect", covered: bool = False
) -> Customer:
    """With one contact in Berlin."""
    customer = Customer(
        boundary=boundary, name=name, plan=plan, cover_until=now() + timedelta(days=90) if covered else None
    )
    async with transaction(Scope.system(boundary)) as db:
        nothing_to_record(db, "the stage is set before the play")
        db.add(customer)
        await db.flush()
        if customer.cover_until is not None:
            cover = Cover(boundary=boundary, customer_id=customer.id, starts_at=now(), until=customer.cover_until)
            db.add(cover)
        email = f"ops@{name.lower().replace(' ', '-')}.example"
        db.add(
            Contact(
                boundary=boundary,
                customer_id=customer.id,
                name="Lena Vogt",
                email=email,
                time_zone="Europe/Berlin",
                language="en",
            )
        )
    return customer


async def a_case(by: Person, customer: Customer | None = None, **told: object) -> Case:
    customer = customer or await a_customer()
    new = {"title": "Pods cannot mount the share", "description": STORY, "claimed": "B", **told}
    async with as_person(by) as db:
        return await open_case(db, NewCase(customer_id=customer.id, **new), by=by)  # type: ignore[arg-type]


async def an_article(by: Person, boundary: str = "everywhere", **told: object) -> Article:
    """It fits the usual case by its words and its product."""
    usual = {
        "title": "Azure Files mount fails with error 13 although port 445 is open", "family": "storage", "products": ["azure_files"],
        "body": "## Issue\n\nPods cannot mount the share: mount error(13), permission denied.\n\n## Resolution\n\nGive the new key to the secret.",
    }  # fmt: skip
    account = Account(**{**usual, **told})  # type: ignore[arg-type]
    async with as_person(by) as db:
        return await add_article(db, boundary, account, by=by, confidence="validated")
