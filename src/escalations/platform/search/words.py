"""How a text becomes what the index is asked for: codes that stay whole, telling words, and what people also call them."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from ..resources import resource_dir

LONGEST_TYPED, LONGEST_TEXT = 400, 20_000
MOST_CODES, MOST_WORDS, LONGEST_CACHED = 200, 60, 100
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"(?<![^\W_])[^\W\d_]{3,40}(?![^\W_])")
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_MOMENT = re.compile(r"\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?\b|\b\d{1,2}:\d{2}(?::\d{2})?\b")
_BETWEEN = re.compile(r"(?<=\w)[./_\-:@\\]+(?=\w)")
_ENDS = (
    "error", "exception", "failed", "failure", "backoff", "notfound", "denied", "exceeded", "timeout", "timedout", "blocked", "conflict",
    "notready", "unavailable",
)  # fmt: skip
_CODE = re.compile(
    r"""\b(?:
    0x[0-9a-f]{4,16}\b                      # 0x80070005
  | [45]\d\d\.\d{1,2}\b                     # 502.3
  | [a-z]{2,12}[-_]?\d{3,8}\b               # AADSTS50011, ORA-01555, BCP053
  | \d{5,8}\b                               # 40613
  | [a-z](?>[a-z0-9]{2,66})\b(?:ENDS)        # AuthorizationFailed
    )""".replace("ENDS", "|".join(f"(?<=[a-z0-9]{{3}}{end})" for end in _ENDS)),
    re.IGNORECASE | re.VERBOSE,
)
_HUMPED = re.compile(r"\b[A-Z][a-z]{1,30}(?:[A-Z][a-z]{1,30}){1,6}\b")
_BEFORE_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPOKEN_BEFORE = re.compile(r"^(?:http(?:/\d\.\d)?|status(?: code)?|error(?: code)?|code)\W+(?=\d)", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w .:()+/-]")


_FIT = {code: " " if _UNFIT.match(chr(code)) else chr(code) for code in range(128)}


def clean(text: str) -> str:
    """Without control characters and broken surrogates, which PostgreSQL or UTF-8 refuse."""
    return text.translate(_FIT) if text.isascii() else _UNFIT.sub(" ", text)


def timeless(text: str) -> str:
    """Without dates and times of day, which two texts about the same thing do not share."""
    return _MOMENT.sub(" ", text)


class Telling(NamedTuple):
    """What is told by something that stands between two spaces: its codes, and its names in humps."""

    codes: tuple[str, ...]
    humped: tuple[str, ...]


Pieces = dict[str, None]


def pieces_of(text: str) -> Pieces:
    """What stands between two spaces, in the order in which it first stands there. No code and no name has a space in it."""
    return dict.fromkeys(text.split())


def telling_of(pieces: Iterable[str]) -> dict[str, Telling]:
    """Of those that tell anything; most of them were seen before and do not."""
    asked = ((one, _told_by(one) if len(one) <= LONGEST_CACHED else _told_by.__wrapped__(one)) for one in pieces)
    return {piece: told for piece, told in asked if told}


@lru_cache(maxsize=65_536)
def _told_by(piece: str) -> Telling | None:
    codes, humped = tuple(match[0].lower() for match in _CODE.finditer(piece)), tuple(_HUMPED.findall(piece))
    return Telling(codes, humped) if codes or humped else None


def codes_in(text: str) -> list[str]:
    """In the order in which they are first named."""
    return list(dict.fromkeys(code for told in telling_of(pieces_of(text)).values() for code in told.codes))


def humps_in(text: str) -> str:
    """`AllocationFailed` → `Allocation Failed`, so that it is found by its parts as well."""
    return parts_of_humps(telling_of(pieces_of(text)).values())


def parts_of_humps(telling: Iterable[Telling], at_most: int = 100) -> str:
    names = list(dict.fromkeys(name for told in telling for name in told.humped))[:at_most]
    return " ".join(_BEFORE_HUMP.sub(" ", name) for name in names)


def plain_code(code: str) -> str:
    """One spelling for what people write in several ways: `HTTP 404`, `error 404` and `404`."""
    return _SPOKEN_BEFORE.sub("", _UNSAFE.sub(" ", clean(code)).strip()).strip().lower()[:80]


def apart(typed: str) -> str:
    """`front-door/502` as three words; quotes and a leading minus keep their meaning."""
    return _BETWEEN.sub(" ", typed)


_RULE = re.compile(r'-(?![^\W_"])')


def without_rules(typed: str) -> str:
    """A minus that stands before no word excludes nothing, and many of them are more than PostgreSQL puts up with."""
    return _RULE.sub(" ", typed)


_REFUSED = re.compile(r"(?<!\S)-\S+")
_BEGUN = re.compile(r"(?:^|(?<=[\s(]))([^\W_]{3,40})$")


def wanted_and_refused(typed: str) -> tuple[str, str]:
    """The words to find, and those that a minus excludes, any of which is one too many."""
    refused = [match[0].lstrip("-") for match in _REFUSED.finditer(typed)]
    return _REFUSED.sub(" ", typed), " or ".join(refused)


def begun_word(typed: str) -> str:
    """The last word, when it stands outside quotes and the typist may still be at it."""
    match = _BEGUN.search(typed)
    return match[1].lower() if match and typed.count('"') % 2 == 0 else ""


def is_plain_word(word: str) -> bool:
    """Of letters alone: what may be misspelt. Names of machines and numbers are right or wrong."""
    return _PLAIN.fullmatch(word) is not None


def spellings_in(text: str) -> set[str]:
    return {match[0] for match in _PLAIN.finditer(text.lower())}


def words_in(text: str) -> list[str]:
    return [match[0].lower() for match in _WORD.finditer(text)]


def telling_words(text: str, at_most: int, *, leave_out: frozenset[str] = frozenset()) -> dict[str, str]:
    """What to ask for, each with its synonyms (`vm|virtual machine`), and as it stands in the text; first mentioned first."""
    words, found, at = words_in(text), dict[str, str](), 0
    while at < len(words) and len(found) < at_most:
        length, term = _synonym_at(words, at)
        if length > 1 or (len(words[at]) > 1 and words[at] not in leave_out):
            found.setdefault(term, " ".join(words[at : at + length]))
        at += length
    return found


def _synonym_at(words: list[str], at: int) -> tuple[int, str]:
    for group_words, term in synonyms().get(singular(words[at]), ()):
        if tuple(map(singular, words[at : at + len(group_words)])) == group_words:
            return len(group_words), term
    return 1, words[at]


@cache
def synonyms() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """By first word: the words of a name and the term that asks for all names of its group, longest names first."""
    groups = tomllib.loads((resource_dir("search") / "synonyms.toml").read_text("utf-8"))["groups"]
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for group in groups:
        for name in group:
            words = tuple(map(singular, words_in(name)))
            found.setdefault(words[0], []).append((words, "|".join(group)))
    return {first: sorted(names, key=lambda name: -len(name[0])) for first, names in found.items()}


@cache
def synonyms_by_name() -> dict[str, list[str]]:
    """Each name with the other names of its group, as the search engine wants them."""
    groups = tomllib.loads((resource_dir("search") / "synonyms.toml").read_text("utf-8"))["groups"]
    found: dict[str, list[str]] = {}
    for group in groups:
        for name in group:
            found.setdefault(name, []).extend(other for other in group if other != name)
    return found


@cache
def stop_words() -> frozenset[str]:
    lines = (resource_dir("search") / "stop_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
