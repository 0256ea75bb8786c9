from datetime import UTC, datetime, timedelta

import pytest

from escalations.cases.models import Case
from escalations.clocks.policies import clock_policies
from escalations.customers.models import Cover, Customer
from escalations.rapid_response.eligibility import Contract, eligibility
from tests.rapid_response.builders import NOON

TOMORROW, YESTERDAY = NOON + timedelta(days=1), NOON - timedelta(days=1)
CUSTOMER = Customer(name="Nordhavn Rail")
LONDON = clock_policies().calendars.in_force("london", NOON)
MONDAY_NOON, MONDAY_NIGHT = datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 11, 23, 23, tzinfo=UTC)


def cover(until: datetime = TOMORROW, **told: object) -> Contract:
    subscriptions = told.pop("subscriptions", frozenset())
    return Contract(Cover(starts_at=NOON - timedelta(days=30), until=until, **told), subscriptions)  # type: ignore[arg-type]


def judged(*contracts: Contract, at: datetime = NOON, **told: object) -> tuple[bool, str]:
    case = Case(**{"id": 7, "severity": "A", **told})
    verdict = eligibility(CUSTOMER, contracts, case, LONDON, at)
    return verdict.ok, verdict.because


COVERED = "Nordhavn Rail is covered until 22 November 2026"


@pytest.mark.parametrize(
    ("contracts", "told", "ok", "because"),
    [
        ([cover()], {}, True, f"{COVERED}, and this is severity A."),
        ([cover()], {"severity": "B"}, True, f"{COVERED}, and this is severity B."),
        ([cover()], {"severity": "C"}, False, f"{COVERED}, but rapid response takes severity A and B and this is C."),
        ([cover(YESTERDAY)], {}, False, "The rapid-response cover of Nordhavn Rail ended on 20 November 2026."),
        ([cover(NOON)], {}, False, "The rapid-response cover of Nordhavn Rail ended on 21 November 2026."),
        ([cover(ended_at=YESTERDAY)], {}, False, "The rapid-response cover of Nordhavn Rail ended on 20 November 2026."),
        ([], {}, False, "Nordhavn Rail has no rapid-response cover."),
        ([cover()], {"closed_at": NOON}, False, "C-7 is closed. Reopen it first."),
        ([cover(products=["aks"])], {"product": "azure_files"}, False, f"{COVERED}, but only for Kubernetes Service; this is about Azure Files."),
        ([cover(products=["aks"])], {}, False, f"{COVERED}, but only for Kubernetes Service; this is about no product that is named."),
        ([cover(products=["azure_files"])], {"product": "azure_files"}, True, f"{COVERED}, with Azure Files in it, and this is severity A."),
        ([cover(subscriptions=frozenset({3}))], {"subscription_id": 4}, False, f"{COVERED}, but not for the subscription of this case."),
        ([cover(subscriptions=frozenset({3}))], {"subscription_id": 3}, True, f"{COVERED}, and this is severity A."),
        ([cover(contract="RR-2026", products=["aks"]), cover()], {"product": "azure_files"}, True, f"{COVERED}, and this is severity A."),
        ([cover(contract="RR-2026")], {}, True, "Nordhavn Rail is covered under contract RR-2026 until 22 November 2026, and this is severity A."),
    ],
)  # fmt: skip
def test_it_always_says_why(contracts: list[Contract], told: dict[str, object], ok: bool, because: str) -> None:
    assert judged(*contracts, **told) == (ok, because)


def test_a_contract_that_has_not_begun() -> None:
    coming = Contract(Cover(starts_at=TOMORROW, until=TOMORROW + timedelta(days=9)))
    assert judged(coming) == (False, "The rapid-response cover of Nordhavn Rail begins on 22 November 2026.")


def test_business_hours_are_the_customers() -> None:
    office = cover(until=NOON + timedelta(days=9), hours="business")
    assert judged(office, at=MONDAY_NOON)[0]
    assert judged(office, at=MONDAY_NIGHT) == (
        False,
        "Nordhavn Rail is covered until 30 November 2026, but only in business hours (Business hours, London), and it is outside of them.",
    )
