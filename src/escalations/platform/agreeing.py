"""Whether this machine and the database say the same time. What people and sweeps write is of this machine's; a clock that is a day
ahead breaks promises that nobody has broken, and a ledger is not written anew."""

from datetime import datetime, timedelta

from sqlalchemy import text

from .db import engine
from .time import now, spell

TOLD = 10.0
"""Seconds apart, from which on it is told."""
TOO_FAR = 60.0
"""Seconds apart, from which on nothing is done that time alone brings about."""
ASK = text("SELECT clock_timestamp()")


async def seconds_ahead() -> float:
    """Of this machine before the database; negative when behind."""
    async with engine().connect() as connection:
        asked = now()
        told = await connection.scalar(ASK)
        return apart(asked, told, now())


def apart(asked: datetime, told: datetime, answered: datetime) -> float:
    """The least that explains what was told between asking and hearing it: an answer that takes long is no wrong clock."""
    if told < asked:
        return (asked - told).total_seconds()
    return min(0.0, (answered - told).total_seconds())


def said_of(ahead: float) -> str | None:
    if abs(ahead) < TOLD:
        return None
    return f"this machine's clock is {ahead_in_words(ahead)} the database's: due times, sessions and what is written go by it"


def ahead_in_words(ahead: float) -> str:
    span = f"{abs(ahead):.0f} seconds" if abs(ahead) < TOO_FAR else spell(timedelta(seconds=abs(ahead)))
    return f"{span} {'ahead of' if ahead > 0 else 'behind'}"
