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
    "Siobhan Delaney, Ana-María Núñez and Ben O'Roth": "Siobhan Delaney, Ana-María Núñez und Ben O'Roth",
    "severity A, next update late by 1 h 6 min, part of an active incident": "Schweregrad A, nächste Nachricht um 1 h 6 min verspätet, Teil einer andauernden Störung",
    "told Ada King: Nobody on shift has Storage at level 1. It stays in the queue until somebody can take it.": "hat verständigt: Ada King: Niemand in der Schicht hat Storage auf Stufe 1. Er bleibt in der Warteschlange, bis jemand ihn übernehmen kann.",
    "C-7 (Harbour Foods): next update was due at 21:33 EST.": "C-7 (Harbour Foods): nächste Nachricht war um 21:33 EST fällig.",
    "Nobody takes C-7, severity A, Caching and CDN. It has waited for 2 h. Nobody on shift has Caching and CDN at level 1. It stays in the queue until somebody can take it. The first who could comes on shift at 23 Nov 2026 07:00 UTC.": "Niemand übernimmt C-7, Schweregrad A, Caching and CDN. Er wartet seit 2 h. Niemand in der Schicht hat Caching and CDN auf Stufe 1. Er bleibt in der Warteschlange, bis jemand ihn übernehmen kann. Die erste Person, die könnte, kommt um 23. Nov. 2026 07:00 UTC in Schicht.",
}
LEDGER = {
    "started the promise clock (1 h 24 min): you hear from me by 16:13 UTC": "hat die Frist „Zusage“ begonnen (1 h 24 min): you hear from me by 16:13 UTC",
    "Harriet Blackwood started the follow-up clock (1 d 3 h): waiting for customer": "Harriet Blackwood hat die Frist „Wiedervorlage“ begonnen (1 T 3 h): wartet auf den Kunden",
    "began, due 23 Nov 2026 11:13 EST (“by 16:13 UTC”)": "begann, fällig am 23. Nov. 2026 11:13 EST („by 16:13 UTC“)",
    "was cancelled: the case was closed": "wurde aufgehoben: der Fall wurde geschlossen",
    "Running, 3 h, 22 Nov 2026 10:44 EST – 22 Nov 2026 13:44 EST. Ben Roth resumed the resolution clock.": "Läuft, 3 h, 22. Nov. 2026 10:44 EST – 22. Nov. 2026 13:44 EST. Ben Roth hat die Frist „Lösung“ fortgesetzt.",
}
"""What a promise promises is what its writer wrote, and stays."""
DATES = {
    "Fix expected 6 Jan 2027": "Behebung erwartet 6. Jan. 2027",
    "policy of 1 Mar 2026": "Fristenregeln vom 1. März 2026",
    "planned 1 shift until 17 Jan 2027": "hat 1 Schicht bis 17. Jan. 2027 geplant",
    "Tue 17 Nov 10:41 EST": "Di. 17. Nov. 10:41 EST",
    "19 Nov 2026 20:15 EST – 22 Nov 2026 18:04 EST": "19. Nov. 2026 20:15 EST – 22. Nov. 2026 18:04 EST",
}


@pytest.mark.parametrize(("english", "german"), [*ROWS.items(), *LEDGER.items(), *DATES.items()])
def test_rows_of_things_and_dates_in_german(english: str, german: str) -> None:
    load_rooms()
    assert catalogue("de").told(english) == german
