"""What other teams move among open cases, in words."""

from hypothesis import given
from hypothesis import strategies as st

from escalations.desk.team_changes import Move, TeamChange, TeamImpact

from .test_stranding import NOON, TODAY, a_member, a_standing

ENGINEERS, LEADS = "support_engineer", "duty_lead"
ADA = a_member(1, "Ada", role=ENGINEERS, specialties={"storage": 3}, shifts=TODAY)
DORA = a_member(2, "Dora", role=LEADS, specialties={"storage": 3}, shifts=TODAY)
IN_FORCE = {"storage": (ENGINEERS, LEADS), "identity": (ENGINEERS,)}


def move(then: dict[str, tuple[str, ...]], *, owner: int | None = None, members: tuple = (ADA, DORA)) -> Move | None:  # type: ignore[type-arg]
    change = TeamChange(members=members, was=IN_FORCE, then=then, at=NOON)
    return change.moves(a_standing(1, owner=owner))


def test_the_same_teams_move_nothing() -> None:
    assert move(IN_FORCE) is None
    assert move(IN_FORCE, owner=1) is None


def test_a_queue_that_is_gone_leaves_its_cases_without_one() -> None:
    assert move({"identity": (ENGINEERS,)}) == "homeless"


def test_a_case_that_nobody_could_take_any_more_is_stranded() -> None:
    assert move({"storage": (LEADS,)}) is None, "Dora still could"
    assert move({"storage": (LEADS,)}, members=(ADA,)) == "stranded"
    assert move({"storage": ("rapid_response",)}) == "stranded"


def test_an_owner_who_leaves_the_team_is_told_of() -> None:
    assert move({"storage": (LEADS,)}, owner=1) == "outgrown"
    assert move({"storage": (LEADS,)}, owner=2) is None


def test_a_case_may_find_somebody() -> None:
    rex = a_member(3, "Rex", role="rapid_response", specialties={"storage": 3}, shifts=TODAY)
    assert move({"storage": (ENGINEERS, "rapid_response")}, members=(rex,)) == "attended"
    unskilled = a_member(3, "Rex", role="rapid_response", specialties={"storage": 1}, shifts=TODAY)
    assert move({"storage": (ENGINEERS, "rapid_response")}, members=(unskilled,)) is None


@given(st.sets(st.sampled_from([ENGINEERS, LEADS, "rapid_response"])), st.sampled_from([None, 1, 2]))
def test_a_larger_team_takes_nothing_away(more: set[str], owner: int | None) -> None:
    assert move({"storage": (ENGINEERS, LEADS, *more)}, owner=owner) in (None, "attended")


def test_in_words() -> None:
    impact = TeamImpact()
    assert impact.in_words() == ["It moves none of the 0 open cases."]
    for number in range(1, 13):
        impact.add(a_standing(number), "stranded")
    impact.add(a_standing(13), "homeless")
    first, second = impact.in_words()
    assert first == "The queue of 1 case would be gone: C-13."
    assert second.startswith("It strands 12 cases: of the coming week nobody could take them any more: C-1, C-2, ")
    assert second.endswith("C-10 and 2 more.")
