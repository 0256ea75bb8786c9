from datetime import timedelta

import pytest

from escalations.routing.conditions import Condition
from tests.routing.people import NOON, a_case

CASE = a_case(
    severity="B",
    cover=True,
    error_codes=("AADSTS50011", "HTTP 502"),
    text="The nodes lost their private DNS zones overnight",
    problem_started_at=NOON - timedelta(hours=30),
)


@pytest.mark.parametrize(
    ("fact", "wanted", "had", "found"),
    [
        ("severity", ("A", "B"), "B", True),
        ("severity", ("A",), "B", False),
        ("cover", ("yes",), "yes", True),
        ("family_sure", ("no",), "yes", False),
        ("product", ("aks",), None, False),
        ("error_code", ("aadsts*",), "AADSTS50011", True),
        ("error_code", ("AllocationFailed",), "AADSTS50011, HTTP 502", False),
        ("text", ("private dns zone",), "private dns zone", True),
        ("text", ("vate dns",), None, False),
        ("text", ("dns private",), None, False),
        ("hours_running", ("24",), "30", True),
        ("hours_running", ("72",), "30", False),
    ],
)
def test_a_condition_answers_with_what_it_found(
    fact: str, wanted: tuple[str, ...], had: str | None, found: bool
) -> None:
    answer = Condition(fact=fact, wanted=wanted).asked_of(CASE)
    assert (answer.had, answer.holds) == (had, found)
    assert Condition(fact=fact, wanted=wanted, unless=True).asked_of(CASE).holds is not found


def test_a_problem_without_a_start_runs_for_no_time() -> None:
    assert a_case().hours_running == 0
    assert a_case(problem_started_at=NOON + timedelta(hours=2)).hours_running == 0
