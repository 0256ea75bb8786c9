"""What was recorded with its moments in UTC is told by the reader's clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from escalations.platform.language import moments
from escalations.platform.language.catalogues import catalogue
from escalations.platform.time import in_zone, span
from escalations.wiring import load_rooms

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        ("waits for the customer until 2026-11-23 23:30 UTC", "waits for the customer until 24 Nov 2026 00:30 CET"),
        (
            "promised the next update by 1 Jul 2026 08:00 UTC (“by 1 Jul 2026 08:00 UTC”)",
            "promised the next update by 1 Jul 2026 10:00 CEST (“by 1 Jul 2026 08:00 UTC”)",
        ),
        *(
            (said, said)
            for said in (
                "on 31 Feb 2026 08:00 UTC",
                "at 2026-13-45 99:99 UTC",
                "by 31 Dec 9999 23:59 UTC",
            )
        ),
        ("wrote that 3 Foo 2026 08:00 UTC is no date", "wrote that 3 Foo 2026 08:00 UTC is no date"),
    ],
)
def test_a_recorded_moment_is_told_in_the_readers_zone(recorded: str, told: str) -> None:
    assert in_zone(recorded, BERLIN) == told


def test_a_german_sentence_says_it_in_german() -> None:
    load_rooms()
    for english, german in (
        ("waits for the customer until 2026-03-01 12:00 UTC", "wartet bis 1. März 2026 13:00 CET auf Kunde"),
        (
            "promised the next update by 23 Nov 2026 06:57 UTC (“by noon”)",
            "hat die nächste Nachricht bis 23. Nov. 2026 07:57 CET zugesagt („by noon“)",
        ),
    ):
        assert moments.in_zone(catalogue("de").told(english), BERLIN, "de") == german


def test_a_span_names_day_and_zone_once() -> None:
    begin, end = datetime(2026, 11, 23, 14, tzinfo=UTC), datetime(2026, 11, 23, 22, tzinfo=UTC)
    assert span(begin, end, ZoneInfo("UTC")) == "23 Nov 2026 14:00 – 22:00 UTC"
    assert span(begin, end.replace(day=24), ZoneInfo("UTC")) == "23 Nov 2026 14:00 – 24 Nov 2026 22:00 UTC"
    assert moments.span(begin, end, BERLIN, "de") == "23. Nov. 2026 15:00 – 23:00 CET"
    over_the_change = datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 4, tzinfo=UTC)
    assert span(*over_the_change, BERLIN) == "24 Oct 2026 22:00 CEST – 25 Oct 2026 05:00 CET"


def test_names_of_clocks_within_names_in_german() -> None:
    load_rooms()
    told = catalogue("de").told
    assert told("Answer, product group") == "Antwort, Produktgruppe"
    assert told("Ledger: Answer, product group") == "Buchungen: Antwort, Produktgruppe"
