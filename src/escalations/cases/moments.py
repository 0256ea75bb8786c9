"""Moments as people write them: "by 16:00", "within 2 hours", "on Monday morning", read at a given time in a given zone. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from .moment_times import Read, instant_of
from .moment_words import NOT_AHEAD, NUMBERS, SPAN, START, TOKENS, UNITS, ZONES

LONGEST = timedelta(days=366)
MOST_WORDS = 12
"""No moment takes more, whatever somebody pastes."""


@dataclass(frozen=True)
class Moment:
    """`at` is UTC, `place` where its words begin. `zoned` is false for a time on the clock whose zone the words leave out.

    `firm` ones name an end: by, before, within. Others may as well be the time of something that happens.
    """

    words: str
    at: datetime
    sure: bool
    zoned: bool
    place: int
    firm: bool


def moments_in(clause: str, now: datetime, zone: ZoneInfo) -> Iterator[Moment]:
    """Those that lie ahead, in the order of the text."""
    place = 0
    while lead := START.search(clause, place):
        place = max(lead.end(), lead.start() + 1)
        if not lead["lead"] and NOT_AHEAD.search(clause, 0, lead.start()):
            continue
        moment, end = _span(clause, lead, now) or _clock(clause, lead, now, zone)
        place = max(end, place)
        if moment and now < moment.at <= now + LONGEST:
            yield moment


def _span(clause: str, lead: re.Match[str], now: datetime) -> tuple[Moment | None, int] | None:
    found = SPAN.match(clause, lead.end()) if lead["span"] or lead["update"] else None
    if found is None:
        return None
    amount, sure = _amount(found)
    unit = (found["unit"] or "hour").lower()
    working = bool(found["working"])
    length = amount * UNITS[unit[0]]
    if length > LONGEST:
        return None, found.end()
    at = _working(now, amount, unit) if working else now + length
    words = _plain(clause[lead.start() : found.end()])
    return Moment(
        words, at.replace(second=0, microsecond=0), sure and not working, True, lead.start(), True
    ), found.end()


def _amount(found: re.Match[str]) -> tuple[float, bool]:
    """Of "2 to 3 hours" the longer one is what they may count on."""
    number = (found["upper"] or found["number"] or "1").lower().replace(",", ".")
    if number in NUMBERS:
        return NUMBERS[number], number not in ("few", "couple", "several")
    return float(number), True


def _working(now: datetime, amount: float, unit: str) -> datetime:
    """Days without weekends; working hours are taken as they come, and never for sure."""
    if unit[0] != "d":
        return now + amount * UNITS[unit[0]]
    at = now
    for _ in range(int(amount)):
        at += timedelta(days=3 if at.weekday() == 4 else 2 if at.weekday() == 5 else 1)
    return at


def _clock(clause: str, lead: re.Match[str], now: datetime, zone: ZoneInfo) -> tuple[Moment | None, int]:
    told = Read(sure=not lead["loose"])
    end = place = lead.end() if lead["lead"] else lead.start()
    for _ in range(MOST_WORDS):
        if not (found := TOKENS.match(clause, place)):
            break
        place = found.end()
        if not found["filler"]:
            _take(told, found)
            end = place
    at = instant_of(told, now, told.zone or zone)
    if at is None:
        return None, end
    words, firm = _plain(clause[lead.start() : end]), bool(lead["firm"])
    return Moment(words, at[0], at[1], told.zone is not None, lead.start(), firm), end


def _take(told: Read, found: re.Match[str]) -> None:
    if found["day"]:
        told.day = " ".join(found["day"].lower().split())
        told.is_next = told.is_next or bool(found["next"])
    elif found["part"]:
        told.part = found["part"].lower()
        told.day = told.day or ("this" if found["this"] else "")
    elif found["ends"]:
        words = found["ends"].lower()
        told.ends = "week" if "week" in words or words == "eow" else "day"
        told.is_next = told.is_next or "next" in words
    elif found["zone"]:
        told.zone = _zone(found["zone"], told)
    elif found["noon"]:
        told.minute = 24 * 60 if found["noon"].lower() == "midnight" else 12 * 60
        told.sure = told.sure and told.minute == 12 * 60
    elif found["hour"] or (found["bare"] and told.day):
        _take_time(told, found)


def _take_time(told: Read, found: re.Match[str]) -> None:
    hour, minute, half = (
        int(found["hour"] or found["bare"]),
        int(found["minute"] or 0),
        (found["half"] or "").lower()[:1],
    )
    if hour * 60 + minute > 24 * 60 or minute > 59:
        return
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif not half and not found["minute"] and hour <= 12:
        told.sure = False
        hour += 12 if hour < 7 else 0
    told.minute = hour * 60 + minute


@cache
def _cities() -> dict[str, str]:
    return {name.rpartition("/")[2].replace("_", " ").lower(): name for name in sorted(available_timezones())}


def _zone(words: str, told: Read) -> ZoneInfo | None:
    """Abbreviations mean the time on the wall there. Whose wall "your time" means nobody but the reader knows."""
    name = " ".join(words.lower().split())
    if offset := re.fullmatch(r"(?:utc|gmt)\s?([+-])(\d{1,2})(?::?00)?", name):
        sign = "-" if offset[1] == "+" else "+"
        return ZoneInfo(f"Etc/GMT{sign}{int(offset[2])}") if int(offset[2]) <= 12 else None
    if name in ZONES:
        told.sure = told.sure and name not in ("ist", "cst", "bst")
        return ZoneInfo(ZONES[name])
    if city := _cities().get(name.removesuffix(" time")):
        return ZoneInfo(city)
    told.sure = False
    return None


def _plain(words: str) -> str:
    return " ".join(words.split()).rstrip(" ,.;:")
