"""What a model learns, shows, and admits."""

import sys
from functools import cache
from subprocess import run

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalations.catalog import catalogue
from escalations.routing.hearing import hear
from escalations.routing.learning.features import features_of
from escalations.routing.learning.model import TextModel, chances_of, scores_of
from escalations.routing.learning.model_files import load_model, shipped_path
from escalations.routing.learning.texts import KnownText
from escalations.routing.learning.validating import folds_of
from escalations.routing.reading import Reading, read_text

from .texts import small_model, texts

WORDS = (
    "zorblax",
    "quuxly",
    "pump",
    "kubectl",
    "redis",
    "SAS",
    "firewall",
    "it",
    "the",
    "AADSTS50011",
    "500.19",
    "invoice",
)


@cache
def _learned() -> TextModel:
    return small_model()


def _read(title: str, description: str = "", model: TextModel | None = None) -> Reading:
    return read_text(title, description, (), (), catalogue(), model)


def test_a_word_that_only_one_family_uses_is_learned() -> None:
    for word, family in (("zorblax", "storage"), ("quuxly", "networking")):
        reading = _read(f"Our {word} again", model=_learned())
        assert (reading.family, reading.sure) == (family, True)
        assert reading.evidence_for(family)[0][0] == word


def test_what_speaks_for_one_family_speaks_against_another() -> None:
    first, second = _read("zorblax", model=_learned()).families[:2]
    assert first.evidence and not first.against
    assert second.key == "networking" and second.against[0].words == "zorblax"


def test_a_text_that_says_both_is_not_sure() -> None:
    reading = _read("zorblax and quuxly", model=_learned())
    assert not reading.sure
    assert reading.confidence == pytest.approx(0.5, abs=0.1)
    assert {ranked.key for ranked in reading.families} == {"storage", "networking"}


def test_unknown_words_say_nothing_and_nobody_is_sure() -> None:
    reading = _read("Blah foo bar", model=_learned())
    assert (reading.families, reading.confidence, reading.sure, reading.family) == ((), 0.0, False, None)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.lists(st.sampled_from(WORDS), max_size=30))
@settings(deadline=None)
def test_the_weights_shown_add_up_to_the_score(title: list[str], description: list[str]) -> None:
    for model in (None, _learned()):
        reading = _read(" ".join(title), " ".join(description), model)
        for ranked in reading.families:
            told = sum(said.weight for said in (*ranked.evidence, *ranked.against))
            assert ranked.score == pytest.approx(ranked.base + told)
        chances = [ranked.chance for ranked in reading.families]
        assert chances == sorted(chances, reverse=True) and sum(chances) <= 1 + 1e-9
        assert reading.confidence == (chances[0] if chances else 0)


@given(st.lists(st.sampled_from(WORDS), max_size=20))
@settings(deadline=None)
def test_no_stretch_of_the_text_is_told_twice(words: list[str]) -> None:
    for ranked in _read(" ".join(words)).families:
        places = [(said.source, said.start, said.end) for said in (*ranked.evidence, *ranked.against)]
        assert len(places) == len(set(places))


def test_the_same_texts_give_the_same_model() -> None:
    again = small_model()
    assert msgspec.json.encode(again) == msgspec.json.encode(_learned())


def test_the_figures_are_about_texts_that_were_not_learned_from() -> None:
    by_chance = [
        msgspec.structs.replace(text, title="", description=text.description.split(" of ")[0]) for text in texts()
    ]
    parts = folds_of(by_chance)
    assert sorted(place for part in parts for place in part) == list(range(len(by_chance)))
    assert _learned().figures.first_right == 1.0
    assert _learned().figures.rows == sum(one.texts for one in _learned().figures.bins) == len(texts())


def test_each_part_holds_its_share_of_each_family() -> None:
    for part in folds_of(texts()):
        families = [texts()[place].family for place in part]
        assert families.count("storage") == families.count("networking")


def test_numbers_that_are_codes_are_kept_and_others_are_not() -> None:
    heard = hear("40613 on 7 of 120 servers, 1234567 rows, HTTP 404", "", ("AADSTS50011",), (), catalogue())
    found = features_of(heard)
    assert {"40613", "404", "0", "#aadsts50011", "#aadsts*", "#http 404"} <= found.keys()
    assert not {"7", "1234567", "on", "of"} & found.keys()


def test_what_weighs_nothing_alone_does_not_make_sure() -> None:
    model = load_model(shipped_path())
    assert chances_of(scores_of(model, hear("", "", (), (), catalogue()))) == pytest.approx(chances_of(model.base))
    assert not any(
        _read(title).sure for title in ("Question", "Hello", "It does not work", "Error", "Urgent!", "Production down")
    )


def test_reading_a_text_does_not_need_the_library_that_learned() -> None:
    told = (
        "import sys; from escalations.routing.reading import read_text; from escalations.catalog import catalogue; "
        + ("read_text('AKS', '', (), (), catalogue()); print('sklearn' in sys.modules, 'numpy' in sys.modules)")
    )
    ended = run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["False", "False"]


def test_a_family_that_is_gone_from_the_catalogue_is_never_said() -> None:
    model = msgspec.structs.replace(_learned(), families=("vanished", *_learned().families[1:]))
    assert "vanished" not in [ranked.key for ranked in _read("zorblax pump", model=model).families]


def test_a_second_family_that_is_fair_is_learned_a_little() -> None:
    text = KnownText(title="zorblax", family="storage", also="identity")
    assert text.also == "identity" and text.weight == 1.0
