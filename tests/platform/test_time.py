from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from escalations.platform.errors import NotFound, id_of
from escalations.platform.settings import Settings
from escalations.platform.time import exact, now, relative, spell, time_at

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=40), "under a minute"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(days=3, hours=4, minutes=59), "3 d 4 h"),
        (timedelta(days=6, hours=23), "6 d 23 h"),
        (timedelta(days=143, hours=22), "143 d"),
        (-timedelta(minutes=7), "7 min"),
    ],
)
def test_a_span_in_two_units_at_most(span: timedelta, words: str) -> None:
    assert spell(span) == words


def test_a_moment_names_its_zone() -> None:
    assert exact(NOON, ZoneInfo("Europe/Berlin")) == "21 Nov 2026 13:00 CET"
    assert relative(NOON + timedelta(minutes=30), NOON) == "in 30 min"
    assert relative(NOON - timedelta(hours=3), NOON) == "3 h ago"


def test_time_stands_still_within_its_block() -> None:
    with time_at(NOON):
        assert now() == NOON
    assert now() != NOON


@pytest.mark.parametrize("ref", ["C-", "C1", "I-1", "C-1x", "C--1", "C-1234567890123456789", "", "C-١"])
def test_an_odd_ref_is_simply_not_found(ref: str) -> None:
    with pytest.raises(NotFound):
        id_of(ref, "C")


def test_production_names_what_is_missing() -> None:
    with pytest.raises(ValueError, match=r"DATABASE_URL.*ESCALATIONS_SECRET"):
        Settings(env="production", database_url=None)
    assert Settings(env="production", database_url="postgresql://x", secret="s" * 32).is_demo is False  # type: ignore[arg-type]
