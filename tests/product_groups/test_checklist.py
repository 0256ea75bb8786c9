from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.catalog import catalogue
from escalations.product_groups.checklist import Brief, checklist, gaps
from tests.product_groups.builders import BRIEF, GROUP, without

STORAGE = catalogue().product_group(GROUP)
NETWORK = catalogue().product_group("network_platform")


def test_a_full_brief_has_no_gaps() -> None:
    assert gaps(STORAGE, "B", BRIEF) == {}


def test_each_gap_names_its_field_and_its_label() -> None:
    found = gaps(STORAGE, "B", without("client_version"))
    assert list(found) == ["need_client_version"]
    assert found["need_client_version"].startswith("Client library and version is missing")


@pytest.mark.parametrize("shrug", ["unknown", "n/a", "?", "see case", " - ", "TBD"])
def test_a_shrug_is_a_gap_but_an_attempt_is_not(shrug: str) -> None:
    def answered(text: str) -> Brief:
        return Brief(
            reason="resolution_time", asked="Why?", tried="Restarted", answers={**BRIEF.answers, "correlation_id": text}
        )

    assert "need_correlation_id" in gaps(STORAGE, "C", answered(shrug))
    assert not gaps(STORAGE, "C", answered("unknown: the gateway logs no ids, tried the activity log"))


def test_severity_a_and_business_impact_say_what_it_does_to_the_customer() -> None:
    silent = Brief(reason="defect_suspected", asked="Why?", tried="Restarted", answers=BRIEF.answers)
    assert not gaps(STORAGE, "B", silent)
    assert list(gaps(STORAGE, "A", silent)) == ["business_impact"]
    pressing = Brief(reason="business_impact", asked="Why?", tried="Restarted", answers=BRIEF.answers)
    assert list(gaps(STORAGE, "C", pressing)) == ["business_impact"]


def test_what_came_back_most_is_asked_first() -> None:
    lines = checklist(NETWORK, {"time_range": "since 06:00"}, {"network_trace": 7, "network_path": 2})
    assert [line.need for line in lines][:3] == ["network_trace", "network_path", "subscription_id"]
    assert {line.need: line.value for line in lines}["time_range"] == "since 06:00"


@given(
    st.dictionaries(st.sampled_from(sorted(catalogue().needs)), st.text(max_size=20)),
    st.sampled_from(sorted(catalogue().product_groups)),
    st.sampled_from("ABC"),
)
def test_mending_what_is_named_is_enough(answers: dict[str, str], group: str, severity: str) -> None:
    owner, attempt = catalogue().product_group(group), "unknown: asked the customer twice"
    empty = Brief(reason="resolution_time", asked="Why?", answers=answers)
    named = gaps(owner, severity, empty)
    own = {field: attempt for field in named if not field.startswith("need_")}
    filled = answers | {field.removeprefix("need_"): attempt for field in named}
    assert not gaps(owner, severity, replace(empty, answers=filled, **own))
