"""The catalogue of every language is complete, has nothing that is gone, and keeps each sentence's places and tags."""

import re
from collections import Counter

import pytest

from escalations.platform.language.catalogues import ENGLISH, languages
from escalations.platform.language.extracting import read, texts
from escalations.platform.language.reading import reading, say

OTHERS = [language for language in languages() if language != ENGLISH]
TAG = re.compile(r"</?[a-z]+\d*>")
PLACE = re.compile(r"\{[^{}]*\}")
ENDINGS = {
    "{it}",
    "{it2}",
    "{plural}",
    "{verb}",
    "{they}",
    "{s}",
    "{asks}",
    "{were}",
    "{takes}",
    "{was}",
    "{has}",
    "{are}",
}
"""Places for English endings, which another language may not need."""


@pytest.fixture(scope="module")
def there() -> dict[str, list[str]]:
    return texts()


def test_there_is_a_second_language() -> None:
    assert OTHERS


@pytest.mark.parametrize("language", OTHERS)
def test_it_is_complete(language: str, there: dict[str, list[str]]) -> None:
    told = {str(one.id): str(one.string) for one in read(language) if one.id}
    assert not [f"{there[text][0]}: {text}" for text in there if not told.get(text)], (
        "escalations language update, then translate these"
    )
    assert not [text for text in told if text not in there]


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_keeps_places_and_tags(language: str) -> None:
    for one in read(language):
        message, told = str(one.id), str(one.string)
        assert Counter(TAG.findall(message)) == Counter(TAG.findall(told)), message
        lost = set(PLACE.findall(message)) - set(PLACE.findall(told))
        assert set(PLACE.findall(told)) <= set(PLACE.findall(message)) and lost <= ENDINGS, message


def test_who_reads_in_which_language() -> None:
    class Reader:
        reads_in: str | None = "de"

    assert reading(Reader(), "en-US,en;q=0.9") == "de"
    assert reading(None, "de-AT,de;q=0.9,en;q=0.8") == "de"
    assert reading(None, "xx, *;q=0.1") == reading(None, "") == "en"
    Reader.reads_in = "xx"
    assert reading(Reader()) == "en"
    assert say("Fill this in.", "en") == "Fill this in." != say("Fill this in.", "de")
