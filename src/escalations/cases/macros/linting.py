"""What is wrong with a macro before anybody uses it. Pure."""

import re
from collections.abc import Iterator

from ..gate import ReplyContext
from ..gate.our_own import find_our_own
from ..gate.secrets import find_secrets
from .filling import BLANK, BLANKS

_INTERNAL = re.compile(
    r"\b(?:internal(?: only| note| use)?|do not (?:share|forward)|not for customers|among ourselves|confidential|duty lead|product group|escalation engineer|backlog|"
    r"on[- ]call engineer|post[- ]mortem|queue)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w-])(?:KI|E|I|P|CU|EI|RR|SP)-\d{1,9}(?![\w-])")
_LOOKS_LIKE = re.compile(r"(?<![\\${{])\{([A-Za-z][\w -]{0,40})\}(?!\})")


def lint(kind: str, body: str, groups: frozenset[str], our_hosts: frozenset[str]) -> list[str]:
    """Sentences, each of which says what to do. Nothing that only we should read goes into a macro for customers."""
    return list(dict.fromkeys([*_blanks(body), *(_for_customers(body, groups, our_hosts) if kind == "reply" else ())]))


def _blanks(body: str) -> Iterator[str]:
    for name in _LOOKS_LIKE.findall(body):
        if name not in BLANKS:
            yield f"There is no blank {{{name}}}. Use one of the list, or [[{name}]] for what the writer fills in."
    if BLANK.sub("", body).strip() == "":
        yield "It says nothing beside its blanks. Write the sentence around them."


def _for_customers(body: str, groups: frozenset[str], our_hosts: frozenset[str]) -> Iterator[str]:
    for word in dict.fromkeys(found[0].lower() for found in _INTERNAL.finditer(body)):
        yield f"“{word}” is a word for ourselves. Say it as the customer would."
    for number in dict.fromkeys(_NUMBER.findall(body)):
        yield f"{number} is a number of ours that says nothing to a customer. Remove it."
    context = ReplyContext(groups=groups, our_hosts=our_hosts)
    for finding in (*find_secrets(body, context), *find_our_own(body, context)):
        yield f"{finding.says} {finding.fix}"
