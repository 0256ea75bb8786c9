"""Mistakes other trackers made with clocks, each by its name."""

from datetime import UTC, date, datetime, timedelta

from escalations.clocks.calendars import add_open_time, open_minutes_between
from escalations.clocks.chip import chip
from escalations.clocks.kinds import may_pause
from escalations.clocks.ledger import due_from_ledger, next_look
from escalations.clocks.policies import clock_policies
from escalations.clocks.readings import Entry

from .hours import ALWAYS, BERLIN, NINE_TO_FIVE, Shelf, calendar, day, local, wall
from .test_chip import Row

SHELF = Shelf.of(ALWAYS, NINE_TO_FIVE)


def entry(what, at, **particulars):
    return Entry(what=what, at=day(at), **particulars)


def started(at, minutes, hours="office@1"):
    return entry("started", at, minutes=minutes, calendar=hours, policy="1")


def read(*entries, until=None, shelf=SHELF):
    return due_from_ledger(entries, shelf, until and day(until))


def test_wall_clock_used_though_business_hours_apply():
    assert read(started("Fri 16:30", 60), until="Sun 12:00").used_minutes == 30


def test_only_one_interval_a_day():
    lunch_and_night = calendar({"mon-fri": ["08:00-12:00", "13:30-18:00", "22:00-02:00"]})
    assert open_minutes_between(lunch_and_night, day("Mon 00:00"), day("Tue 03:00")) == (4 + 4.5 + 4) * 60


def test_due_time_set_to_midnight_of_the_day():
    due = add_open_time(NINE_TO_FIVE, day("Fri 16:47"), 480)
    assert due == day("Mon 16:47", 1)


def test_hours_move_when_the_clocks_change():
    """Opening is at nine on the wall before and after, which is another hour of UTC."""
    berlin = calendar({"mon-sun": ["09:00-17:00"]}, BERLIN)
    for start, due in [("2026-03-28 16:30", "2026-03-29 09:30"), ("2026-10-24 16:30", "2026-10-25 09:30")]:
        assert wall(add_open_time(berlin, local(start), 60)) == due


def test_zone_of_the_server_makes_it_overdue_at_once():
    """The same instant in any zone has the same due time."""
    berlin = calendar({"mon-fri": ["09:00-17:00"]}, BERLIN)
    start = local("2026-11-02 10:00")
    elsewhere = start.astimezone(calendar({}, "America/Los_Angeles").zone)
    assert add_open_time(berlin, elsewhere, 60) == add_open_time(berlin, start, 60) == start + timedelta(hours=1)


def test_created_outside_hours_gets_no_time():
    assert read(started("Sat 12:00", 60)).due_at == day("Mon 10:00", 1)
    assert read(started("Wed 07:00", 120)).due_at == day("Wed 11:00")


def test_holidays_of_one_region_surprise_the_others():
    """Corpus Christi is a holiday in parts of Germany only."""
    berlin = clock_policies().calendars.in_force("berlin", datetime(2026, 6, 4, tzinfo=UTC))
    assert date(2026, 6, 4) not in berlin.holidays
    assert set(berlin.holidays).isdisjoint(key for key in berlin.exceptions if berlin.exceptions[key])


def test_hold_time_counted_twice_or_not_at_all():
    reading = read(
        started("Mon 09:00", 300),
        entry("paused", "Mon 10:00", why="customer"),
        entry("resumed", "Mon 12:00"),
        entry("paused", "Mon 13:00", why="customer"),
        entry("resumed", "Mon 14:00"),
    )
    assert (reading.used_minutes, reading.remaining_minutes, reading.due_at) == (120, 180, day("Mon 17:00"))


def test_pause_on_a_day_off_looks_broken():
    """It has no effect, and the bar says why: the time belongs to the customer's wait, not to closed hours."""
    entries = [started("Fri 16:00", 120), entry("paused", "Sat 10:00", why="customer"), entry("resumed", "Sun 10:00")]
    assert read(*entries).due_at == read(entries[0]).due_at
    assert read(*entries).segments[1].why == "customer"


