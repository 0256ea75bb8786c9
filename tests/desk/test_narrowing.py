from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.cases.queries import Tally
from escalations.desk.narrowing import VIEWS, Narrowing, chips, tabs
from escalations.platform.errors import NotFound

SEVERITIES, BOUNDARIES, FAMILIES = ("A", "B", "C"), ("public", "usgov"), ("storage", "identity")
TALLIES = st.lists(
    st.builds(
        Tally, severity=st.sampled_from(SEVERITIES), boundary=st.sampled_from(BOUNDARIES), family=st.sampled_from(FAMILIES), covered=st.booleans(),
        unowned=st.booleans(), side=st.sampled_from(["us", "others", "asleep"]), late=st.booleans(), count=st.integers(1, 50),
    ),
    max_size=12,
)  # fmt: skip
NARROWINGS = st.builds(
    Narrowing, view=st.sampled_from(list(VIEWS)), severity=st.sampled_from(["", *SEVERITIES]), boundary=st.sampled_from(["", *BOUNDARIES]),
    family=st.sampled_from(["", *FAMILIES]), covered=st.booleans(), late=st.booleans(), owner=st.none() | st.integers(1, 99),
)  # fmt: skip


def read(url: str) -> Narrowing:
    return Narrowing.of(dict(parse_qsl(urlsplit(url).query)))


@given(NARROWINGS)
def test_an_address_says_all_of_it(narrowing: Narrowing) -> None:
    assert read(narrowing.url("/queues/storage")) == narrowing


@given(NARROWINGS, TALLIES)
def test_a_link_counts_what_it_leads_to(narrowing: Narrowing, tallies: list[Tally]) -> None:
    for link in tabs(narrowing, tallies, "/queues/storage"):
        assert link.count == read(link.url).count(tallies)
    for chip in chips(narrowing, tallies, "/queues/storage", me=7):
        if chip.count is not None:
            shown = narrowing if chip.current else read(chip.url)
            assert chip.count == shown.count(tallies)


@given(NARROWINGS, TALLIES)
def test_the_three_sides_are_everything(narrowing: Narrowing, tallies: list[Tally]) -> None:
    counts = {link.label: link.count or 0 for link in tabs(narrowing, tallies, "/")}
    assert counts["Our turn"] + counts["Waiting"] + counts["Snoozed"] == counts["Everything"] >= counts["Unowned"]


@given(NARROWINGS, TALLIES)
def test_a_chosen_chip_takes_itself_away(narrowing: Narrowing, tallies: list[Tally]) -> None:
    chosen = [chip for chip in chips(narrowing, tallies, "/", me=7) if chip.current]
    for chip in chosen:
        without = read(chip.url)
        assert (
            without != narrowing
            and sum(other.current for other in chips(without, tallies, "/", me=7)) == len(chosen) - 1
        )


def test_nonsense_in_an_address_narrows_nothing() -> None:
    assert Narrowing.of({"view": "all", "severity": "Z", "covered": "perhaps"}) == Narrowing()
    with pytest.raises(NotFound):
        Narrowing.of({"owner": "nobody"})


def test_mine_is_offered_to_who_owns_cases() -> None:
    assert [chip.label for chip in chips(Narrowing(), [], "/", me=3)] == ["mine"]
    assert chips(Narrowing(), [], "/", me=None) == [] == chips(Narrowing(view="unowned"), [], "/", me=3)
    assert [(chip.label, chip.url) for chip in chips(Narrowing(owner=4), [], "/", me=3)] == [("owned by P-4", "/")]
