"""What is left of a pattern of error codes, against all short codes there are."""

from fnmatch import fnmatchcase
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from escalations.routing.linting.globs import left_of

CODES = ["".join(letters) for length in range(1, 6) for letters in product("abz", repeat=length)]
patterns = st.lists(st.sampled_from(["a", "b", "A", "*", "?", "[ab]", "[!a]", "["]), min_size=1, max_size=4).map(
    "".join
)


@settings(deadline=None, max_examples=300)
@given(patterns, st.lists(patterns, max_size=3))
def test_what_is_left_is_a_code_of_the_pattern_and_of_no_other(pattern: str, others: list[str]) -> None:
    found = left_of(pattern, others)
    counted = [code for code in CODES if only(code, pattern, others)]
    if found is None:
        assert counted == []
    else:
        assert only(found, pattern, others)
        assert not counted or len(found) <= len(counted[0])


def only(code: str, pattern: str, others: list[str]) -> bool:
    return fnmatchcase(code, pattern.casefold()) and not any(fnmatchcase(code, other.casefold()) for other in others)


def test_a_family_of_codes_in_its_parts() -> None:
    assert left_of("AADSTS*", ["aadsts5*"]) == "aadsts"
    assert left_of("AADSTS5*", ["AADSTS*"]) is None
    assert left_of("exit 5?", ["exit 5[0-8]"]) == "exit 5a"
    assert left_of("[a-c]*", ["a*", "b*", "c?*"]) == "c"
    assert left_of("[a-c]*", ["a*", "b*", "c*"]) is None
