"""An article begun on a case: what the customer said and where it happens, without what belongs to that customer alone."""

from ..cases.models import Case
from ..catalog.loading import catalogue
from .accounts import Account
from .personal_facts import About, impersonal
from .presenting import product_name
from .sections import Sections


def begun_on(case: Case, about: About) -> Account:
    sections = Sections(issue=impersonal(case.description.strip(), about), environment=_environment(case))
    return Account(
        title=impersonal(case.title, about), body=sections.text(), family=case.family, error_codes=list(case.error_codes),
        products=[product_name(case.product)] if case.product else [],
    )  # fmt: skip


def _environment(case: Case) -> str:
    """One fact a line, in words."""
    known = catalogue()
    region = known.regions.get(case.region or "")
    told = {
        "Product": product_name(case.product) if case.product else "",
        "Cloud": known.boundary(case.boundary).cloud,
        "Region": region.name if region else case.region or "",
        "Error codes": ", ".join(case.error_codes),
    }
    return "\n".join(f"- {name}: {said}" for name, said in told.items() if said)
