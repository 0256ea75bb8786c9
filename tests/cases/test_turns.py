"""Whose time it was: all of it, once, and as a walk over its minutes finds it."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given

from escalations.cases.events import CaseClosed, CaseReopened, TurnChanged, WaitEnded, WaitStarted
from escalations.cases.turns import PARTIES, Hours, hours_of, parts, shares, turns, whole_seconds
from escalations.clocks.readings import Segment
from tests.cases.trails import Fact, Life, lives
from tests.clocks.hours import NINE_TO_FIVE, Shelf, day
from tests.clocks.minute_walk import Wall
from tests.clocks.strategies import thorough

SHELF = Shelf.of(NINE_TO_FIVE)
OFFICE = [Hours(day("Mon 08:00"), "office@1")]
TRAIL = [
    Fact(day("Mon 10:00"), WaitStarted(on_whom="customer", until="Tue")),
    Fact(day("Tue 12:00"), WaitEnded(on_whom="customer", because="the customer wrote", since=day("Tue 11:00").isoformat())),
    Fact(day("Tue 15:00"), TurnChanged(was="us", became="product_group", why="gave the turn to storage")),
    Fact(day("Wed 10:00"), TurnChanged(was="product_group", became="close_the_loop", why="solved")),
    Fact(day("Wed 11:00"), CaseClosed(resolution="fixed")),
    Fact(day("Wed 13:00"), CaseReopened(reason="it came back")),
]  # fmt: skip


def test_each_stretch_knows_what_began_it() -> None:
    found = turns(day("Mon 08:00"), day("Wed 14:00"), TRAIL)
    assert [(one.turn, one.start, one.moved.what) for one in found] == [
        ("us", day("Mon 08:00"), ""),
        ("customer", day("Mon 10:00"), "waits for the customer until Tue"),
        ("us", day("Tue 11:00"), "ended the wait for the customer: the customer wrote"),
        ("product_group", day("Tue 15:00"), "changed the turn to product group: gave the turn to storage"),
        ("close_the_loop", day("Wed 10:00"), "changed the turn to close the loop: solved"),
        ("resolved", day("Wed 11:00"), "closed the case: fixed"),
        ("us", day("Wed 13:00"), "reopened the case: it came back"),
    ]
    assert {one.moved.who for one in found[1:]} == {"Ada"}


def test_every_party_gets_its_time() -> None:
    found = shares(parts(turns(day("Mon 08:00"), day("Wed 14:00"), TRAIL), OFFICE, SHELF))
    assert {party: span / timedelta(hours=1) for party, span in found.items()} == {
        "us": 1 + 4 + 1 + 1, "customer": 25, "product_group": 19, "third_party": 0, "out_of_hours": 1, "resolved": 2,
    }  # fmt: skip


def test_word_that_comes_late_takes_effect_after_what_it_follows() -> None:
    early = WaitEnded(on_whom="customer", because="the customer wrote", since=day("Mon 09:00").isoformat())
    trail = [TRAIL[0], Fact(day("Mon 12:00"), early)]
    found = turns(day("Mon 08:00"), day("Mon 14:00"), trail)
    assert [(one.turn, one.start) for one in found] == [("us", day("Mon 08:00")), ("us", day("Mon 10:00"))]


def test_what_happens_after_the_end_is_another_story() -> None:
    assert [one.turn for one in turns(day("Mon 08:00"), day("Mon 09:00"), TRAIL)] == ["us"]
    assert len(turns(day("Mon 08:00"), day("Mon 08:00"), [])) == 1


def test_the_hours_are_those_of_whichever_response_clock_counted() -> None:
    told = [
        Segment(day("Mon 08:00"), day("Mon 09:00"), "running", "", "always@1"),
        Segment(day("Mon 09:00"), day("Wed 09:00"), "stopped", "", "always@1"),
        Segment(day("Mon 09:00"), day("Mon 10:00"), "running", "", "office@1"),
        Segment(day("Mon 10:00"), day("Tue 10:00"), "paused", "customer", "office@1"),
    ]
    assert hours_of(told) == [Hours(day("Mon 08:00"), "always@1"), Hours(day("Mon 09:00"), "office@1")]


@thorough
@given(lives())
def test_every_minute_belongs_to_somebody_as_a_walk_finds_it(life: Life) -> None:
    found = parts(turns(life.opened_at, life.until, life.trail), life.hours, life)
    walked = walk(life)
    assert {party: span // timedelta(minutes=1) for party, span in shares(found).items() if span} == walked


@thorough
@given(lives(unit=timedelta(seconds=37, microseconds=123_457)))
def test_no_second_is_lost_or_counted_twice(life: Life) -> None:
    stretches = turns(life.opened_at, life.until, life.trail)
    assert [one.start for one in stretches[1:]] == [one.end for one in stretches[:-1]]
    found = parts(stretches, life.hours, life)
    whole = life.until - life.opened_at
    assert sum(shares(found).values(), timedelta()) == whole
    seconds = whole_seconds(found)
    assert set(seconds) == set(PARTIES)
    assert sum(seconds.values()) == whole // timedelta(seconds=1)


def walk(life: Life) -> dict[str, int]:
    """Minute by minute, asking the trail and a clock on the wall."""
    walls = {hours.calendar: Wall(life.known[hours.calendar], life.opened_at) for hours in life.hours}
    found: Counter[str] = Counter()
    moment = life.opened_at
    while moment < life.until:
        party = party_at(life, moment)
        for hours in life.hours:
            is_open = walls[hours.calendar].is_open(moment)
            if hours == in_force(life, moment) and party == "us" and not is_open:
                party = "out_of_hours"
        found[party] += 1
        moment += timedelta(minutes=1)
    return dict(found)


def party_at(life: Life, moment: datetime) -> str:
    party, last = "us", life.opened_at
    for fact in life.trail:
        event, turn = fact.event, None
        if isinstance(event, WaitStarted):
            turn = event.on_whom
        elif isinstance(event, WaitEnded | CaseReopened):
            turn = "us"
        elif isinstance(event, TurnChanged):
            turn = "us" if event.became == "close_the_loop" else event.became
        elif isinstance(event, CaseClosed):
            turn = "resolved"
        if turn is None:
            continue
        since = getattr(event, "since", "")
        last = max(last, datetime.fromisoformat(since) if since else fact.at)
        if last <= moment:
            party = turn
    return party


def in_force(life: Life, moment: datetime) -> Hours:
    return [hours for number, hours in enumerate(life.hours) if number == 0 or hours.since <= moment][-1]


def test_a_life_of_no_length_is_nobodys() -> None:
    at = datetime(2026, 11, 16, tzinfo=UTC)
    assert whole_seconds(parts(turns(at, at, []), [], SHELF)) == dict.fromkeys(PARTIES, 0)
