"""What an incident needs around it: cases that fit it, and the incident itself."""

from datetime import timedelta

from escalations.cases.models import Case
from escalations.customers.models import Customer
from escalations.incidents.actions import Account, declare_incident
from escalations.incidents.models import Incident
from escalations.people.models import Person
from escalations.platform.time import now
from tests.builders import a_case
from tests.support import as_person

PLACES = {"public": "westeurope", "usgov": "usgovvirginia", "germany": "germanycentral"}


def an_account(**told: object) -> Account:
    usual = {
        "title": "Azure Files shares do not mount", "summary": "Front ends drop the session; the mount ends in a timeout.", "severity": "A",
        "started_at": now() - timedelta(hours=1), "products": ["azure_files"], "regions": ["westeurope"],
    }  # fmt: skip
    return Account(**{**usual, **told})  # type: ignore[arg-type]


async def an_incident(by: Person, boundary: str = "public", **told: object) -> Incident:
    async with as_person(by) as db:
        return await declare_incident(db, boundary, an_account(**told), by=by)


async def a_hit_case(by: Person, customer: Customer | None = None, **told: object) -> Case:
    """A case that fits the usual incident by product, region and time."""
    usual = {
        "title": "Mount of the share ends in a timeout", "family": "storage", "product": "azure_files", "region": "westeurope",
        "problem_started_at": now() - timedelta(minutes=48),
    }  # fmt: skip
    return await a_case(by, customer, **{**usual, **told})
