"""What an article said in each of its versions, and what changed from one to another."""

from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from typing import Any, Literal

import msgspec

from .accounts import Account
from .models import AUDIENCES, STATES, Article
from .sections import sections_of

FIELDS = {
    "title": "Title", "family": "Family", "products": "Products", "error_codes": "Error codes", "audience": "Audience", "state": "State",
    "fix_eta": "Fix expected on", "fixed_in": "Fixed in", "match": "Matches cases where", "body": "Text",
}  # fmt: skip
_WORDS = {"audience": AUDIENCES, "state": STATES}
AROUND = 3
Fate = Literal["same", "gone", "new", "skipped"]


@dataclass(frozen=True)
class Line:
    """`skipped` lines stand for `text` of them that did not change."""

    fate: Fate
    text: str


@dataclass(frozen=True)
class Difference:
    label: str
    lines: list[Line]


def account_of(article: Article) -> Account:
    return Account(**{field.name: getattr(article, field.name) for field in fields(Account)})


def said_by(account: Account) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(account)
    return plain


def account_from(said: dict[str, Any]) -> Account:
    return msgspec.convert(said, Account)


def differences(was: Account, became: Account) -> list[Difference]:
    """Field by field, those that differ only. In which order a text answers its questions is no difference."""
    was, became = (replace(account, body=sections_of(account.body).text()) for account in (was, became))
    return [
        Difference(label, changed_lines(before, after))
        for name, label in FIELDS.items()
        if (before := _in_words(name, was)) != (after := _in_words(name, became))
    ]


def changed_lines(before: str, after: str) -> list[Line]:
    old, new, lines = before.split("\n"), after.split("\n"), list[Line]()
    for what, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            lines += _shortened(old[from_old:to_old], from_old == 0, to_old == len(old))
        else:
            lines += [Line("gone", line) for line in old[from_old:to_old]]
            lines += [Line("new", line) for line in new[from_new:to_new]]
    return lines


def _shortened(same: list[str], is_first: bool, is_last: bool) -> list[Line]:
    """Only what stands beside a change."""
    head, tail = 0 if is_first else AROUND, 0 if is_last else AROUND
    if len(same) <= head + tail + 1:
        return [Line("same", line) for line in same]
    skipped = len(same) - head - tail
    end = len(same) - tail
    return [
        *(Line("same", line) for line in same[:head]), Line("skipped", str(skipped)), *(Line("same", line) for line in same[end:]),
    ]  # fmt: skip


def _in_words(name: str, account: Account) -> str:
    value = getattr(account, name)
    if name in _WORDS:
        return str(_WORDS[name].get(value, value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
