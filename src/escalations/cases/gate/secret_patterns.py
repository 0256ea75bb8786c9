"""What keys, tokens and passwords look like. A named group `secret` is the part that must not go out. Pure."""

import re

_KEYED = r"[\"']?\s*[:=]\s*[\"']?"


def _like(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(pattern, flags)


_I = re.IGNORECASE

PATTERNS: dict[str, tuple[re.Pattern[str], ...]] = {
    "a private key": (
        _like(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]{0,6000}?-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----)?"),
        _like(r"PuTTY-User-Key-File-\d:\s*\S+"),
    ),
    "a storage account key": (
        _like(rf"\bAccountKey{_KEYED}(?P<secret>[A-Za-z0-9+/=]{{20,}})", _I),
        _like(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])"),
    ),
    "a shared access signature": (_like(r"[?&;]sig=(?P<secret>[A-Za-z0-9%+/=_-]{20,})", _I),),
    "a connection string": (
        _like(r"\b(?:password|pwd|sharedaccesskey|sharedsecretvalue)[\"']?\s*=\s*[\"']?(?P<secret>[^\s;\"'<>{}]{6,})", _I),
        _like(r"\b(?:password|pwd|sharedaccesskey)[\"']?\s*:\s*[\"']?(?P<secret>(?=\S*[\d#$%&*+@^~])[^\s;\"'<>{}]{6,})", _I),
    ),
    "a bearer token": (_like(r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*"),),
    "what signs a request in": (
        _like(r"\bAuthorization\W{1,4}(?:Bearer|Basic|Token|SharedKey)\s+(?P<secret>[A-Za-z0-9._~+/=:-]{12,})", _I),
        _like(r"\bBearer\s+(?P<secret>(?=[A-Za-z0-9._~+/-]*\d)[A-Za-z0-9._~+/-]{20,}=*)"),
    ),
    "an AWS key": (
        _like(r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b"),
        _like(rf"\baws.{{0,20}}?(?:secret|session).{{0,20}}?{_KEYED}(?P<secret>[A-Za-z0-9/+=]{{40,}})", _I),
    ),
    "a token of a code host": (
        _like(r"\bgh[pousr]_[A-Za-z0-9]{36,}"), _like(r"\bgithub_pat_[A-Za-z0-9_]{40,}"), _like(r"\bgl(?:pat|dt|rt|cbt|ptt)-[A-Za-z0-9_-]{20,}"),
        _like(r"\bATATT3[A-Za-z0-9_=-]{50,}"), _like(r"\bnpm_[A-Za-z0-9]{36}"), _like(r"\bpypi-AgE[A-Za-z0-9_-]{40,}"),
    ),
    "a token of a chat": (
        _like(r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"), _like(r"\bhttps://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/]{20,}"),
        _like(r"\bhttps://[\w.-]+\.webhook\.office\.com/webhookb2/[\w@/-]{30,}"),
    ),
    "a key of an API": (
        _like(r"\bAIza[A-Za-z0-9_-]{35}"), _like(r"\b[sr]k_live_[A-Za-z0-9]{16,}"), _like(r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
        _like(r"\bsk-(?:[a-z]+-)*[A-Za-z0-9_-]{32,}"), _like(r"\bhvs\.[A-Za-z0-9_-]{20,}"), _like(r"\bdapi[0-9a-f]{32}\b"),
    ),
    "a client secret": (
        _like(rf"\bclient[_ -]?secret(?:\s+value)?(?:\s+is)?(?:{_KEYED}|\s+)(?P<secret>[A-Za-z0-9~._-]{{20,}})", _I),
        _like(r"(?<![A-Za-z0-9~._-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9~_-])"),
    ),
    "a password in an address": (_like(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@<>\"']{0,80}:(?P<secret>[^\s/@<>\"']{3,})@[\w.-]+", _I),),
}  # fmt: skip

_NO_SECRET = re.compile(
    r"[*x•.…_-]+|.*(?:example|placeholder|redacted|removed|masked|hidden|changeme|yourpassword|\*\*\*|xxxx|•••).*"
    r"|(?:your|my|the|some|new|old|secret|storage)?[ _-]?(?:password|passwd|pwd|secret|token|key|value|pass)s?(?:[ _-]?(?:here|value))?"
    r"|your[\w-]*|[$%@#]\(?\{?\w+\}?\)?%?|<.*|\[.*|\{.*|\(.*|(?:str|string|null|none|true|false|empty|required|optional|incorrect|expired|invalid)\W*",
    re.IGNORECASE | re.DOTALL,
)


def is_placeholder(value: str) -> bool:
    """`<password>`, `***`, `$PASSWORD`: it stands where the secret would."""
    return bool(_NO_SECRET.fullmatch(value.strip("\"'`,.;")))
