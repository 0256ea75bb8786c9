import pytest

from escalations.routing.error_codes import error_codes_in, merged_codes
from tests.work import ends


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Sign-in ends with AADSTS50011: no match", ["AADSTS50011"]),
        ("failed (0x80070005)", ["0x80070005"]),
        ("HTTP 502.3 after a minute", ["502.3"]),
        ("HTTP Error 500.19 - Internal Server Error", ["500.19"]),
        ("the status code: 409 and HTTP/1.1 409", ["HTTP 409"]),
        ("pod in ImagePullBackOff", ["ImagePullBackOff"]),
        ("Code: SkuNotAvailable, AllocationFailed", ["SkuNotAvailable", "AllocationFailed"]),
        ("terminated with exit status=50, exit code 51", ["exit 50", "exit 51"]),
        ("RedisTimeoutException and Error 40613", ["RedisTimeoutException", "Error 40613"]),
        ("ORA-01555 and BCP053", ["ORA-01555", "BCP053"]),
        ("RequestDisallowedByPolicy", ["RequestDisallowedByPolicy"]),
        ("It Failed. The Timeout is 500 seconds, port 443, version 4.5.1", []),
    ],
)
def test_codes_are_found_as_they_are_written(text: str, codes: list[str]) -> None:
    assert error_codes_in(text) == codes


@pytest.mark.parametrize("hostile", ["Aa" * 20_000, "AaAAAA" * 5_000 + "!", "A" * 50_000, "ErrorError" * 5_000])
def test_no_text_makes_the_search_slow(hostile: str) -> None:
    with ends():
        assert len(error_codes_in(hostile)) < 20


def test_given_codes_join_those_found_once() -> None:
    assert merged_codes([" aadsts50011 ", "", "0x1"], ["AADSTS50011"]) == ("aadsts50011", "0x1")
