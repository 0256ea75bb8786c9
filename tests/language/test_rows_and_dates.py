"""Names in a row and dates within a sentence are told in the reader's language; what people are called stays as it is."""

import pytest

from escalations.platform.language.catalogues import catalogue
from escalations.wiring import load_rooms

ROWS = {
    "Storage, Databases and Identity": "Storage, Databases und Identity",
    "Storage and Caching and CDN": "Storage und Caching and CDN",
    "Caching and CDN": "Caching and CDN",
    "Storage at level 2 and Identity at level 1": "Storage auf Stufe 2 und Identity auf Stufe 1",
    "the technology is Storage or Virtual machines": "die Technologie ist Storage oder Virtual machines",
    "Rose and Thorn Brewing": "Rose and Thorn Brewing",
    "Storage and Sons": "Storage and Sons",
}
DATES = {
    "Fix expected 6 Jan 2027": "Behebung erwartet 6. Jan. 2027",
    "policy of 1 Mar 2026": "Fristenregeln vom 1. März 2026",
    "planned 1 shift until 17 Jan 2027": "hat 1 Schicht bis 17. Jan. 2027 geplant",
    "Tue 17 Nov 10:41 EST": "Di. 17. Nov. 10:41 EST",
    "19 Nov 2026 20:15 EST – 22 Nov 2026 18:04 EST": "19. Nov. 2026 20:15 EST – 22. Nov. 2026 18:04 EST",
}


@pytest.mark.parametrize(("english", "german"), [*ROWS.items(), *DATES.items()])
def test_rows_of_things_and_dates_in_german(english: str, german: str) -> None:
    load_rooms()
    assert catalogue("de").told(english) == german
