"""The gate against the corpus: every leak is found, and hardly a clean text is stopped."""

from collections import Counter

import pytest

from escalations.cases.gate import RULES, check_reply
from escalations.cases.gate.hosts import addresses_in
from tests.cases.seeded import Leak, clean_texts, leaks, seeded_context
from tests.work import ends

CONTEXT = seeded_context()
LEAKS = leaks()
CLEAN = clean_texts()
OF_THE_CASE = {"recipient", "newer message"}
"""These are not about the text."""


def findings(text: str) -> list[tuple[str, str]]:
    return [(one.rule, one.level) for one in check_reply(text, CONTEXT)]


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: f"{leak.rule}: {leak.text[:40]!r}")
def test_a_leak_is_found_alone_and_inside_a_reply(leak: Leak) -> None:
    assert (leak.rule, leak.level) in findings(leak.text)
    assert (leak.rule, leak.level) in findings(
        f"Hello Lena,\n\nthank you for the trace.\n\n{leak.text}\n\nBest regards\nAda"
    )


def test_the_corpus_is_large_and_has_every_rule() -> None:
    assert len(LEAKS) >= 120 and len(CLEAN) >= 120
    assert {leak.rule for leak in LEAKS} == set(RULES) - OF_THE_CASE
    assert len({leak.text for leak in LEAKS}) == len(LEAKS) and len(set(CLEAN)) == len(CLEAN)


def test_recall_and_precision(capsys: pytest.CaptureFixture[str]) -> None:
    errors = [leak for leak in LEAKS if leak.level == "error"]
    found = [leak for leak in errors if (leak.rule, "error") in findings(leak.text)]
    stopped = [text for text in CLEAN if any(level == "error" for _, level in findings(text))]
    asked = [text for text in CLEAN if findings(text)]
    by_rule = Counter(leak.rule for leak in found)
    with capsys.disabled():
        print(
            f"\n  {len(found)} of {len(errors)} leaks that block were found ({', '.join(f'{rule} {n}' for rule, n in by_rule.items())});"
        )
        print(f"  {len(stopped)} of {len(CLEAN)} clean replies stopped, {len(asked)} asked about;", end=" ")
        print(f"precision of errors {len(found) / (len(found) + len(stopped)):.3f}")
    assert len(found) == len(errors)
    assert len(stopped) <= 0.02 * len(CLEAN), stopped
    assert len(asked) <= 0.05 * len(CLEAN), asked


def test_a_long_run_of_letters_is_read_once_for_an_address() -> None:
    with ends():
        found = addresses_in("a" * 1_000_000 + " of ops@harbour-foods.example")
    assert [address for _, _, address in found] == ["ops@harbour-foods.example"]
