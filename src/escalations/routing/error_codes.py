"""Error codes as they stand in texts: AADSTS50011, 0x80070005, HTTP 502.3, ImagePullBackOff."""

import re
from collections.abc import Iterable

_PATTERNS = re.compile(
    r"""
    \bAADSTS\d{4,8}\b | \bAADB2C\d{4,8}\b          # sign-in
  | \b0x[0-9a-fA-F]{8}\b                           # Windows
  | \b[45]\d\d\.\d{1,2}\b                          # IIS sub-status
  | \b(?:HTTP(?:/1\.1)?|status(?:\ code)?|code):?\ [45]\d\d\b(?!\.\d)
  | \bexit\ (?:code|status)[ =]\d{1,3}\b | \bError\ \d{3,6}\b(?!\.\d)
  | \bORA-\d{5}\b | \b(?:BCP|NU|CS|MSB|NETSDK|AZFW|AZFD)\d{3,4}\b  # tools
  | \b[A-Z][A-Za-z0-9]{1,80}?
      (?:Error|Exception|Failed|Failure|BackOff|NotFound|NotAvailable|Denied|Exceeded|Timeout|TimedOut|Blocked|Conflict
        |NotAllowed|NotReady|NotRegistered|Exhausted|Unavailable|Lost|AlreadyExists|Mismatch|Invalid
        |Disallowed[A-Za-z]{0,40})\b
    """,
    re.VERBOSE,
)
_SPELLINGS = (
    (re.compile(r"^(?:status code|status|code|HTTP(?:/1\.1)?)\W+(?=\d)", re.IGNORECASE), "HTTP "),
    (re.compile(r"^exit (?:code|status)\W"), "exit "),
)


def error_codes_in(text: str) -> list[str]:
    return list(dict.fromkeys(_plain(match[0]) for match in _PATTERNS.finditer(text)))


def merged_codes(given: Iterable[str], found: Iterable[str]) -> tuple[str, ...]:
    codes = {code.strip().casefold(): code.strip() for code in (*found, *given) if code.strip()}
    return tuple(codes.values())


def _plain(code: str) -> str:
    """One spelling for codes that people write in several ways."""
    for pattern, usual in _SPELLINGS:
        code = pattern.sub(usual, code)
    return code
