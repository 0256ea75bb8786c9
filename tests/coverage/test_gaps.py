"""What is asked minus who is able and on call."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.clocks.rule_files import BadRuleFile, LastGood
from escalations.coverage.abilities import Able
from escalations.coverage.gaps import Gap, Stint, gaps_of, new_gaps
from escalations.coverage.remedies import remedy
from escalations.coverage.requirements import FILE, Requirement, read_requirements, requirements, requirements_fault
from escalations.coverage.spans import Span, merged
from tests.cast import Cast
from tests.support import browser_of

DAY = datetime(2027, 3, 22, tzinfo=UTC)
WHOLE = Span(DAY, DAY + timedelta(days=2))


def hours(start: float, end: float) -> Span:
    return Span(DAY + timedelta(hours=start), DAY + timedelta(hours=end))


def able(person_id: int = 1, **told: object) -> Able:
    usual = {
        "name": f"P{person_id}", "role": "support_engineer", "works_cases": True, "levels": {"storage": 3}, "languages": ["en"],
        "clearances": {"public": [Span(DAY - timedelta(days=9), DAY + timedelta(days=99))]},
    }  # fmt: skip
    return Able(person_id=person_id, **{**usual, **told})  # type: ignore[arg-type]


def need(**told: object) -> Requirement:
    return Requirement.model_validate(
        {"key": "storage", "name": "Storage", "boundary": "public", "family": "storage", "level": 3, **told}
    )


def stint(start: float, end: float, person_id: int = 1, boundary: str = "everywhere") -> Stint:
    return Stint(person_id, 1, boundary, hours(start, end))


def spans(gaps: list[Gap]) -> list[Span]:
    return [gap.span for gap in gaps]


def test_what_nobody_covers_is_a_gap() -> None:
    found = gaps_of(need(), [stint(0, 8), stint(20, 48)], {1: able()}, WHOLE)
    assert spans(found) == [hours(8, 20)] and found[0].missing == 1


def test_hours_that_are_not_asked_for_are_none() -> None:
    weekday = need(days=[1], **{"from": "07:00", "until": "09:00"}, time_zone="Europe/Berlin")
    assert spans(gaps_of(weekday, [], {}, WHOLE)) == [hours(6, 8)]


@pytest.mark.parametrize(
    "lacking",
    [
        {"clearances": {"public": [Span(DAY - timedelta(days=9), DAY + timedelta(hours=23))]}},
        {"clearances": {"public": [Span(DAY + timedelta(hours=1), DAY + timedelta(days=9))]}},
        {"clearances": {}},
        {"levels": {"storage": 2}},
        {"levels": {}},
        {"languages": ["de"]},
        {"works_cases": False},
    ],
)
def test_a_shift_counts_whole_or_not_at_all(lacking: dict[str, object]) -> None:
    """A clearance that ends an hour before the shift does makes the whole shift a gap."""
    english = need(language="en")
    shift = [stint(0, 24), stint(24, 48, 2)]
    assert spans(gaps_of(english, shift, {1: able(**lacking), 2: able(2)}, WHOLE)) == [hours(0, 24)]
    assert gaps_of(english, shift, {1: able(), 2: able(2)}, WHOLE) == []


def test_two_clearances_that_touch_are_one() -> None:
    parts = [
        Span(DAY - timedelta(days=1), DAY + timedelta(hours=5)),
        Span(DAY + timedelta(hours=5), DAY + timedelta(days=9)),
    ]
    assert gaps_of(need(), [stint(0, 48)], {1: able(clearances={"public": parts})}, WHOLE) == []


def test_a_rotation_of_another_boundary_does_not_count() -> None:
    assert spans(gaps_of(need(), [stint(0, 48, boundary="usgov")], {1: able()}, WHOLE)) == [WHOLE]


def test_two_heads() -> None:
    found = gaps_of(need(heads=2), [stint(0, 48), stint(0, 10, 2)], {1: able(), 2: able(2)}, WHOLE)
    assert [(gap.span, gap.missing) for gap in found] == [(hours(10, 48), 1)]


def test_what_a_change_makes_worse() -> None:
    people = {1: able(), 2: able(2)}
    before = gaps_of(need(), [stint(0, 8), stint(10, 48, 2)], people, WHOLE)
    after = gaps_of(need(), [stint(10, 48, 2)], people, WHOLE)
    assert spans(new_gaps(before, after)) == [hours(0, 8)] and new_gaps(after, before) == []


def test_who_could_take_it_and_who_nearly_could() -> None:
    people = {
        1: able(), 2: able(2), 3: able(3, away=[hours(4, 5)]), 4: able(4, levels={"storage": 1}), 5: able(5),
    }  # fmt: skip
    stints = [stint(8, 20, 4), stint(20, 40, 2), stint(0, 9, 5)]
    (gap,) = [one for one in gaps_of(need(), stints, people, WHOLE) if one.span.start == hours(9, 9).start]
    found = remedy(gap, stints, people)
    assert [taker.name for taker in found.takers] == ["P1", "P3", "P5"]
    assert [taker.load / timedelta(hours=1) for taker in found.takers] == [0, 0, 9]
    assert [(one.name, one.why) for one in found.nearly] == [("P4", "is at level 1 of 3")]
    assert found.able == 4, "P2 is able and on call"


moments = st.integers(0, 96).map(lambda half: half / 2)


@given(st.lists(st.tuples(moments, moments, st.integers(1, 3))), st.integers(1, 3))
def test_a_moment_is_a_gap_exactly_if_too_few_are_there(told: list[tuple[float, float, int]], heads: int) -> None:
    shifts = [stint(start, end, person) for start, end, person in told if start < end]
    alone = [
        one
        for i, one in enumerate(shifts)
        if not any(one.person_id == other.person_id and one.span.meets(other.span) for other in shifts[:i])
    ]
    people = {person: able(person, levels={"storage": person + 1}) for person in (1, 2, 3)}
    gaps = gaps_of(need(heads=heads), alone, people, WHOLE)
    for half in range(96):
        at = DAY + timedelta(minutes=30 * half + 15)
        there = sum(one.span.holds(at) and one.person_id > 1 for one in alone)
        missing = next((gap.missing for gap in gaps if gap.span.holds(at)), 0)
        assert missing == max(0, heads - there)
    assert len(merged(spans(gaps))) <= len(gaps)


def test_the_file_that_ships_is_in_order() -> None:
    assert {one.boundary for one in requirements()} >= {"public", "usgov"}
    assert all(one.hours_words and one.asks for one in requirements())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('family = "dancing"', "coverage.toml:1: require.0: there is no family 'dancing'"),
        ('time_zone = "Berlin"', "no time zone 'Berlin'"),
        ('from = "25:00"', 'write a time of day such as "07:30"'),
        ("heads = 0", "heads"),
        ('wat = "?"', "wat"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "coverage.toml"
    file.write_text(f'[[require]]\nkey = "a"\nname = "Something"\nboundary = "public"\n{line}\n')
    with pytest.raises(BadRuleFile) as told:
        read_requirements(file)
    assert said in str(told.value)


def test_without_a_file_nothing_is_asked(tmp_path: Path) -> None:
    assert read_requirements(tmp_path / "coverage.toml") == ()


ASKED = """[[require]]
key = "storage"
name = "Storage"
boundary = "public"
heads = 1
"""


def test_a_changed_file_is_taken_over_and_a_broken_one_is_told_while_the_last_good_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / FILE
    file.write_text(ASKED)
    rules = LastGood[tuple[Requirement, ...]](
        lambda: tmp_path, lambda folder, _before: read_requirements(folder / FILE)
    )
    monkeypatch.setattr("escalations.coverage.requirements._shipped", rules)
    monkeypatch.setattr("escalations.clocks.rule_files.LOOK_EVERY", 0.0)
    assert ([one.heads for one in requirements()], requirements_fault()) == ([1], None)
    file.write_text(ASKED.replace("heads = 1", "heads = 12"))
    assert [one.heads for one in requirements()] == [12]
    file.write_text(ASKED.replace("heads = 1", "heads = 120"))
    assert [one.heads for one in requirements()] == [12] and (requirements_fault() or "").startswith(f"{FILE}:")


async def test_the_page_says_why_a_changed_file_is_refused(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE).write_text(ASKED)
    rules = LastGood[tuple[Requirement, ...]](
        lambda: tmp_path, lambda folder, _before: read_requirements(folder / FILE)
    )
    monkeypatch.setattr("escalations.coverage.requirements._shipped", rules)
    monkeypatch.setattr("escalations.clocks.rule_files.LOOK_EVERY", 0.0)
    requirements()
    (tmp_path / FILE).write_text(ASKED.replace("public", "nowhere"))
    async with browser_of(cast.dora) as dora:
        page = (await dora.get("/on-call/coverage")).text
    assert "what was sound before stays in force" in page and "nowhere" in page
