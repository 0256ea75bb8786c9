"""Giving out, pure: whatever the people and the cases, order, room and clearance hold."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from escalations.cases.hands import Hands
from escalations.cases.queries.waiting import Waiting
from escalations.routing.facts import CaseFacts
from escalations.routing.records import RuleThen
from escalations.routing.roster import Candidate, Shift
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action, Relax

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@st.composite
def people(draw: st.DrawFn) -> list[Candidate]:
    def one(number: int) -> Candidate:
        begins = NOON + draw(st.integers(-9, 3)) * HOUR
        return Candidate(
            person_id=number, name=f"Engineer {number}", role=draw(st.sampled_from(["support_engineer", "duty_lead", "rapid_response"])),
            presence=draw(st.sampled_from(["available", "busy", "away", "offline"])), capacity=draw(st.integers(0, 9)), load=draw(st.integers(0, 4)),
            specialties=draw(st.dictionaries(st.sampled_from(["storage", "networking"]), st.integers(1, 5))), languages=("en",),
            clearances=dict.fromkeys(draw(st.sets(st.sampled_from(["public", "usgov"])))), shifts=(Shift(start=begins, end=begins + 8 * HOUR),),
        )  # fmt: skip

    return [one(number) for number in range(1, draw(st.integers(1, 6)) + 1)]


@st.composite
def waiting(draw: st.DrawFn) -> list[Waiting]:
    def one(number: int) -> Waiting:
        family = draw(st.sampled_from(["storage", "networking"]))
        facts = CaseFacts(
            severity=draw(st.sampled_from("ABC")), boundary=draw(st.sampled_from(["public", "usgov"])), opened_at=NOON - draw(st.integers(0, 50)) * HOUR,
            family=family, waited_minutes=draw(st.integers(0, 40)), not_again=tuple(draw(st.sets(st.integers(1, 3), max_size=1))),
        )  # fmt: skip
        relax = (Relax(after=20, skill="family", level=0),)
        action = Action(
            queue="family", require={"family": draw(st.integers(1, 4))}, relax=draw(st.sampled_from([(), relax]))
        )
        rule = RuleThen(name="a rule", owner="", reason="", place="", action=action)
        return Waiting(
            case_id=number, queue=family, queued_at=facts.opened_at, alerts=0, facts=facts, rule=rule, reason="", decided_at=None, zone="UTC",
            around_the_clock=False,
        )  # fmt: skip

    return [one(number) for number in range(1, draw(st.integers(1, 9)) + 1)]


@settings(max_examples=250, deadline=None)
@given(people(), waiting())
def test_order_room_and_clearance_hold(crew: list[Candidate], cases: list[Waiting]) -> None:
    hands = Hands(crew, rule_set(), NOON)
    before = {one.person_id: one.load for one in crew}
    given_out: list[Waiting] = []
    for one in hands.in_turn(cases):
        decision = hands.decide(one)
        assert decision.assignee_id is not None, "those who are there decide as all of them do"
        taker = next(person for person in crew if person.person_id == decision.assignee_id)
        assert one.facts.boundary in taker.clearances and taker.person_id not in one.facts.not_again
        assert taker.presence in ("available", "busy")
        hands.give(decision)
        given_out.append(one)
    units = rule_set().assignment.units
    for person in hands.people:
        assert person.load <= max(person.capacity, before[person.person_id])
    assert sum(person.load for person in hands.people) - sum(before.values()) == sum(
        units.at(one.facts.severity) for one in given_out
    )
    assert given_out == sorted(given_out, key=lambda one: one.order)
    left = [one for one in cases if one not in given_out]
    assert [one.case_id for one in left if hands.has_taker(one)] == []
    assert [one.case_id for one in left if hands.decide(one).assignee_id] == []


def _lonely(minutes: int) -> bool:
    facts = CaseFacts(severity="B", boundary="public", opened_at=NOON, family="storage", waited_minutes=minutes)
    action = Action(queue="family", require={"family": 4}, relax=(Relax(after=20, skill="family", level=2),))
    one = Waiting(
        case_id=1, queue="storage", queued_at=NOON, alerts=0, facts=facts, rule=RuleThen(name="", owner="", reason="", place="", action=action), reason="",
        decided_at=None, zone="UTC", around_the_clock=False,
    )  # fmt: skip
    person = Candidate(
        person_id=1, name="Ada", role="support_engineer", presence="available", capacity=9, specialties={"storage": 2}, clearances={"public": None},
        shifts=(Shift(start=NOON - HOUR, end=NOON + 5 * HOUR),),
    )  # fmt: skip
    return Hands([person], rule_set(), NOON).has_taker(one)


def test_less_is_asked_for_the_longer_a_case_waits() -> None:
    assert [_lonely(minutes) for minutes in (0, 19, 20, 300)] == [False, False, True, True]
