"""Which pauses want explaining."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.clocks.auditing import (
    NEARLY_DUE,
    OFTEN,
    WITHIN,
    Pause,
    PauseFinding,
    Spoken,
    audit,
    lost_minutes,
    pauses_in,
)
from escalations.clocks.readings import Entry, PauseReason

from .hours import NINE_TO_FIVE, Shelf, day
from .strategies import thorough

SHELF = Shelf.of(NINE_TO_FIVE)
HOUR = timedelta(hours=1)


def pause(start: str, end: str, why: PauseReason = "customer", left: timedelta = HOUR) -> Pause:
    return Pause(day(start), day(end), why, left, "office@1")


def asked(*moments: str) -> list[Spoken]:
    return [Spoken(day(moment), by_customer=False) for moment in moments]


def found(pauses: list[Pause], spoken: list[Spoken], *unasked: str) -> list[tuple[str, int]]:
    findings = audit(pauses, spoken, SHELF, [day(moment) for moment in unasked])
    return [(finding.kind, finding.minutes) for finding in findings]


def ledger(*more: Entry) -> list[Entry]:
    return [Entry(what="started", at=day("Mon 09:00"), minutes=240, calendar="office@1"), *more]


def at(what: str, moment: str, why: str = "") -> Entry:
    return Entry(what=what, at=day(moment), why=why)  # type: ignore[arg-type]


def test_a_question_that_waits_for_its_answer_is_a_good_pause() -> None:
    assert found([pause("Mon 11:00", "Tue 11:00")], asked("Mon 10:40")) == []
    assert found([pause("Mon 11:00", "Tue 11:00")], asked("Mon 11:00")) == [], "reply and wait in one go"


def test_a_pause_without_a_question_is_all_lost() -> None:
    """Mon 11 to 17 and Tue 9 to 11: eight open hours."""
    for spoken in ([], asked("Mon 09:30"), [Spoken(day("Mon 10:59"), by_customer=True)]):
        assert found([pause("Mon 11:00", "Tue 11:00")], spoken) == [("no_question", 480)]


def test_a_wait_for_nothing_is_one_as_well() -> None:
    assert found([pause("Mon 11:00", "Mon 12:00")], asked("Mon 10:40"), "Mon 11:00") == [("no_question", 60)]


def test_a_message_inside_is_lost_from_when_it_came() -> None:
    spoken = [
        *asked("Mon 10:50"),
        Spoken(day("Mon 16:00"), by_customer=True),
        Spoken(day("Tue 09:30"), by_customer=True),
    ]
    (finding,) = audit([pause("Mon 11:00", "Tue 10:00")], spoken, SHELF)
    assert (finding.kind, finding.minutes) == ("message_inside", 120)
    assert finding.says == "It went on for 18 h after the customer had written."


def test_a_message_that_ended_it_is_none_inside() -> None:
    spoken = [*asked("Mon 10:50"), Spoken(day("Mon 16:00"), by_customer=True)]
    assert found([pause("Mon 11:00", "Mon 16:00")], spoken) == []


@pytest.mark.parametrize("left", [timedelta(minutes=6), NEARLY_DUE, timedelta(), -NEARLY_DUE])
def test_a_pause_around_the_due_time_is_named(left: timedelta) -> None:
    assert found([pause("Mon 11:00", "Mon 12:00", left=left)], asked("Mon 10:50")) == [("near_due", 0)]


@pytest.mark.parametrize("left", [NEARLY_DUE + timedelta(seconds=1), -HOUR])
def test_a_pause_long_before_or_after_it_is_not(left: timedelta) -> None:
    assert found([pause("Mon 11:00", "Mon 12:00", left=left)], asked("Mon 10:50")) == []


def test_others_turns_are_not_the_customers() -> None:
    waits = [pause("Mon 11:00", "Mon 12:00", why="third_party", left=timedelta())]
    assert found(waits, []) == []


def test_ping_pong_is_named_once_at_its_last_pause() -> None:
    waits = [pause(f"Mon {hour}:00", f"Mon {hour}:30") for hour in ("10", "12", "14", "16")]
    spoken = asked("Mon 09:50", "Mon 11:50", "Mon 13:50", "Mon 15:50")
    (finding,) = audit(waits, spoken, SHELF)
    assert (finding.kind, finding.pause, finding.says) == (
        "ping_pong",
        waits[-1],
        "4 pauses in 6 h, waiting for customer.",
    )
    assert found(waits[:2], spoken) == []


def test_no_minute_is_lost_twice() -> None:
    spoken = [Spoken(day("Mon 12:00"), by_customer=True)]
    findings = audit([pause("Mon 11:00", "Mon 13:00")], spoken, SHELF)
    assert {finding.kind for finding in findings} == {"no_question", "message_inside"}
    assert lost_minutes(findings) == 120


def test_pauses_are_read_from_the_ledgers() -> None:
    """Two clocks that one act paused are one pause; the tightest of them says how much was left."""
    first = ledger(at("paused", "Mon 11:00", "customer"), at("resumed", "Mon 15:00"), at("satisfied", "Mon 16:00"))
    second = [
        Entry(what="started", at=day("Mon 09:00"), minutes=900, calendar="office@1"),
        Entry(what="paused", at=day("Mon 11:00") + timedelta(seconds=2), why="customer"),
        Entry(what="resumed", at=day("Mon 15:00")),
        Entry(what="paused", at=day("Tue 10:00"), why="third_party"),
    ]
    assert pauses_in([first, second, ledger()], SHELF, day("Tue 12:00")) == [
        pause("Mon 11:00", "Mon 15:00", left=timedelta(hours=2)),
        pause("Tue 10:00", "Tue 12:00", "third_party", timedelta(minutes=600, seconds=-2)),
    ]


def test_a_pause_that_changes_its_reason_is_two() -> None:
    told = ledger(
        at("paused", "Mon 10:00", "customer"), at("paused", "Mon 12:00", "third_party"), at("cancelled", "Mon 13:00")
    )
    assert [(one.why, one.start, one.end) for one in pauses_in([told], SHELF, day("Tue 12:00"))] == [
        ("customer", day("Mon 10:00"), day("Mon 12:00")),
        ("third_party", day("Mon 12:00"), day("Mon 13:00")),
    ]


@st.composite
def waits(draw: st.DrawFn) -> list[Pause]:
    moment, told = day("Mon 09:00"), []
    for gap, length in draw(st.lists(st.tuples(st.integers(1, 1500), st.integers(1, 600)), max_size=12)):
        start = moment + timedelta(minutes=gap)
        moment = start + timedelta(minutes=length)
        told.append(Pause(start, moment, "customer", HOUR, "office@1"))
    return told


@thorough
@given(waits())
def test_ping_pong_is_found_exactly_where_a_day_holds_three(pauses: list[Pause]) -> None:
    starts = [one.start for one in pauses]
    bouncing = [i for i in range(len(starts) - OFTEN + 1) if starts[i + OFTEN - 1] - starts[i] <= WITHIN]
    told = [finding for finding in audit(pauses, [], SHELF) if finding.kind == "ping_pong"]
    assert bool(told) == bool(bouncing)
    for finding in told:
        assert any(starts[i + OFTEN - 1] == finding.pause.start for i in bouncing)


@thorough
@given(waits(), st.lists(st.integers(0, 10_000), max_size=12))
def test_what_is_lost_is_never_more_than_stood_still(pauses: list[Pause], minutes: list[int]) -> None:
    spoken = [Spoken(day("Mon 09:00") + timedelta(minutes=m), by_customer=bool(m % 2)) for m in sorted(minutes)]
    findings = audit(pauses, spoken, SHELF)
    assert [one.pause.start for one in findings] == sorted(one.pause.start for one in findings)
    still = {one: NINE_TO_FIVE.open_between(one.start, one.end) // timedelta(minutes=1) for one in pauses}
    assert all(0 <= one.minutes <= still[one.pause] for one in findings)
    assert lost_minutes(findings) <= sum(still.values())
    assert all(_is_inside(one, spoken) for one in findings if one.kind == "message_inside")


def _is_inside(finding: PauseFinding, spoken: list[Spoken]) -> bool:
    inside: list[datetime] = [s.at for s in spoken if s.by_customer and finding.pause.start < s.at < finding.pause.end]
    return bool(inside)
