"""What the form of a new incident holds before anybody types."""

from typing import Any

from ...cases.models import Case
from ...people.models import Person
from ...people.queries import open_boundaries
from ...platform.db import Session
from ...platform.time import now
from ...platform.web import Form
from ..actions import Account
from ..ticking import ticks


async def offered(db: Session, person: Person, case: Case | None, form: Form[Any] | None = None) -> dict[str, Any]:
    """A case brings what is known of it along."""
    boundaries = [case.boundary] if case else sorted(await open_boundaries(db, person))
    was = _account_of(case) if case else Account(title="", summary="", severity="B", started_at=now())
    return {"case": case, "boundaries": boundaries, "was": was, **ticks(boundaries, was, form)}


def _account_of(case: Case) -> Account:
    return Account(
        title=case.title, summary="", severity=case.severity, started_at=case.problem_started_at or case.opened_at, families=[case.family],
        products=[case.product] if case.product else [], regions=[case.region] if case.region else [],
    )  # fmt: skip
