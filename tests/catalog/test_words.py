import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalations.catalog.words import humps_of, stems_of, words_of


@pytest.mark.parametrize(
    ("written", "stems"),
    [
        ("Node Pools", ("node", "pool")),
        ("key-vault policies", ("key", "vault", "policy")),
        ("redis", ("redis",)),
        ("ADFS", ("adfs",)),
        ("access addresses", ("access", "address")),
        ("web.config", ("web", "config")),
        ("WEBSITES_PORT", ("website", "port")),
        ("", ()),
    ],
)
def test_words_are_small_and_singular(written: str, stems: tuple[str, ...]) -> None:
    assert stems_of(written) == stems


def test_a_compound_word_has_parts() -> None:
    text = "throws EventProcessorClient"
    parts = humps_of(text, words_of(text)[1])
    assert [text[part.start : part.end] for part in parts] == ["Event", "Processor", "Client"]
    assert humps_of(text, words_of(text)[0]) == []


@settings(deadline=None)
@given(st.text())
def test_every_word_stands_where_it_says(text: str) -> None:
    for word in words_of(text):
        assert text[word.start : word.end].strip()
        assert word.stem and word.stem[0].lower() == word.stem[0]
    assert tuple(word.stem for word in words_of(text)) == stems_of(text)
