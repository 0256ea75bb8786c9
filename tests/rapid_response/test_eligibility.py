from datetime import timedelta

import pytest

from escalations.cases.models import Case
from escalations.customers.models import Customer
from escalations.rapid_response.models import eligibility
from tests.rapid_response.builders import NOON

TOMORROW, YESTERDAY = NOON + timedelta(days=1), NOON - timedelta(days=1)


@pytest.mark.parametrize(
    ("cover_until", "severity", "closed", "ok", "because"),
    [
        (TOMORROW, "A", False, True, "Nordhavn Rail is covered until 22 November 2026, and this is severity A."),
        (TOMORROW, "B", False, True, "Nordhavn Rail is covered until 22 November 2026, and this is severity B."),
        (
            TOMORROW,
            "C",
            False,
            False,
            "Nordhavn Rail is covered until 22 November 2026, but rapid response takes severity A and B and this is C.",
        ),
        (YESTERDAY, "A", False, False, "The rapid-response cover of Nordhavn Rail ended on 20 November 2026."),
        (NOON, "A", False, False, "The rapid-response cover of Nordhavn Rail ended on 21 November 2026."),
        (None, "A", False, False, "Nordhavn Rail has no rapid-response cover."),
        (TOMORROW, "A", True, False, "C-7 is closed. Reopen it first."),
    ],
)
def test_it_always_says_why(cover_until: object, severity: str, closed: bool, ok: bool, because: str) -> None:
    customer = Customer(name="Nordhavn Rail", cover_until=cover_until)
    case = Case(id=7, severity=severity, closed_at=NOON if closed else None)
    verdict = eligibility(customer, case, NOON)
    assert (verdict.ok, verdict.because) == (ok, because)
