"""What the tests of known issues need around them: an article, a case that it fits, the index brought up to date."""

from sqlmodel import col, select

from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.customers.models import Customer
from escalations.known_issues.accounts import Account
from escalations.known_issues.actions import add_article
from escalations.known_issues.models import Article
from escalations.known_issues.queries import article_for
from escalations.people.models import Person
from escalations.platform.events import EventRow
from tests.builders import a_case
from tests.support import as_person, as_system, run_jobs

TITLE = "Azure Files share cannot be mounted: error 13"
BODY = "Pods stay in *ContainerCreating*: `mount error(13)`, permission denied, although port 445 is open.\n\nRotate the secret."


def an_account(**told: object) -> Account:
    usual = {"title": TITLE, "body": BODY, "family": "storage", "products": ["azure_files"], "state": "workaround"}
    return Account(**{**usual, **told})  # type: ignore[arg-type]


async def an_article(by: Person, boundary: str = "public", *, confidence: str = "validated", **told: object) -> Article:
    """Written and found."""
    async with as_person(by) as db:
        article = await add_article(db, boundary, an_account(**told), by=by, confidence=confidence)
    await run_jobs()
    return article


async def a_fitting_case(by: Person, customer: Customer | None = None, **told: object) -> Case:
    """Its story shares words and the product with the usual article."""
    case = await a_case(by, customer, **{"family": "storage", "product": "azure_files", **told})
    await run_jobs()
    return case


async def reload(person: Person, article: Article) -> Article:
    async with as_person(person) as db:
        return await article_for(db, person, article.ref)


async def reload_case(person: Person, case: Case) -> Case:
    async with as_person(person) as db:
        return await case_for(db, person, case.ref)


async def recorded(subject: str, *boundaries: str) -> list[str]:
    """What was recorded of one thing, in order."""
    async with as_system(*boundaries) as db:
        rows = select(EventRow.action).where(EventRow.subject == subject).order_by(col(EventRow.id))
        return list((await db.exec(rows)).all())
