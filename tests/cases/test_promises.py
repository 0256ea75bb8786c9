"""What a text promises, and until when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalations.cases.promises import Promised, promises_in, worded

BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 11, 18, 14, 3, 27, tzinfo=UTC)
"""15:03 in Berlin."""


def read(text: str, now: datetime = WEDNESDAY, zone: ZoneInfo = BERLIN) -> list[tuple[str, str, bool]]:
    return [(one.words, f"{one.at:%a %d %H:%M}", one.sure) for one in promises_in(text, now, zone)]


SURE = [
    ("I'll update you by 16:00.", "by 16:00", "Wed 18 15:00"),
    ("I will write by 4 pm UTC.", "by 4 pm UTC", "Wed 18 16:00"),
    ("I'll update you by 4 p.m. Please send the logs by Friday.", "by 4 p.m", "Wed 18 15:00"),
    ("I'll get back to you by tomorrow 10:00.", "by tomorrow 10:00", "Thu 19 09:00"),
    ("We'll reply by 10:00 tomorrow, Berlin time.", "by 10:00 tomorrow, Berlin time", "Thu 19 09:00"),
    ("You hear from us within 2 hours.", "within 2 hours", "Wed 18 16:03"),
    ("You will have an update in the next 30 minutes.", "in the next 30 minutes", "Wed 18 14:33"),
    ("We will answer within half an hour.", "within half an hour", "Wed 18 14:33"),
    ("We will update you in 2-3 hours.", "in 2-3 hours", "Wed 18 17:03"),
    ("We will call before noon UTC tomorrow.", "before noon UTC tomorrow", "Thu 19 12:00"),
    ("We will send it by 2026-11-23 09:00 UTC.", "by 2026-11-23 09:00 UTC", "Mon 23 09:00"),
    ("I will write by 2026-11-23T09:00Z.", "by 2026-11-23T09:00Z", "Mon 23 09:00"),
    ("I will write on 23 November at 09:00.", "on 23 November at 09:00", "Mon 23 08:00"),
    ("I will write by November 23rd, 9:30 am.", "by November 23rd, 9:30 am", "Mon 23 08:30"),
    ("I'll call by 23.11. 16:00.", "by 23.11. 16:00", "Mon 23 15:00"),
    ("We'll have the fix on Thu, 26 Nov 2026, 10:00 UTC.", "on Thu, 26 Nov 2026, 10:00 UTC", "Thu 26 10:00"),
    ("Hello Lena,\n\nI have the trace.\nNext update: 18:30 UTC\n\nRegards", "Next update: 18:30 UTC", "Wed 18 18:30"),
    ("Our next update follows by 17:30 CET.", "next update follows by 17:30 CET", "Wed 18 16:30"),
    ("Expect an answer by 15:30 GMT+1.", "by 15:30 GMT+1", "Wed 18 14:30"),
    ("I will look into the logs, and write to you by 17:00 at the latest.", "by 17:00", "Wed 18 16:00"),
    ("I'll call you between 16:00 and 17:00.", "between 16:00 and 17:00", "Wed 18 16:00"),
    ("If you send it by 16:00, we will answer by 18:00.", "by 18:00", "Wed 18 17:00"),
    ("We will write by\n16:00.", "by 16:00", "Wed 18 15:00"),
    ("I'll update you by 09:00.", "by 09:00", "Thu 19 08:00"),
    ("I look at the disk on our side now and write again by 15:30 UTC.", "by 15:30 UTC", "Wed 18 15:30"),
    ("Please change nothing until I write, which will be by 15:30 UTC.", "by 15:30 UTC", "Wed 18 15:30"),
    (
        "Please stay on that path; the next message comes by 15:30 UTC at the latest.",
        "next message comes by 15:30 UTC",
        "Wed 18 15:30",
    ),
    ("Please expect my answer by 15:30 UTC.", "by 15:30 UTC", "Wed 18 15:30"),
    ("The first results will be with you by 15:30 UTC.", "by 15:30 UTC", "Wed 18 15:30"),
    ("I will look up when it was taken and give you an update by 15:30 UTC.", "by 15:30 UTC", "Wed 18 15:30"),
    ("I will comment on your scripts if you send them, by 15:30 UTC.", "by 15:30 UTC", "Wed 18 15:30"),
]
OFFERED = [
    ("We will send it by end of day.", "by end of day", "Wed 18 17:00"),
    ("We will send it by EOD Friday.", "by EOD Friday", "Fri 20 17:00"),
    ("We will send it by the end of next week.", "by the end of next week", "Fri 27 17:00"),
    ("We will tell you on Monday morning.", "on Monday morning", "Mon 23 11:00"),
    ("I will report by Friday.", "by Friday", "Fri 20 17:00"),
    ("I will call you tomorrow at 9.", "tomorrow at 9", "Thu 19 08:00"),
    ("I will call you by 5 o'clock.", "by 5 o'clock", "Wed 18 16:00"),
    ("We will mail you by 16:00 your time.", "by 16:00 your time", "Wed 18 15:00"),
    ("We should have an update by 16:00.", "by 16:00", "Wed 18 15:00"),
    ("The fix will be deployed by Friday.", "by Friday", "Fri 20 17:00"),
    ("We answer within 2 business days.", "within 2 business days", "Fri 20 14:03"),
    ("I'll update you at 13:00.", "at 13:00", "Thu 19 12:00"),
    ("I will update you by 14:00 today.", "by 14:00 today", "Thu 19 13:00"),
    ("We will write by midnight.", "by midnight", "Wed 18 23:00"),
    ("I will write by next Wednesday at 10:00.", "by next Wednesday at 10:00", "Wed 25 09:00"),
    ("I will write by next Wednesday at 20:00.", "by next Wednesday at 20:00", "Wed 25 19:00"),
]
NOTHING = [
    "We will not be able to answer by 16:00.",
    "Please send us an update by 16:00.",
    "The report shows errors at 16:00.",
    "The update was installed by 16:00.",
    "Please send the logs by Friday.",
    "Could you restart it by 16:00?",
    "The incident was mitigated by 14:00.",
    "I cannot give you an answer by 16:00.",
    "We reduced the latency by 4.",
    "Good morning, we will look into it.",
    "Since Friday we see errors.",
    "The certificate is valid until Friday.",
    "Thank you for the logs from this morning. We will analyse them.",
    "We'll reply this morning.",
    "> I'll update you by 16:00",
    "We will run `at 16:00` for you.",
    "I will write by 2026-11-01 09:00.",
    "I will write by 31 February at 09:00.",
    "I will write by 9999-12-31 midnight.",
    "We will answer within 0 minutes.",
    "We will keep it for the next 9999 weeks.",
]


@pytest.mark.parametrize(("text", "words", "at"), SURE)
def test_it_promises(text: str, words: str, at: str) -> None:
    assert read(text) == [(words, at, True)]


@pytest.mark.parametrize(("text", "words", "at"), OFFERED)
def test_it_may_mean(text: str, words: str, at: str) -> None:
    assert read(text) == [(words, at, False)]


@pytest.mark.parametrize("text", NOTHING)
def test_it_promises_nothing(text: str) -> None:
    assert read(text) == []


def test_several_promises_stand_in_the_order_of_time() -> None:
    text = "We send the report by Friday 12:00 UTC, and you will hear from us within half an hour."
    assert [words for words, _, _ in read(text)] == ["within half an hour", "by Friday 12:00 UTC"]


def test_whether_a_zone_is_named_is_told() -> None:
    by_zone = {
        one.words: one.zoned for one in promises_in("I will call by 16:00 and write by 18:00 UTC.", WEDNESDAY, BERLIN)
    }
    assert by_zone == {"by 16:00": False, "by 18:00 UTC": True}


def test_a_time_in_the_gap_of_spring_is_the_end_of_the_gap() -> None:
    eve = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)
    assert read("I will write by 02:30.", eve) == [("by 02:30", "Sun 29 01:00", True)]


def test_the_moments_that_are_kept_take_their_words() -> None:
    told = promises_in("I will call by 16:00 UTC and write by 18:00 UTC.", WEDNESDAY, BERLIN)
    four, five, six = (WEDNESDAY.replace(hour=hour, minute=0, second=0) for hour in (16, 17, 18))
    assert worded([six, four], told) == [(four, "by 16:00 UTC"), (six, "by 18:00 UTC")]
    assert worded([five, four], told) == [(four, "by 16:00 UTC"), (five, "by 18:00 UTC")]
    assert worded([five], []) == [(five, "next update")]


ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
WORDS = st.lists(
    st.sampled_from(
        [
            "we",
            "will",
            "I'll",
            "you",
            "hear",
            "please",
            "by",
            "before",
            "in",
            "within",
            "at",
            "on",
            "the",
            "next",
            "16:00",
            "4",
            "pm",
            "9",
            "2",
            "hours",
            "minutes",
            "tomorrow",
            "today",
            "Monday",
            "Friday",
            "morning",
            "noon",
            "end",
            "of",
            "day",
            "UTC",
            "CET",
            "not",
            "was",
            ",",
            ".",
            ";",
            ":",
            "-",
            "update",
            "answer",
            "2026-11-23",
            "23",
            "November",
            "23.11.",
            "half",
            "an",
            "couple",
            "few",
            "between",
            "and",
            "(",
            ">",
            "`",
            "until",
        ]
    ),
    max_size=40,
).map(" ".join)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=200), WORDS), MOMENTS, ZONES)
def test_of_any_text_what_is_found_lies_ahead_and_stands_there(text: str, now: datetime, zone: str) -> None:
    found = promises_in(text, now, ZoneInfo(zone))
    assert [one.at for one in found] == sorted({one.at for one in found})
    for one in found:
        assert now < one.at <= now + timedelta(days=366) and one.at.utcoffset() == timedelta()
        assert one.words and len(one.words) <= 80


@settings(deadline=None)
@given(MOMENTS, ZONES, st.integers(0, 23), st.integers(0, 59))
def test_a_bare_time_is_the_next_one_on_the_writers_wall(now: datetime, zone: str, hour: int, minute: int) -> None:
    (one,) = promises_in(f"I will update you by {hour:02}:{minute:02}.", now, ZoneInfo(zone))
    assert _soonest(now, ZoneInfo(zone), hour, minute) == one.at
    assert not one.zoned


@settings(deadline=None)
@given(MOMENTS, ZONES, st.integers(1, 120), st.sampled_from(["minutes", "hours"]))
def test_a_span_counts_from_now(now: datetime, zone: str, number: int, unit: str) -> None:
    (one,) = promises_in(f"You will hear from us within {number} {unit}.", now, ZoneInfo(zone))
    expected = (now + timedelta(**{unit: number})).replace(second=0, microsecond=0)
    assert one == Promised(f"within {number} {unit}", expected, True)


@settings(deadline=None)
@given(MOMENTS, ZONES, st.integers(1, 200), st.integers(0, 23))
def test_a_written_date_means_itself_in_every_spelling(now: datetime, zone: str, days: int, hour: int) -> None:
    day = (now.astimezone(UTC) + timedelta(days=days)).date()
    spellings = (f"{day}", f"{day:%-d %B %Y}", f"{day:%B %-d, %Y}", f"{day:%-d.%-m.%Y}", f"{day:%-d %b %Y}")
    for spelling in spellings:
        (one,) = promises_in(f"We will write on {spelling} at {hour:02}:15 UTC.", now, ZoneInfo(zone))
        assert (one.at, one.sure) == (datetime(day.year, day.month, day.day, hour, 15, tzinfo=UTC), True), spelling


def _soonest(now: datetime, zone: ZoneInfo, hour: int, minute: int) -> datetime:
    """Walks over the minutes until a clock on the wall reads it, or has jumped past it."""
    today = now.astimezone(zone).date()
    for days in (0, 1, 2):
        wall = datetime.combine(today + timedelta(days=days), datetime.min.time()).replace(hour=hour, minute=minute)
        at = wall.replace(tzinfo=zone).astimezone(UTC) - timedelta(hours=25)
        while at.astimezone(zone).replace(tzinfo=None) < wall:
            at += timedelta(minutes=1)
        if at > now:
            return at
    raise AssertionError("a day has every time or jumps over it")
