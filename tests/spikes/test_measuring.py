"""Precision, lead time and misses, from alarms and incidents that are only thought of."""

from datetime import UTC, datetime, timedelta

from escalations.spikes.measuring import measured
from escalations.spikes.models import SpikeAlarm
from escalations.spikes.queries import Declared

AT = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def alarm(state: str = "rejected", **more: object) -> SpikeAlarm:
    usual = {
        "boundary": "public",
        "family": "storage",
        "place": "Europe",
        "level": "alarm",
        "alarm_at": AT,
        "incident_id": None,
    }
    return SpikeAlarm(state=state, **{**usual, **more})


def incident(number: int = 1, **more: object) -> Declared:
    usual = {
        "id": number, "title": "Storage is slow", "boundary": "public", "families": frozenset({"storage"}), "places": frozenset({"Europe"}),
        "started_at": AT - 10 * MINUTE, "declared_at": AT + 20 * MINUTE, "cases": 4,
    }  # fmt: skip
    return Declared(**{**usual, **more})  # type: ignore[arg-type]


def test_precision_counts_what_nobody_judged_against_the_alarm() -> None:
    record = measured([alarm("promoted", incident_id=1), alarm("rejected"), alarm("subsided"), alarm("open")], [])
    assert (record.closed, record.open, record.precision) == (3, 1, 1 / 3)


def test_without_alarms_nothing_is_claimed() -> None:
    record = measured([], [])
    assert (record.precision, record.lead_time, record.misses) == (None, None, [])


def test_lead_time_is_from_the_alarm_to_the_declaration() -> None:
    record = measured([alarm("promoted", incident_id=1)], [incident(1)])
    assert record.lead_time == 20 * MINUTE and record.misses == []


def test_an_alarm_that_was_heard_elsewhere_still_led() -> None:
    """Declared by hand while the alarm stood open."""
    assert measured([alarm("open", place="")], [incident(2)]).lead_time == 20 * MINUTE


def test_a_miss_had_three_cases_before_and_no_alarm() -> None:
    seen, unseen = incident(1, cases=3), incident(2, cases=2)
    record = measured([], [seen, unseen])
    assert (record.misses, record.unseen) == ([seen], 1)


def test_an_alarm_of_elsewhere_or_too_late_is_no_alarm() -> None:
    for told in (
        {"family": "networking"},
        {"place": "Americas"},
        {"boundary": "germany"},
        {"alarm_at": AT + 21 * MINUTE},
        {"alarm_at": AT - 60 * MINUTE},
        {"incident_id": 9, "state": "promoted"},
    ):
        assert len(measured([alarm(**told)], [incident(1)]).misses) == 1, told  # type: ignore[arg-type]
