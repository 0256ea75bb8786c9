"""When something is to come back, as people say it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from escalations.cases.forms import Later
from escalations.platform.time import time_at
from tests.builders import a_case
from tests.cast import Cast
from tests.support import browser_of

SUNDAY_EVENING = datetime(2026, 11, 22, 22, 40, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "zone", "local"),
    [
        ("two_hours", "Europe/Berlin", "2026-11-23 01:40"),
        ("tomorrow", "UTC", "2026-11-23 09:00"),
        ("tomorrow", "Asia/Tokyo", "2026-11-24 09:00"),
        ("monday", "UTC", "2026-11-23 09:00"),
        ("monday", "Asia/Tokyo", "2026-11-30 09:00"),
        ("monday", "America/New_York", "2026-11-23 09:00"),
    ],
)
def test_a_moment_is_said_in_words_and_meant_in_the_persons_zone(said: str, zone: str, local: str) -> None:
    with time_at(SUNDAY_EVENING):
        moment = Later.model_validate({"later": said}).moment(zone)
    assert f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" == local


def test_the_clock_is_nine_where_the_hour_changes_over_night() -> None:
    with time_at(datetime(2026, 10, 24, 12, tzinfo=UTC)):
        assert Later(later="tomorrow").moment("Europe/Berlin") == datetime(2026, 10, 25, 8, tzinfo=UTC)


async def test_a_snooze_needs_words_or_a_time(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        refused = await browser.submit(f"/cases/{case.ref}/snooze", htmx=True, later="", reason="They test it.")
        assert refused.status_code == 422 and 'href="#snooze-until">Fill this in.' in refused.text
        done = await browser.submit(f"/cases/{case.ref}/snooze", htmx=True, later="two_hours", reason="They test it.")
        assert done.status_code == 200 and "Snoozed" in done.headers["HX-Trigger"]
