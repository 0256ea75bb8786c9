"""A week in which nothing is closed, for clocks of real cases. The customer sits in Berlin, an hour ahead of UTC."""

from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)


def later(**span: float) -> datetime:
    return MONDAY + timedelta(**span)
