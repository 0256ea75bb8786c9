"""Sentences made as a page is made: told as they are, by their shape, in their parts; what somebody wrote is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.platform.language.catalogues import Catalogue, catalogue
from escalations.platform.language.reading import say
from escalations.platform.language.sentences import sentences
from escalations.platform.language.shapes import PLACE, put_in

WORDS = Catalogue(
    {
        "Fill this in.": "Ausfüllen.", "due in {span}": "fällig in {span}", "{hours} h {rest} min": "{hours} Std. {rest} Min.",
        "{ref} is split off {ref}.": "{ref} kommt aus {ref}.", "claimed it": "hat ihn übernommen", "{count} cases": "{count} Fälle",
        "severity {severity}": "Schweregrad {severity}", "waits for {whom}": "wartet auf {whom}", "the customer": "den Kunden",
        "a": "ein", "{it} and {other}": "{it} und {other}", "returned it: {reason}": "gab ihn zurück: {reason}",
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Fill this in.", "Ausfüllen."),
        ("due in 2 h 5 min", "fällig in 2 Std. 5 Min."),
        ("C-2 is split off C-1.", "C-2 kommt aus C-1."),
        ("Ada Lovelace claimed it", "Ada Lovelace hat ihn übernommen"),
        ("3 cases", "3 Fälle"),
        ("Severity A, waits for the customer", "Schweregrad A, wartet auf den Kunden"),
        ("returned it: he is on leave until then", "gab ihn zurück: he is on leave until then"),
        ("The customer", "Den Kunden"),
    ],
)
def test_a_sentence_of_the_program_is_told(text: str, told: str) -> None:
    assert WORDS.told(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "salt and pepper", "waits for somebody who never comes back at all", "The share is slow, waits for nothing that we know of", "", "C-12",
        "due in the course of the next few weeks or never", "x" * 5_000,
    ],
)  # fmt: skip
def test_what_somebody_wrote_stays(text: str) -> None:
    assert WORDS.told(text) == text


@given(st.text(max_size=80))
def test_no_text_is_lost_or_breaks_it(text: str) -> None:
    told = catalogue("de").told(text)
    assert bool(told.strip()) == bool(text.strip())


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.text(alphabet="xyz{}", max_size=4)), min_size=1, max_size=5))
def test_every_value_is_put_in(values: list[tuple[str, str]]) -> None:
    shape = " ".join(f"{{{name}}}" for name, _ in values)
    assert put_in(shape, values) == " ".join(value for _, value in values)


def test_code_is_read_for_its_sentences() -> None:
    source = '''"""Documentation."""
__all__ = ["Not Read"]
LABELS = {"open": "still open", "x": "closed"}
def f(n: int, name: str) -> str:
    """Not this."""
    log.info("not that either")
    if name == "Nor This":
        raise Refused(f"{name} has {n} case{'s' if n != 1 else ''}.")
    return query("SELECT a FROM b WHERE c")
'''
    assert list(sentences(source)) == ["still open", "closed", "{name} has {n} cases.", "{name} has {n} case."]


def test_places_are_known() -> None:
    assert PLACE.findall("{a} b {c d}") == ["a", "c d"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mon–Fri 09:00–17:00 Europe/Berlin", "Mo–Fr 09:00–17:00 Europe/Berlin"),
        ("every day around the clock", "jeden Tag rund um die Uhr"),
        ("Mon, Wed around the clock", "Mo, Mi rund um die Uhr"),
        ("Fri 5 Mar 09:00 – 17:00 UTC", "Fr 5 Mär 09:00 – 17:00 UTC"),
        ("handed over weekly, Tue 09:00 Europe/Berlin; Mon–Fri 09:00–17:00", "Übergabe wöchentlich, Di 09:00 Europe/Berlin; Mo–Fr 09:00–17:00"),
        ("handed over daily, 08:00 UTC; every day around the clock", "Übergabe täglich, 08:00 UTC; jeden Tag rund um die Uhr"),
        (
            "after 60 minutes of waiting it no longer asks for Identity at level 3 nor for the language",
            "nach 60 Minuten Wartezeit verlangt er nicht mehr Identity auf Stufe 3 noch die Sprache",
        ),
        ("3 hours", "3 Stunden"),
    ],
)  # fmt: skip
def test_hours_and_what_is_given_up_are_told_whole(text: str, told: str) -> None:
    assert catalogue("de").told(text) == told


@pytest.mark.parametrize(
    "text", ["Technology unclear", "36 h of business hours", "May Jan", "Jan", "Mon Ami 24", "9 of 12"]
)
def test_names_and_what_no_sentence_says_are_left_whole(text: str) -> None:
    assert catalogue("de").told(text) == text


@pytest.mark.parametrize(
    ("text", "german"),
    [
        ("problem started 3 min after the incident", "Problem begann 3 min nach der Störung"),
        ("opened 5 h 29 min before the incident", "5 h 29 min vor der Störung geöffnet"),
        ("opened together with the incident", "zugleich mit der Störung geöffnet"),
        ("nobody", "niemand"),
    ],
)
def test_what_speaks_for_an_incident_is_told_in_german(text: str, german: str) -> None:
    assert say(text, "de") == german
