"""A question to the index, and what its words ask for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .words import (
    LONGEST_TEXT,
    LONGEST_TYPED,
    MOST_CODES,
    MOST_WORDS,
    apart,
    begun_word,
    clean,
    codes_in,
    plain_code,
    stop_words,
    telling_words,
    timeless,
    wanted_and_refused,
    without_rules,
)


@dataclass(frozen=True, kw_only=True)
class Query:
    """Either `typed` by a person, or a long `text` to find things like it. `within` narrows what the reader may see anyway.

    Of each of `facts` a document must hold one of the alternatives. At most `limit` are answered, and `each` of a kind.
    """

    kinds: Sequence[str]
    typed: str = ""
    text: str = ""
    codes: Sequence[str] = ()
    within: Sequence[str] | None = None
    facts: Sequence[Sequence[str]] = ()
    likely_family: str | None = None
    limit: int = 20
    each: int | None = None
    excerpts: bool = True
    marked: bool = True

    @property
    def weighed_of_kind(self) -> int | None:
        """So many of a kind are weighed, as PostgreSQL does by itself, where `each` of them are answered."""
        return None if self.each is None else 5 * self.each


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """What a search engine found, as parallel lists; `strictly` is 1 where all that was typed occurs. None: PostgreSQL finds them."""

    kinds: list[str] | None
    ids: list[int] | None
    strictly: list[int] | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`words` are terms and how they were said. `head` is what was typed without its last word, which may only be begun: it
    `starts` so, and `begun` is how it may go on."""

    words: dict[str, str]
    codes: list[str]
    typed: str = ""
    head: str = ""
    starts: str = ""
    begun: list[str] = field(default_factory=list)
    refused: str = ""


def asked_by(query: Query) -> Asked:
    codes = _codes(query)
    if not query.typed.strip():
        text = timeless(clean(query.text)[:LONGEST_TEXT])
        return Asked(words=telling_words(text, MOST_WORDS, leave_out=stop_words()), codes=codes)
    typed = apart(without_rules(clean(query.typed)[:LONGEST_TYPED]))
    wanted, refused = wanted_and_refused(typed)
    words, starts = telling_words(wanted, MOST_WORDS), begun_word(typed)
    head = typed[: len(typed) - len(starts)]
    return Asked(words=words, codes=codes, typed=typed, head=head, starts=starts, refused=refused)


def _codes(query: Query) -> list[str]:
    given = clean(query.typed or query.text)[:LONGEST_TEXT]
    codes = dict.fromkeys([*map(plain_code, query.codes), *codes_in(given)])
    return [code for code in codes if code][:MOST_CODES]
