"""However it is written and wherever it stands, a secret, a name and an id are found."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalations.cases.gate import check_reply, mended, secrets_in
from escalations.platform.lettering import lettered
from tests.cases.seeded import clean_texts, leaks, seeded_context

CONTEXT = seeded_context()
CLEAN = clean_texts()
SECRETS = [leak.text for leak in leaks() if leak.rule == "secret" and "\n" not in leak.text]
NAMES = ["Alpine Insurance", "Nord Rail", "Baker & Finch", "Veridian", "QTR Logistics"]
IDS = ["b71de0a2-5c44-4f0f-8e6d-19c2a7f3d855", "NR-PROD-0042"]
TWINS = {"a": "а", "e": "е", "o": "о", "i": "і", "p": "р", "c": "с", "A": "А", "N": "Ν", "B": "В", "R": "R"}
HIDDEN = ["\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff"]


def rules(text: str) -> set[str]:
    return {one.rule for one in check_reply(text, CONTEXT) if one.blocks}


@st.composite
def disguised(draw: st.DrawFn, names: list[str]) -> str:
    """Another case, look-alike letters, invisible characters, other spaces, a line break between words."""
    name, random = draw(st.sampled_from(names)), Random(draw(st.integers(0, 10_000)))
    if random.random() < 0.5:
        name = random.choice([name.upper(), name.lower(), name.title(), name.swapcase()])
    letters = [TWINS.get(letter, letter) if random.random() < 0.3 else letter for letter in name]
    shown = "".join(letter + (random.choice(HIDDEN) if random.random() < 0.2 else "") for letter in letters)
    return re.sub(" ", lambda _: random.choice([" ", "  ", "\n", "\u00a0", "-", "_", " \n "]), shown)


@st.composite
def around(draw: st.DrawFn, what: str) -> str:
    before, after = draw(st.sampled_from(CLEAN)), draw(st.sampled_from(CLEAN))
    gap = draw(st.sampled_from([" ", "\n", "\n\n", " (", ": ", ", "]))
    return f"{before}{gap}{what}{' ' if gap != ' (' else ') '}{after}"


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_a_secret_is_found_wherever_it_stands(data: st.DataObject) -> None:
    assert "secret" in rules(data.draw(around(data.draw(st.sampled_from(SECRETS)))))


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_a_name_is_found_however_it_is_written(data: st.DataObject) -> None:
    text = data.draw(around(data.draw(disguised(NAMES))))
    assert "other customer" in rules(text), ascii(text)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_an_id_is_found_in_small_and_capital_letters(data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(IDS))
    assert "other customer" in rules(
        data.draw(around(data.draw(st.sampled_from([value, value.upper(), value.lower()]))))
    )


@settings(deadline=None)
@given(st.text(max_size=400))
def test_every_place_lies_in_the_text_and_removing_it_removes_the_finding(text: str) -> None:
    for finding in check_reply(text, CONTEXT):
        if finding.is_placed:
            assert 0 <= finding.start < finding.end <= len(text)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_what_a_remedy_mends_is_mended(data: st.DataObject) -> None:
    text = data.draw(around(data.draw(disguised(NAMES) | st.sampled_from(SECRETS))))
    for _ in range(20):
        blocking = [one for one in check_reply(text, CONTEXT) if one.blocks and one.remedies]
        if not blocking:
            break
        text = mended(text, blocking[0], blocking[0].remedies[0])
    assert rules(text) == set()


@settings(deadline=None)
@given(st.text(max_size=200))
def test_letters_keep_their_places(text: str) -> None:
    seen = lettered(text)
    assert len(seen.text) == len(seen.places)
    assert list(seen.places) == sorted(seen.places)


@pytest.mark.parametrize("size", [60_000])
def test_a_very_long_reply_is_checked_in_reasonable_time(size: int) -> None:
    text = (" ".join(CLEAN) * 20)[:size]
    assert len(secrets_in(text + "\n" + SECRETS[0])) >= 1
