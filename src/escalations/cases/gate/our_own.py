"""What only we should read: addresses of colleagues, our own pages and hosts, the names of product groups. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .context import ReplyContext
from .finding import REMOVE, Finding, Remedy
from .hosts import addresses_in, hosts_in
from .words import runs_with, words_of

_INSIDE = re.compile(
    r"\.(?:corp|intra|intranet|lan|internal|home|localdomain)$|(?:^|\.)(?:wiki|jira|confluence|sharepoint-int|git)\.[\w-]+\.(?:corp|int|net)$"
)
_OF_CLOUDS = re.compile(r"\.(?:compute|ec2|cloudapp|c\.[\w-]+)\.(?:amazonaws\.com|internal|net)$|\.(?:internal\.cloudapp\.net|compute\.internal|ec2\.internal|google\.internal)$|^(?:metadata|host\.docker)\.")  # fmt: skip
_SHARE = re.compile(r"(?<![\w\\])\\\\[\w.-]+\\[\w$.-]+(?:\\[\w$ .-]+)*")
_REFERENCE = re.compile(r"(?<![\w-])(?:KI|E|I|P|CU)-\d{1,9}(?![\w-])")
_TEAM = Remedy("replace", "Say “our support team”", "our support team")
_GROUP = Remedy("replace", "Say “the product team”", "the product team")


def find_our_own(text: str, context: ReplyContext) -> Iterator[Finding]:
    for start, end, address in addresses_in(text):
        if address in context.colleagues:
            yield _found(
                text, start, end, True, "This is the address of a colleague.", "Customers write to the case.", _TEAM
            )
    for start, end, host in hosts_in(text):
        if host in context.our_hosts:
            yield _found(
                text, start, end, True, "This leads to our own pages, which customers cannot open.", "Remove the link."
            )
        elif _INSIDE.search(host) and not _OF_CLOUDS.search(host) and not _was_said(host, context):
            yield _found(
                text,
                start,
                end,
                False,
                "This looks like a host inside a network.",
                "Remove it, or say why it may go out.",
            )
    for match in _SHARE.finditer(text):
        if not _was_said(match[0].lower(), context):
            yield _found(
                text, *match.span(), False, "This is a path inside a network.", "Remove it, or say why it may go out."
            )
    yield from _groups(text, context)
    yield from _references(text, context)


def _groups(text: str, context: ReplyContext) -> Iterator[Finding]:
    """As a name: with a capital, for an ordinary word may be called the same."""
    keys = _by_key(context.groups)
    for run in runs_with(text, keys):
        if run.count == len(words_of(keys[run.key])) and text[run.start].isupper():
            says = f"{keys[run.key]} is what we call a product group among ourselves."
            yield _found(text, run.start, run.end, False, says, "Say what they do instead.", _GROUP)


@lru_cache(maxsize=4)
def _by_key(names: frozenset[str]) -> dict[str, str]:
    return {"".join(word.key for word in words_of(name)): name for name in names}


def _references(text: str, context: ReplyContext) -> Iterator[Finding]:
    """Numbers that our internal texts are full of; one that the customer wrote is theirs."""
    inside = "\n".join(f"{one.where}\n{one.text}" for one in context.internal)
    for match in _REFERENCE.finditer(text):
        if re.search(rf"(?<![\w-]){match[0]}(?![\w-])", inside) and not _was_said(match[0].lower(), context):
            yield _found(
                text, *match.span(), False, "This is a number of ours that says nothing to a customer.", "Remove it."
            )


def _was_said(what: str, context: ReplyContext) -> bool:
    return any(what in said.lower() for said in context.said)


def _found(text: str, start: int, end: int, blocks: bool, says: str, fix: str, remedy: Remedy = REMOVE) -> Finding:
    return Finding("our own", blocks, text[start:end], says, fix, start=start, end=end, remedies=(remedy,))
