from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from escalations.rapid_response.comparing import what_would_move, why_above, worst_first
from escalations.rapid_response.plight import Plight
from escalations.rapid_response.presenting import arrange
from escalations.rapid_response.scoring import score
from escalations.rapid_response.weights import weights
from tests.rapid_response.builders import NOON, ago, covered

CALM = Plight(
    case_id=1, severity="C", claimed="C", due_at=NOON + timedelta(days=2), due_kind="next_update", silent_since=ago(5)
)


def points(plight: Plight) -> int:
    return score(plight, weights(), NOON).points


def test_points_add_up_and_say_so() -> None:
    worst = Plight(
        case_id=1,
        severity="A",
        due_at=ago(120),
        due_kind="next_update",
        silent_since=ago(1440),
        reopened=2,
        escalated=True,
        requested=True,
    )
    scored = score(worst, weights(), NOON)
    assert scored.points == 40 + 24 + 10 + 18 + 12 + 8 + 16
    assert scored.points == sum(part.points for part in scored.parts)
    assert scored.sentence == "severity A, next update late by 2 h, no word from us for 1 d"
    assert scored.sum.endswith("reopened 2 × 12 + a product group has it 8 = 128")


def test_each_of_the_seven_parts_counts_and_is_named() -> None:
    facts = {
        "claimed": "A", "around_the_clock": True, "incident": True, "transfers": 2, "broken": 1,
        "moment_at": NOON + timedelta(days=1), "moment": "Sales day",
    }  # fmt: skip
    scored = score(replace(CALM, severity="B", **facts), weights(), NOON)  # type: ignore[arg-type]
    assert {part.says: part.points for part in scored.parts} == {
        "severity B": 18, "the customer says A": 6, "works on it around the clock": 4, "part of an active incident": 10,
        "moved between teams 2 ×": 6, "1 promise broken": 8, "Sales day in 1 d": 7,
    }  # fmt: skip


def test_an_incident_counts_whom_it_hits_and_who_is_silent() -> None:
    incident = Plight(case_id=3, severity="B", claimed="B", hit=2, silent=1, is_incident=True, silent_since=ago(1440))
    scored = score(incident, weights(), NOON)
    assert (
        scored.sum
        == "severity B 18 + no word from us for 1 d 18 + hits 2 covered customers 12 + 1 covered customer hit and silent 5 = 53"
    )
    assert what_would_move(scored) == "an update takes off 18 points"


def test_what_does_not_count_is_not_told() -> None:
    assert score(CALM, weights(), NOON).sentence == "severity C"


def test_while_the_customer_is_to_answer_silence_is_no_fault() -> None:
    quiet = replace(CALM, silent_since=ago(2000))
    assert points(quiet) - points(replace(quiet, silent_since=None)) == 18


def test_why_one_is_above_the_next_and_what_would_move_it() -> None:
    first = score(replace(CALM, due_at=ago(10), silent_since=ago(800)), weights(), NOON)
    second = score(CALM, weights(), NOON)
    assert why_above(first, second, "C-2") == "33 points above C-2, most of all by next update late by 10 min"
    assert why_above(second, second, "C-2").startswith("level with C-2")
    assert what_would_move(first) == "a reply to the customer takes off 33 points"
    assert (
        what_would_move(score(replace(CALM, requested=True), weights(), NOON))
        == "taking the request takes off 16 points"
    )
    assert what_would_move(second) == ""


def test_a_reply_does_not_move_what_a_reply_does_not_meet() -> None:
    assert (
        what_would_move(score(replace(CALM, due_at=ago(10), due_kind="follow_up", silent_since=None), weights(), NOON))
        == ""
    )


def test_the_board_has_headings_and_a_sentence() -> None:
    calm, bad = (
        covered(CALM, "Carraway Bank"),
        covered(Plight(case_id=2, severity="A", due_at=ago(1), due_kind="first_response", silent_since=ago(61))),
    )
    board = arrange([calm, bad], weights(), NOON)
    assert [(title, [one.line.ref for one in ranked]) for title, ranked in board.bands] == [
        ("Next up", ["C-2"]),
        ("In hand", ["C-1"]),
    ]
    assert board.why_first.startswith("Nordhavn Rail (C-2) is first: severity A, first response late by 1 min; ")
    assert arrange([], weights(), NOON).why_first == ""


minutes = st.integers(-3000, 20_000)
plights = st.builds(
    Plight,
    case_id=st.integers(1, 10_000),
    severity=st.sampled_from("ABC"),
    claimed=st.sampled_from("ABC"),
    around_the_clock=st.booleans(),
    due_at=st.none() | minutes.map(ago),
    due_kind=st.sampled_from(["first_response", "next_update", "follow_up", "promise", "engagement"]),
    silent_since=st.none() | st.integers(0, 20_000).map(ago),
    incident=st.booleans(),
    reopened=st.integers(0, 9),
    transfers=st.integers(0, 9),
    escalated=st.booleans(),
    broken=st.integers(0, 5),
    moment_at=st.none() | minutes.map(ago),
    moment=st.just("Sales day"),
    requested=st.booleans(),
    hit=st.integers(0, 9),
    silent=st.integers(0, 9),
)


@st.composite
def worse_than(draw: st.DrawFn, plight: Plight) -> Plight:
    """The same case with any of its facts worse, or just as they were."""

    def earlier(moment: datetime | None, last: datetime) -> datetime | None:
        span = timedelta(minutes=draw(st.integers(0, 5000)))
        return (moment or last) - span if moment or draw(st.booleans()) else None

    flags = ("around_the_clock", "incident", "escalated", "requested")
    counts = ("reopened", "transfers", "broken", "hit", "silent")
    return replace(
        plight,
        severity=draw(st.sampled_from("ABC"[: "ABC".index(plight.severity) + 1])),
        claimed=draw(st.sampled_from("ABC"[: "ABC".index(plight.claimed) + 1])),
        due_at=earlier(plight.due_at, NOON + timedelta(days=4)),
        silent_since=earlier(plight.silent_since, NOON),
        moment_at=earlier(plight.moment_at, NOON + timedelta(days=9)),
        **{name: getattr(plight, name) or draw(st.booleans()) for name in flags},
        **{name: getattr(plight, name) + draw(st.integers(0, 3)) for name in counts},
    )


@given(st.data())
def test_worse_never_ranks_lower(data: st.DataObject) -> None:
    board = data.draw(st.lists(plights, min_size=1, max_size=5, unique_by=lambda plight: plight.case_id))
    at = data.draw(st.integers(0, len(board) - 1))
    worsened = [*board[:at], data.draw(worse_than(board[at])), *board[at + 1 :]]

    def place(cases: list[Plight]) -> int:
        return worst_first([score(case, weights(), NOON) for case in cases]).index(at)

    assert points(worsened[at]) >= points(board[at])
    assert place(worsened) <= place(board)


@given(st.data())
def test_of_two_cases_the_worse_one_stands_first(data: st.DataObject) -> None:
    better = data.draw(plights)
    worse = replace(data.draw(worse_than(better)), case_id=better.case_id + data.draw(st.sampled_from([-1, 1])))
    if replace(worse, case_id=better.case_id) != better:
        assert worst_first([score(case, weights(), NOON) for case in (better, worse)])[0] == 1
