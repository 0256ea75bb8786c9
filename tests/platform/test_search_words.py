import pytest

from escalations.platform.search.words import (
    begun_word,
    clean,
    codes_in,
    humps_in,
    plain_code,
    stop_words,
    synonyms,
    telling_words,
    timeless,
    wanted_and_refused,
)
from tests.work import ends


def test_codes_are_found_whole() -> None:
    text = "AADSTS50011 then 0x80070005, HTTP 502.3, ORA-01555, error 40613, ImagePullBackOff and ForbiddenException"
    assert codes_in(text) == [
        "aadsts50011", "0x80070005", "502.3", "ora-01555", "40613", "imagepullbackoff", "forbiddenexception",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said", ["HTTP 404", "http/1.1 404", "error 404", "Error code: 404", "status code 404", " 404 "]
)
def test_one_spelling_for_one_code(said: str) -> None:
    assert plain_code(said) == "404"


def test_a_code_can_carry_nothing_that_would_end_its_quotes() -> None:
    assert set("'\"\\;") & set(plain_code('x\'; DROP TABLE "a"\\')) == set()


def test_a_name_asks_for_all_names_of_its_group() -> None:
    told = telling_words("The VM and all virtual machines and a k8s pod", 20, leave_out=stop_words())
    assert told == {"vm|virtual machine": "vm", "k8s|kubernetes": "k8s", "pod": "pod"}


def test_dates_and_times_say_nothing() -> None:
    assert timeless("denied since 2026-11-11 12:55 UTC, port 445 and 10.2.8.0").split() == [
        "denied", "since", "UTC,", "port", "445", "and", "10.2.8.0",
    ]  # fmt: skip


def test_only_so_many_words_are_asked_for() -> None:
    assert len(telling_words(" ".join(f"w{number}" for number in range(500)), 60)) == 60


def test_the_last_word_counts_as_begun_only_outside_quotes() -> None:
    assert begun_word("redis tim") == "tim"
    assert begun_word('"redis tim') == begun_word("redis -tim") == begun_word("redis tim ") == begun_word("re") == ""


def test_excluded_words_are_not_asked_for() -> None:
    assert wanted_and_refused("sql -server deadlock -wait") == ("sql   deadlock  ", "server or wait")


def test_no_group_of_synonyms_shares_a_name_with_another() -> None:
    names = [words for group in synonyms().values() for words, _ in group]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("text", ["AbCd" * 25_000, "a-" * 50_000, "0x" * 50_000, "1." * 50_000, "[" * 100_000])
def test_no_text_makes_reading_it_slow(text: str) -> None:
    with ends():
        codes_in(text)
        assert len(telling_words(text, 60)) <= 60


def test_names_in_humps_are_found_by_their_parts() -> None:
    assert humps_in("AllocationFailed, (KeyVault) AllocationFailed xKeyVault OUT") == "Allocation Failed Key Vault"


@pytest.mark.parametrize("text", ["a\x00b\x1fc\x7f", "ä\x00ö\x1fü\x7f"])
def test_control_characters_become_spaces_in_any_text(text: str) -> None:
    assert not set(clean(text)) & set("\x00\x1f\x7f") and len(clean(text)) == len(text)
    assert clean("two\nlines\tapart") == "two\nlines\tapart"
