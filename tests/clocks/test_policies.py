"""The shipped policies, and which of their lines a case gets."""

from datetime import UTC, datetime

import pytest

from escalations.catalog.loading import catalogue
from escalations.clocks.policies import Target, Terms, clock_policies, policies_at, target_for
from escalations.clocks.rule_files import BadRuleFile
from escalations.customers.models import PLANS

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
NEW, OLD = "2026-07-01", "2023-07-01"


@pytest.mark.parametrize(
    ("plan", "severity", "target"),
    [
        ("standard", "A", Target(60, "always", NEW)),
        ("standard", "B", Target(240, "berlin", NEW)),
        ("standard", "C", Target(480, "berlin", NEW)),
        ("prodirect", "A", Target(60, "always", NEW)),
        ("prodirect", "B", Target(120, "berlin", NEW)),
        ("premier", "A", Target(60, "always", NEW)),
        ("premier", "B", Target(120, "berlin", NEW)),
        ("premier", "C", Target(240, "berlin", NEW)),
        ("unified", "C", Target(240, "berlin", NEW)),
        ("developer", "C", Target(480, "berlin", NEW)),
    ],
)
def test_first_response(plan, severity, target):
    assert target_for("first_response", plan=plan, severity=severity, at=NOW, zone="Europe/Paris") == target


def test_a_severity_the_plan_does_not_offer_is_served_as_the_next_lower_one():
    assert target_for("first_response", plan="developer", severity="A", at=NOW).minutes == 480


def test_rapid_response_cover_beats_the_plan_where_it_says_something():
    assert target_for("first_response", plan="standard", severity="A", cover=True, at=NOW) == Target(15, "always", NEW)
    assert target_for("first_response", plan="standard", severity="B", cover=True, at=NOW).minutes == 240


def test_a_policy_has_its_day():
    then = datetime(2023, 6, 30, 23, 59, tzinfo=UTC)
    assert target_for("first_response", plan="standard", severity="A", at=then) == Target(120, "always", "2019-07-01")
    assert policies_at(datetime(2023, 7, 1, tzinfo=UTC)).version == OLD
    assert policies_at(datetime(2026, 7, 1, tzinfo=UTC)).version == NEW
    with pytest.raises(BadRuleFile, match="no clock policy was in force on 2019-06-30"):
        policies_at(datetime(2019, 6, 30, tzinfo=UTC))


def test_all_hours_may_be_chosen_for_b_only():
    choice = {"plan": "standard", "at": NOW, "around_the_clock": True}
    assert target_for("first_response", severity="B", **choice).calendar_key == "always"
    assert target_for("first_response", severity="C", **choice).calendar_key == "london"


def test_a_product_group_owes_support_an_answer_whatever_the_plan():
    assert target_for("acknowledge", severity="A", at=NOW) == Target(30, "always", NEW)
    assert target_for("answer", severity="C", at=NOW, zone="Asia/Tokyo") == Target(2700, "tokyo", NEW)


def resolution(at=NOW, **terms):
    return clock_policies().target("resolution", Terms(**{"plan": "standard", "severity": "B", **terms}), at)


def test_a_resolution_is_an_objective_since_july_2026():
    assert resolution(datetime(2026, 6, 30, 23, 59, tzinfo=UTC)) is None
    assert resolution() == Target(54 * 60, "london", NEW)
    assert resolution(severity="A", cover=True) == Target(8 * 60, "always", NEW)
    assert resolution(around_the_clock=True).calendar_key == "always"


def test_every_plan_of_the_catalogue_is_in_every_policy():
    plans = set(catalogue().plans)
    assert [set(policy.plans) for policy in clock_policies().policies] == [plans] * 3
    assert set(PLANS) == plans


def test_policies_say_when_they_warn():
    assert [clock_policies().thresholds(version) for version in (OLD, NEW, "unknown")] == [(75,), (75, 90), (75,)]


def test_an_unknown_plan_is_named_with_those_there_are():
    with pytest.raises(BadRuleFile, match="no plan 'gold'; it has developer, standard, prodirect, premier, unified"):
        target_for("first_response", plan="gold", severity="A", at=NOW)


@pytest.mark.parametrize(
    ("zone", "key"),
    [
        ("Europe/Paris", "berlin"),
        ("Europe/London", "london"),
        ("America/Sao_Paulo", "new_york"),
        ("America/Los_Angeles", "los_angeles"),
        ("Asia/Kolkata", "singapore"),
        ("Asia/Dubai", "dubai"),
        ("Australia/Perth", "sydney"),
        ("UTC", "london"),
        ("Mars/Olympus", "london"),
    ],
)
def test_customers_are_served_in_hours_near_theirs(zone, key):
    assert clock_policies().calendars.serving(zone) == key


def test_a_new_years_entry_takes_over_the_hours():
    calendars = clock_policies().calendars
    assert calendars.in_force("berlin", datetime(2025, 9, 30, tzinfo=UTC)).ref == "berlin@2015-01-01"
    assert calendars.in_force("berlin", NOW).ref == "berlin@2025-10-01"
    assert calendars.all_in_force(NOW)["berlin"].ref == "berlin@2025-10-01"
    with pytest.raises(BadRuleFile, match="berlin@1999-01-01 is gone"):
        calendars.pinned("berlin@1999-01-01")


def test_all_hours_take_the_short_way():
    assert clock_policies().calendars.in_force("always", NOW).always
