from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as replace_group

from escalations.catalog import catalogue
from escalations.product_groups.checklist import Brief, absent, checklist, gaps
from escalations.product_groups.learning import Evidence
from tests.product_groups.builders import BRIEF, GROUP, without

STORAGE = catalogue().product_group(GROUP)
NETWORK = catalogue().product_group("network_platform")
COSTLY = {need: Evidence(need, 20, 14) for need in catalogue().needs}
"""Leaving anything out has come back."""


def test_a_full_brief_has_no_gaps() -> None:
    assert gaps(STORAGE.needs, "B", BRIEF, COSTLY) == {}


def test_each_gap_names_its_field_and_its_label() -> None:
    found = gaps(STORAGE.needs, "B", without("client_version"), COSTLY)
    assert list(found) == ["need_client_version"]
    assert found["need_client_version"].startswith("Client library and version is missing")


@pytest.mark.parametrize("shrug", ["unknown", "n/a", "?", "see case", " - ", "TBD"])
def test_a_shrug_is_a_gap_but_an_attempt_is_not(shrug: str) -> None:
    def answered(text: str) -> Brief:
        return Brief(
            reason="resolution_time", asked="Why?", tried="Restarted", answers={**BRIEF.answers, "correlation_id": text}
        )

    assert "need_correlation_id" in gaps(STORAGE.needs, "C", answered(shrug), COSTLY)
    assert not gaps(STORAGE.needs, "C", answered("unknown: the gateway logs no ids, tried the activity log"), COSTLY)


def test_severity_a_and_business_impact_say_what_it_does_to_the_customer() -> None:
    silent = Brief(reason="defect_suspected", asked="Why?", tried="Restarted", answers=BRIEF.answers)
    assert not gaps(STORAGE.needs, "B", silent, {})
    assert list(gaps(STORAGE.needs, "A", silent, {})) == ["business_impact"]
    pressing = Brief(reason="business_impact", asked="Why?", tried="Restarted", answers=BRIEF.answers)
    assert list(gaps(STORAGE.needs, "C", pressing, {})) == ["business_impact"]


def test_what_came_back_most_is_asked_first() -> None:
    returned = {need: Evidence(need, 9, times) for need, times in (("network_trace", 7), ("network_path", 2))}
    lines = checklist(NETWORK.needs, {"time_range": "since 06:00"}, returned)
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
    named = gaps(owner.needs, severity, empty, COSTLY)
    own = {field: attempt for field in named if not field.startswith("need_")}
    filled = answers | {field.removeprefix("need_"): attempt for field in named}
    assert not gaps(owner.needs, severity, replace(empty, answers=filled, **own), COSTLY)


def test_only_what_came_back_blocks() -> None:
    twice, thrice = Evidence("time_range", 20, 2), Evidence("client_version", 20, 3)
    empty = replace(BRIEF, answers={}, tried="")
    assert gaps(STORAGE.needs, "B", empty, {}) == {}
    assert list(gaps(STORAGE.needs, "B", empty, {"time_range": twice, "client_version": thrice})) == [
        "need_client_version"
    ]


def test_the_sentence_says_what_it_cost() -> None:
    assert Evidence("logs", 20, 14).sentence == "The last 20 escalations without it were returned for it 14 times."
    assert Evidence("logs", 1, 1).sentence == "The one escalation without it was returned for it once."
    assert (
        "were returned for it 14 times"
        in gaps(STORAGE.needs, "B", without("client_version"), COSTLY)["need_client_version"]
    )


def test_what_the_group_does_not_get_to_know_is_kept_apart_from_what_was_said() -> None:
    assert absent(STORAGE.needs, BRIEF) == ["correlation_id"], "it was looked for and not found"
    assert absent(STORAGE.needs, without("client_version")) == ["correlation_id", "client_version"]


def test_a_product_and_a_reason_ask_for_more() -> None:
    group = replace_group(
        STORAGE, for_reason={"defect_suspected": ("steps",)}, for_product={"azure_files": ("network_trace",)}
    )
    assert group.needs_for("azure_files", "defect_suspected")[-2:] == ("network_trace", "steps")
    assert group.needs_for("blob", "resolution_time") == STORAGE.needs
