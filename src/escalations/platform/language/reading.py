"""In which language somebody reads: as they chose, otherwise as their browser asks, otherwise English."""

from typing import Protocol

from babel import negotiate_locale

from .catalogues import ENGLISH, catalogue, languages


class Reader(Protocol):
    reads_in: str | None


def reading(person: Reader | None, accepted: str = "") -> str:
    """`accepted` is what a browser sends as Accept-Language."""
    if person is not None and person.reads_in in languages():
        return person.reads_in or ENGLISH
    wanted = [part.partition(";")[0].strip() for part in accepted.split(",")]
    return negotiate_locale([one for one in wanted if one], list(languages()), sep="-") or ENGLISH


def say(sentence: str, language: str) -> str:
    """A sentence of the program outside a template."""
    return sentence if language == ENGLISH else catalogue(language).told(sentence)