def test_pause_lost_when_the_target_changes():
    for what in ("retargeted", "carried_over"):
        changed = entry(what, "Mon 11:00", minutes=60, calendar="always@1", policy="2")
        reading = read(started("Mon 09:00", 240), entry("paused", "Mon 10:00", why="customer"), changed)
        assert (reading.state, reading.due_at, reading.why) == ("paused", None, "customer")


def test_update_clock_runs_on_the_customers_turn():
    assert may_pause("next_update", "customer")
    reading = read(started("Mon 09:00", 60), entry("paused", "Mon 09:30", why="customer"), until="Fri 12:00")
    assert (reading.breached_at, next_look(reading, SHELF)) == (None, None)


def test_first_response_waits_for_the_customer():
    assert not any(
        may_pause("first_response", why) for why in ("customer", "third_party", "product_group", "support", "resolved")
    )


def test_reopened_clock_counts_the_time_it_was_solved():
    met, reopened = entry("satisfied", "Mon 10:00"), entry("resumed", "Fri 10:00")
    reading = read(started("Mon 09:00", 120), met, reopened)
    assert (reading.due_at, reading.used_minutes) == (day("Fri 11:00"), 60)
    assert [segment.what for segment in reading.segments] == ["running", "stopped"]


def test_reopened_long_after_breaches_at_once():
    reading = read(
        started("Mon 09:00", 120),
        entry("satisfied", "Mon 10:00"),
        entry("resumed", "Fri 10:00", why=""),
        until="Fri 10:59",
    )
    assert reading.breached_at is None


def test_merged_clock_goes_on_escalating():
    reading = read(started("Mon 09:00", 60), entry("merged", "Mon 09:30", why="merged"), until="Fri 12:00")
    assert (reading.state, reading.breached_at, next_look(reading, SHELF)) == ("cancelled", None, None)


def test_clock_counts_on_after_it_was_met_because_the_customer_said_thanks():
    reading = read(started("Mon 09:00", 60), entry("satisfied", "Mon 09:30"), until="Fri 12:00")
    assert (reading.used_minutes, reading.breached_at) == (30, None)


def test_changed_policy_leaves_stale_due_times():
    """The due time follows the entry that says so, at once, and only from then on."""
    reading = read(
        started("Mon 09:00", 60), entry("carried_over", "Mon 09:30", minutes=240, calendar="office@1", policy="2")
    )
    assert (reading.due_at, reading.policy) == (day("Mon 13:00"), "2")


def test_changed_calendar_rewrites_history():
    """A new version, closed on the day in question, changes nothing about a clock that ran on the old one."""
    begun, met = started("Mon 09:00", 60), entry("satisfied", "Mon 11:00")
    new = calendar({"mon-fri": ["09:00-17:00"]}, exceptions={date(2026, 11, 2): []}, version="2")
    assert read(begun, met, shelf=Shelf.of(NINE_TO_FIVE, new)) == read(begun, met)


def test_figures_are_missing_until_closed_again():
    reading = read(started("Mon 09:00", 120), entry("satisfied", "Mon 10:00"), entry("resumed", "Mon 12:00"))
    assert (reading.used_minutes, reading.remaining_minutes, reading.started_at) == (60, 60, day("Mon 09:00"))


def test_badge_in_calendar_time_while_the_target_is_in_business_time():
    due = local("2026-11-23 09:30")
    row = Row(calendar="berlin@2025-10-01", due_at=due, warn_at=due)
    assert chip(row, local("2026-11-20 17:50")).detail == "40 min (Business hours, Berlin)"
    assert chip(row, local("2026-11-23 09:10")).detail == ""


def test_reassigned_team_inherits_a_dead_deadline():
    """The product group's clock is its own row, begun when it gets the case."""
    support = read(started("Mon 09:00", 60), until="Mon 12:00")
    product_group = read(started("Mon 12:00", 240, "always@1"))
    assert support.breached_at == day("Mon 10:00")
    assert (product_group.breached_at, product_group.due_at) == (None, day("Mon 16:00"))
