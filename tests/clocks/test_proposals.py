"""What a policy or a calendar file would move among open clocks, before it is saved."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from escalations.clocks.policies import Terms, clock_policies
from escalations.clocks.proposals import Impact, OpenClock, Proposal, impact_of, proposed_calendars, proposed_policy
from escalations.clocks.queries import Held
from escalations.clocks.readings import Entry
from escalations.clocks.rule_files import BadRuleFile, RuleText
from escalations.platform.resources import resource_dir

FOLDER = resource_dir("routing_rules") / "clocks"
POLICY = (FOLDER / "policy-2026-07-01.toml").read_text()
CALENDARS = (FOLDER / "calendars.toml").read_text()
NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
B = Terms(severity="B", plan="prodirect", zone="Europe/Berlin")
BERLIN_NEW = """
[[calendar]]
key = "berlin"
name = "Business hours, Berlin"
zone = "Europe/Berlin"
since = 2027-01-01
serves = ["Europe/"]
hours = { "mon-fri" = ["08:00-14:00"] }
"""


def running(number: int = 12, began: int = 11, kind="first_response", minutes=120, terms=B, **more) -> OpenClock:
    """Begun today at the full hour (UTC, one less than in Berlin)."""
    at = NOON.replace(hour=began)
    calendar = more.pop("calendar", "berlin@2025-10-01")
    clock = Held(number, "public", number, None, "support", kind, calendar)
    entry = Entry(what="started", at=at, minutes=minutes, calendar=calendar, policy="2026-07-01")
    return OpenClock(clock, (entry, *more.pop("then", ())), terms)


def policy(*changes: tuple[str, str]) -> Proposal:
    text = POLICY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return proposed_policy(clock_policies(), RuleText("mine.toml", text))


def calendars(text: str) -> Proposal:
    return proposed_calendars(clock_policies(), RuleText("calendars.toml", text))


SOONER = (
    '[plans.prodirect]\nA = { first_response = "1 h, always", next_update = "1 h, always", resolution = "16 h, always" }\nB = { first_response = "2 h',
    '[plans.prodirect]\nA = { first_response = "1 h, always", next_update = "1 h, always", resolution = "16 h, always" }\nB = { first_response = "30 min',
)
LATER = (SOONER[0], SOONER[0].replace('B = { first_response = "2 h', 'B = { first_response = "5 h'))


def test_the_same_again_moves_nothing():
    same = impact_of([running()], policy(), NOON)
    assert (same.is_none, same.in_words()) == (True, "moves no deadline")
    assert impact_of([running()], calendars(CALENDARS), NOON).is_none


def test_a_sooner_answer_is_due_after_the_new_target_from_now():
    impact = impact_of([running()], policy(SOONER), NOON)
    assert impact.in_words() == "moves 1 deadline: 1 earlier (earliest C-12 first response from 13:00 to 12:30 UTC)"
    assert (impact.moved, impact.earlier, impact.breached) == (1, 1, 0)


def test_a_later_one_keeps_the_time_used():
    """Four of five hours are left at one in Berlin; they end with the working day."""
    (move,) = impact_of([running()], policy(LATER), NOON).examples
    assert move.becomes == NOON.replace(hour=16)


def test_what_is_paused_or_was_promised_as_a_moment_stays():
    paused = running(then=(Entry(what="paused", at=NOON, why="customer"),), kind="next_update", minutes=540)
    follow_up = running(kind="follow_up")
    assert impact_of([paused, follow_up], policy(SOONER), NOON).is_none


def test_a_resolution_that_is_used_up_would_be_breached_at_once():
    begun = running(kind="resolution", minutes=2700, began=8)
    tight = (SOONER[0], SOONER[0])
    shorter = policy(tight, ('resolution = "45 h, business"', 'resolution = "1 h, business"'))
    impact = impact_of([begun], shorter, NOON)
    assert (impact.earlier, impact.breached) == (1, 1)
    assert "1 would be breached at once" in impact.in_words()


def test_a_plan_that_is_left_out_strands_its_cases():
    start, end = POLICY.index("[plans.prodirect]"), POLICY.index("[plans.premier]")
    without = proposed_policy(clock_policies(), RuleText("mine.toml", POLICY[:start] + POLICY[end:]))
    impact = impact_of([running(), running(13), running(14, kind="promise")], without, NOON)
    assert impact.in_words() == "moves no deadline; strands 2 cases"
    assert (impact.stranded, impact.is_none) == (frozenset({12, 13}), False)


def test_hours_that_come_later_count_as_if_from_now():
    """Three hours from two in Berlin: they close at two, so it is due next morning at eleven."""
    impact = impact_of([running(began=12, minutes=180)], calendars(CALENDARS + BERLIN_NEW), NOON)
    assert impact.in_words() == "moves 1 deadline: 1 later"
    (move,) = impact.examples
    assert (move.was, move.becomes) == (NOON.replace(hour=15), datetime(2026, 11, 17, 9, tzinfo=UTC))


def test_hours_that_are_gone_strand_what_runs_on_them():
    gone = CALENDARS.replace('key = "tokyo"', 'key = "osaka"')
    impact = impact_of([running(), running(13, calendar="tokyo@2015-01-01")], calendars(gone), NOON)
    assert impact.stranded == {13}


def test_editing_what_is_in_force_is_named():
    edited = CALENDARS.replace('2026-12-25 = "Christmas Day"', '2026-11-16 = "A day off"', 1)
    impact = impact_of([], calendars(edited), NOON)
    assert impact.rewritten == ("london@2025-10-01",)
    assert "rewrites the past of london@2025-10-01: add an entry with its own `since` instead" in impact.in_words()


def test_parts_add_up():
    clocks = [running(number, began=9 + number % 3) for number in range(30)]
    whole = impact_of(clocks, policy(SOONER), NOON)
    parts = impact_of(clocks[:10], policy(SOONER), NOON) + impact_of(clocks[10:], policy(SOONER), NOON)
    assert (parts, whole.clocks) == (whole, 30)
    assert [move.becomes for move in whole.examples] == sorted(move.becomes for move in whole.examples)


def test_very_many_are_said_shortly():
    told = replace(Impact(NOON), later=1200, earlier=3, stranded=frozenset(range(6)))
    assert told.in_words() == "moves 1,203 deadlines: 1,200 later, 3 earlier; strands 6 cases"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[0.75, 0.9]", "[0.9, 0.75]", r"mine.toml:8: warn_at: the shares must rise"),
        ("[0.75, 0.9]", "[75]", r"mine.toml:8: warn_at.0: 75 is no share of the time such as 0.75"),
        ("[0.75, 0.9]", "[]", r"mine.toml:8: warn_at: "),
        ("8 h, always", "8 h, nights", r"mine.toml:\d+: no calendar 'nights' is in force on 2026-07-01"),
        ("[rapid_response]", "[fast]", r"mine.toml:\d+: (rapid_response: Field required|fast: Extra)"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line(old, new, complaint):
    with pytest.raises(BadRuleFile, match=complaint):
        policy((old, new))
