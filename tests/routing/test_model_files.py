"""A model on disk: whole or not at all, and never in the way of a case."""

import os
from pathlib import Path

import msgspec
import pytest

from escalations.catalog import catalogue
from escalations.cli.demo.texts import demo_texts
from escalations.cli.routing_training import ALONE
from escalations.platform.resources import resource_dir
from escalations.routing.learning.model_files import ModelError, ModelFile, load_model, save_model, shipped_path
from escalations.routing.learning.texts import shipped_texts
from escalations.routing.learning.training import examples_of, rarity_of

from .texts import small_model


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    model = small_model()
    save_model(model, tmp_path / "model.json")
    first = (tmp_path / "model.json").read_bytes()
    assert load_model(tmp_path / "model.json") == model
    save_model(model, tmp_path / "model.json")
    assert (tmp_path / "model.json").read_bytes() == first
    assert os.listdir(tmp_path) == ["model.json"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.json").write_text("the old one")

    def no_room(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "replace", no_room)
    with pytest.raises(OSError, match="no space"):
        save_model(load_model(shipped_path()), tmp_path / "model.json")
    assert (tmp_path / "model.json").read_text() == "the old one"
    assert os.listdir(tmp_path) == ["model.json"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"{", "is not a model of texts"),
        (b'{"format": 1}', "is not a model of texts"),
        (None, "is missing"),
    ],
)
def test_what_is_no_model_is_refused_in_words(tmp_path: Path, text: bytes | None, told: str) -> None:
    path = tmp_path / "model.json"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(ModelError, match=told):
        load_model(path)


def test_a_model_of_another_format_or_with_missing_weights_is_refused(tmp_path: Path) -> None:
    model = load_model(shipped_path())
    save_model(msgspec.structs.replace(model, format=99), tmp_path / "later.json")
    with pytest.raises(ModelError, match="format 99"):
        load_model(tmp_path / "later.json")
    save_model(msgspec.structs.replace(model, features={"pod": (1.0, 2.0)}), tmp_path / "short.json")
    with pytest.raises(ModelError, match="contradicts itself"):
        load_model(tmp_path / "short.json")


def test_a_new_file_is_taken_over_and_a_bad_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    shipped = load_model(shipped_path())
    save_model(shipped, path)
    in_force = ModelFile(path, every=0, settle=0)
    assert in_force.model() == shipped
    newer = msgspec.structs.replace(shipped, sure_at=0.77)
    save_model(newer, path)
    assert in_force.model() == newer
    path.write_text("{")
    assert in_force.model() == newer


def test_the_shipped_model_knows_all_families_and_reads_none_too_surely() -> None:
    model = load_model(shipped_path())
    assert model.families == tuple(catalogue().families)
    assert 0.6 <= model.sure_at < 1
    assert model.figures.sure_right >= 0.97
    assert model.figures.error <= 0.03


def test_the_shipped_model_was_learned_from_the_texts_that_ship() -> None:
    """A text or a term that changed asks for `escalations routing train --shipped --output routing_rules/text_model.json`."""
    ours, demo = ALONE
    texts = [*shipped_texts(resource_dir("routing_rules"), catalogue(), ours), *demo_texts(demo)]
    rarity = rarity_of([example for text in texts for example in examples_of(text, catalogue(), halves=True)])
    shipped = load_model(shipped_path()).features
    assert shipped.keys() == rarity.keys()
    assert all(shipped[feature][0] == pytest.approx(rare, abs=0.001) for feature, rare in rarity.items())


def test_every_family_has_texts_of_its_own_and_no_text_stands_twice() -> None:
    texts = list(shipped_texts(resource_dir("routing_rules"), catalogue(), 1.0))
    assert {text.family for text in texts} == set(catalogue().families)
    assert len({(text.title, text.description) for text in texts}) == len(texts)
