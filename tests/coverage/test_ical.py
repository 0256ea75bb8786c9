"""Calendars out and in, as RFC 5545 has them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.coverage.ical import Entry, escaped, folded, written
from escalations.coverage.ical_reading import BadCalendar, read_calendar
from escalations.coverage.spans import Span

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2027, 3, 22, 8, tzinfo=UTC)
entries = st.builds(
    lambda start, hours, text: Entry("one@here", Span(AT + timedelta(hours=start), AT + timedelta(hours=start + hours)), text),
    st.integers(-9000, 9000), st.integers(4, 400), st.text(),
)  # fmt: skip


@given(st.lists(entries, max_size=5))
def test_every_line_is_short_and_ends_as_it_must(told: list[Entry]) -> None:
    text = written("Storage; nights, and more", told, AT)
    assert text.endswith("END:VCALENDAR\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(told)


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs"], blacklist_characters="\x85\u2028\u2029")))
def test_folding_and_escaping_lose_nothing(text: str) -> None:
    unfolded = folded(escaped(text)).replace("\r\n ", "")
    plain = (
        unfolded.replace("\\\\", "\0").replace("\\;", ";").replace("\\,", ",").replace("\\n", "\n").replace("\0", "\\")
    )
    assert plain == text


@given(entries)
def test_what_is_written_can_be_read(entry: Entry) -> None:
    busy = written("x", [entry], AT).replace("TRANSP:TRANSPARENT", "TRANSP:OPAQUE")
    assert read_calendar(busy.encode(), BERLIN).entries == {"one@here": entry.span}


def test_the_moments_are_in_utc_and_the_title_is_escaped() -> None:
    text = written("Nights", [Entry("a@b", Span(AT, AT + timedelta(hours=8)), "Ada, Ben; \\ and\nall")], AT)
    assert "DTSTART:20270322T080000Z\r\nDTEND:20270322T160000Z\r\n" in text
    assert "SUMMARY:Ada\\, Ben\\; \\\\ and\\nall\r\n" in text and "UID:a@b\r\n" in text


def event(*lines: str, uid: str = "u1") -> bytes:
    told = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", "END:VCALENDAR"]
    return "\r\n".join(told).encode()


@pytest.mark.parametrize(
    ("lines", "start", "hours"),
    [
        (["DTSTART;VALUE=DATE:20270328", "DTEND;VALUE=DATE:20270329"], datetime(2027, 3, 27, 23), 23),
        (["DTSTART;VALUE=DATE:20270322"], datetime(2027, 3, 21, 23), 24),
        (["DTSTART;TZID=America/New_York:20270322T080000", "DTEND;TZID=America/New_York:20270322T180000"], datetime(2027, 3, 22, 12), 10),
        (["DTSTART:20270322T080000", "DURATION:PT10H"], datetime(2027, 3, 22, 7), 10),
        (["DTSTART:20270322T080000Z", "DURATION:P1W"], datetime(2027, 3, 22, 8), 168),
        (["DTSTART:20270322T080000Z", "DTEND:20270322T090000Z", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"], datetime(2027, 3, 22, 8), 1),
        (['DTSTART;X-ODD="a:b;c";TZID="Europe/Berlin":20270322T080000', "DTEND:20270322", "T180000Z"], None, 0),
        (["DTSTART;TZID=Europe/Berlin:2027032", " 2T080000", "DTEND;TZID=Europe/Berlin:20270322T180000"], datetime(2027, 3, 22, 7), 10),
    ],
)  # fmt: skip
def test_what_counts_as_an_absence(lines: list[str], start: datetime | None, hours: int) -> None:
    found = read_calendar(event(*lines), BERLIN).entries
    if start is None:
        assert found == {}
        return
    begin = start.replace(tzinfo=UTC)
    assert found == {"u1": Span(begin, begin + timedelta(hours=hours))}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["DTSTART:20270322T080000Z", "DTEND:20270322T090000Z"], ""),
        (["DTSTART;VALUE=DATE:20270322", "TRANSP:TRANSPARENT"], ""),
        (["DTSTART;VALUE=DATE:20270322", "STATUS:CANCELLED"], ""),
        (["DTSTART;VALUE=DATE:20270322", "RRULE:FREQ=WEEKLY", "SUMMARY:Gym"], "“Gym”: repeats"),
        (["DTSTART;TZID=Mars/Crater:20270322T080000", "DURATION:PT9H"], "'Mars/Crater' is not one"),
        (["DTSTART;TZID=../../etc/passwd:20270322T080000", "DURATION:PT9H"], "is not one"),
        (["DTSTART:20270322T080000Z", "DTEND:20270321T080000Z"], "ends before it begins"),
        (["DTSTART:gibberish", "DTEND:20270321T080000Z"], "an entry without a title"),
        (["DTSTART:99991231T080000Z", "DURATION:P9999W"], "an entry without a title"),
        (["SUMMARY:Nothing"], "no UID or no beginning"),
    ],
)
def test_what_does_not(lines: list[str], said: str) -> None:
    found = read_calendar(event(*lines), BERLIN)
    assert found.entries == {} and said in " ".join(found.left_out)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "does not begin with BEGIN:VCALENDAR"),
        (b"<html>Sign in first</html>", "does not begin with BEGIN:VCALENDAR"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1", "breaks off"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR", "ends nothing that began"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MiB"),
    ],
)
def test_a_broken_file_says_how(content: bytes, said: str) -> None:
    with pytest.raises(BadCalendar, match=said):
        read_calendar(content, BERLIN)


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_no_file_makes_it_stumble(one: bytes, two: bytes) -> None:
    for content in (
        one,
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + one + b"\r\nDTSTART:" + two + b"\r\nEND:VEVENT\r\nEND:VCALENDAR",
    ):
        try:
            read_calendar(content, BERLIN)
        except BadCalendar as told:
            assert str(told)
