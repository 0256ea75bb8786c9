"""What texts mean, with the packaged model; and that everything goes on where it is not installed."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from escalations.platform.search.meaning import meaning, meaning_of, meanings, model, nearness
from escalations.platform.search.meaning.kept import packed
from escalations.platform.search.meaning.pieces import pieces_of


def test_words_are_cut_into_known_pieces() -> None:
    told = [101, 3685, 3696, 1999, 1024, 9779, 5104, 3215, 29345, 14526, 999, 102]
    assert pieces_of("Cannot sign in: AADSTS50011!") == told


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_nothing_means_nothing(text: str) -> None:
    assert meaning_of(text) is None


def test_accents_and_case_say_nothing_and_the_unknown_is_one_piece() -> None:
    assert pieces_of("Café") == pieces_of("CAFE")
    assert pieces_of("☃" * 3) == [101, 100, 102]
    assert pieces_of("x" * 101)[1:-1] == [100]
    assert len(pieces_of("word " * 5000)) == 256


async def test_what_says_the_same_in_other_words_is_nearer() -> None:
    asked, same, other = [
        await meaning(text)
        for text in (
            "The disk is full",
            "There is no space left on the device",
            "Users cannot sign in with their password",
        )
    ]
    assert asked and same and other
    assert len(asked) == 768 and nearness(asked, asked) == pytest.approx(1, abs=0.01)
    assert nearness(asked, same) > nearness(asked, other) >= 0


def test_without_the_model_texts_have_no_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_loaded", lambda: None)
    meaning_of.cache_clear()
    assert meaning_of("The disk is full") is None
    meaning_of.cache_clear()


def test_what_points_apart_has_nothing_in_common() -> None:
    one = np.zeros(384, np.float16)
    one[0] = 1
    assert nearness(one.tobytes(), (-one).tobytes()) == 0.0


def a_vector(**parts: float) -> bytes:
    """Of these numbers, at `d<n>`, and no others."""
    one = np.zeros(384, np.float16)
    for name, number in parts.items():
        one[int(name[1:])] = number
    return bytes(one.tobytes())


def test_sections_are_packed_into_half_the_room_and_hardly_less_exact() -> None:
    random = np.random.default_rng(3)
    rows = random.normal(size=(2, 384))
    one, other = (bytes((row / np.linalg.norm(row)).astype(np.float16).tobytes()) for row in rows)
    kept = packed([one])
    assert kept is not None and len(kept) == 385
    assert nearness(one, kept) == pytest.approx(1, abs=0.001)
    assert nearness(other, kept) == pytest.approx(nearness(other, one), abs=0.005)
    assert packed([]) is None


def test_the_three_nearest_sections_count() -> None:
    asked = a_vector(d0=1)
    near, far = a_vector(d0=0.6, d1=0.8), a_vector(d0=-0.6, d1=0.8)
    assert nearness(asked, packed([near, near, near, *[far] * 20]) or b"") == pytest.approx(0.6, abs=0.01)
    assert nearness(asked, packed([near, far]) or b"") == pytest.approx(0, abs=0.01)


async def test_sections_of_one_thing_and_none_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(await meanings(["The disk is full", "", "The key was rotated"]) or b"") == 1 + 2 * 384
    monkeypatch.setattr(model, "_loaded", lambda: None)
    meaning_of.cache_clear()
    assert await meanings(["The disk is full"]) is None
    meaning_of.cache_clear()


HELD = """
from pathlib import Path
from escalations.platform.memory import give_back
from escalations.platform.search.meaning.model import ready_to_read

def held():
    told = Path("/proc/self/smaps_rollup").read_text().split()
    return int(told[told.index("Anonymous:") + 1])

ready_to_read()
before = held()
give_back()
print(before - held())
"""
"""Prints how many kilobytes nobody would have used."""


def test_what_its_loading_took_is_given_back() -> None:
    told = subprocess.run([sys.executable, "-c", HELD], capture_output=True, text=True, check=True)
    assert int(told.stdout) < 20_000


def test_the_model_reports_to_nobody(tmp_path: Path) -> None:
    """Its runtime would keep a number of the machine in the home of whoever runs it, and tell its maker of each use."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}
    read = "from escalations.platform.search.meaning.model import meaning_of; assert meaning_of('The disk is full')"
    subprocess.run([sys.executable, "-c", read], env=env | {"HOME": str(tmp_path)}, check=True)
    assert list(tmp_path.rglob("*")) == []
