"""What a change of the roster moves, in words: the sentences by which somebody decides whether to save it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from escalations.cases.hands import Hands
from escalations.cases.queries.waiting import Waiting
from escalations.desk.stranding import Impact, Member, Standing, Team
from escalations.desk.stranding_words import impact_lines
from escalations.people.models import Person
from escalations.routing.deciding import RuleThen
from escalations.routing.roster import Shift
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action
from tests.routing.people import NOON, a_candidate, a_case

AROUND = {"shift_start": 0, "shift_end": 0, "shift_days": [1, 2, 3, 4, 5, 6, 7]}
TODAY = (Shift(start=NOON - timedelta(hours=4), end=NOON + timedelta(hours=4)),)
TOMORROW = (Shift(start=NOON + timedelta(hours=20), end=NOON + timedelta(hours=28)),)


def a_member(number: int, name: str, *, hours: tuple[int, int] = (0, 0), **given: Any) -> Member:
    person = Person(
        id=number,
        name=name,
        email=f"{number}@x",
        role="support_engineer",
        **{**AROUND, "shift_start": hours[0] * 60, "shift_end": hours[1] * 60},
    )
    return Member(candidate=a_candidate(number, name=name, **given), person=person)


def a_standing(
    number: int,
    *,
    owner: int | None = 1,
    due: datetime | None = None,
    needs: dict[str, int] | None = None,
    **facts: Any,
) -> Standing:
    family = facts.setdefault("family", "storage")
    rule = RuleThen(
        name="r", owner="o", reason="", place="", action=Action(queue="family", require=needs or {family: 2})
    )
    waiting = Waiting(
        case_id=number, queue=family, queued_at=NOON, alerts=0, facts=a_case(**facts), rule=rule, reason="", decided_at=NOON, zone="UTC", around_the_clock=False,
    )  # fmt: skip
    asked = Hands([], rule_set(), NOON).decide(waiting)
    return Standing(
        ref=f"C-{number}", title=f"Case {number}", waiting=waiting, asked=asked, owner_id=owner, due_at=due, ours=True
    )


def told(
    was: Member,
    then: Member | None,
    held: list[Standing],
    *others: Member,
    around: list[Standing] | None = None,
    **more: Any,
) -> list[str]:
    team = Team(others=others, was=was, then=then, at=NOON, rules=rule_set())
    lines = impact_lines(Impact(team=team, held=held, others=around or []), ZoneInfo("UTC"), **more)
    return [line.text for line in lines]


ADA = a_member(1, "Ada")
EMPTY = replace(ADA, candidate=a_candidate(1, name="Ada", specialties={}))


def test_nothing_is_said_to_move_where_nothing_moves() -> None:
    assert told(ADA, ADA, [a_standing(1)]) == [
        "Ada holds 1 open case.",
        "Saving moves nothing: whoever holds a case keeps it, and every waiting case and deadline stays as covered as it is.",
    ]
    assert told(ADA, ADA, [])[0] == "Ada holds no open case."


def test_what_is_stranded_is_told_with_what_nobody_else_has() -> None:
    needs = {"identity": 2}
    held = [
        a_standing(1, boundary="usgov", family="identity", needs=needs, severity="A"),
        a_standing(2, boundary="usgov", family="identity", needs=needs),
        a_standing(3),
    ]
    ben = a_member(2, "Ben", clearances={"public": None})
    assert told(ADA, None, held, ben, doing="Disabling") == [
        "Ada holds 3 open cases (1 of severity A).",
        "Disabling sends 1 case back to its queue, where Ben can take it at once.",
        "Disabling strands 2 of them: nobody else is cleared for US Government with Identity at level 2.",
    ]


def test_who_takes_one_has_less_room_for_the_next() -> None:
    ben = a_member(2, "Ben", capacity=2)
    assert told(ADA, None, [a_standing(1), a_standing(2)], ben)[1:] == [
        "Saving sends 1 case back to its queue, where Ben can take it at once.",
        "Saving strands 1 of them: everybody else on shift who has Storage at level 2 is away, full or about to leave.",
    ]


def test_whoever_comes_first_is_named() -> None:
    mei = a_member(2, "Mei", shifts=TOMORROW)
    assert told(ADA, None, [a_standing(1)], mei)[1] == (
        "Saving strands it: nobody else on shift has Storage at level 2; Mei comes first, 17 Nov 2026 08:00 UTC."
    )


def test_a_lost_clearance_takes_only_its_own_cases() -> None:
    then = replace(ADA, candidate=a_candidate(1, name="Ada", clearances={"public": None}))
    lines = told(ADA, then, [a_standing(1, boundary="usgov"), a_standing(2)], doing="Revoking")
    assert lines[1] == "Revoking strands 1 of them: nobody else is cleared for US Government with Storage at level 2."


def test_whoever_leaves_their_shift_gives_back_only_what_cannot_wait() -> None:
    then = replace(ADA, candidate=a_candidate(1, name="Ada", shifts=TOMORROW))
    held = [
        a_standing(1, severity="A"),
        a_standing(2, due=NOON + timedelta(hours=1)),
        a_standing(3, due=NOON + timedelta(days=3)),
    ]
    lines = told(ADA, then, held, a_member(2, "Ben"))
    assert lines[1] == "Saving sends 2 cases back to their queues, where Ben can take them at once."


def test_skills_that_go_are_told_though_the_cases_stay() -> None:
    ben = a_member(2, "Ben")
    assert told(ADA, EMPTY, [a_standing(1), a_standing(2)], ben)[1:] == [
        "2 of them ask for Storage at level 2, which Ada would no longer have. They stay with Ada."
    ]


def test_room_that_is_already_taken_is_told() -> None:
    was = replace(ADA, candidate=a_candidate(1, name="Ada", capacity=9, load=9))
    then = replace(ADA, candidate=a_candidate(1, name="Ada", capacity=6, load=9))
    assert (
        told(was, then, [a_standing(1)])[1]
        == "Ada holds 9 units and would have room for 6: no new case comes until 3 are done."
    )


def test_waiting_cases_that_lose_the_only_person_are_told() -> None:
    around = [a_standing(5, owner=None), a_standing(6, owner=None, family="kubernetes")]
    kube = a_member(2, "Ben", specialties={"kubernetes": 3})
    assert told(ADA, EMPTY, [], kube, around=around)[1:] == [
        "1 waiting case would wait for nobody: in the coming week no one else works who has Storage at level 2."
    ]


def test_waiting_cases_that_gain_somebody_are_told() -> None:
    lines = told(EMPTY, ADA, [], around=[a_standing(5, owner=None)])
    assert lines[1:] == [
        "1 waiting case that nobody could take would find somebody within the week.",
        "1 waiting case would come to Ada at once.",
    ]


def test_deadlines_in_hours_that_nobody_works_any_more() -> None:
    late = NOON.replace(hour=22)
    day = replace(ADA, person=a_member(1, "Ada", hours=(8, 16)).person)
    ben = a_member(2, "Ben", hours=(8, 16))
    held = [
        a_standing(1, due=late),
        a_standing(2, due=late + timedelta(days=1)),
        a_standing(3, due=NOON + timedelta(hours=2)),
    ]
    assert told(ADA, day, held, ben)[1:] == [
        "2 deadlines fall within hours in which nobody works who has Storage at level 2."
    ]
    night = a_member(3, "Mei", hours=(20, 4))
    assert told(ADA, day, held, ben, night)[1].startswith("Saving moves nothing")


def test_what_the_reader_may_not_see_is_said_not_to_be_counted() -> None:
    assert told(ADA, ADA, [], unseen=["germany"])[-1] == (
        "Ada is also cleared for Germany (sovereign), which you are not: what stands there is not counted."
    )
