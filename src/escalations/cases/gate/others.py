"""Other customers, by name, domain, address or subscription. Who might be meant is asked first, then each is placed. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .context import ReplyContext
from .everyday import EVERYDAY, MAILBOXES
from .finding import REMOVE, Finding, Remedy
from .hosts import addresses_in, hosts_in, labels_above
from .words import Run, name_key, run_keys, runs_with, words_of

SHORTEST = 4
LONGEST = 60
_CODE = re.compile(r"(?<![\w-])(?=[\w-]*\d)[A-Za-z0-9][\w-]{5,62}(?![\w-])")
_CUSTOMER = Remedy("replace", "Say “another customer”", "another customer")
_ID = Remedy("replace", "Put [id] in its place", "[id]")


@dataclass(frozen=True)
class Candidates:
    """What of a text is worth asking the database for."""

    names: frozenset[str]
    domains: frozenset[str]
    codes: frozenset[str]


def candidates_in(text: str) -> Candidates:
    names = {key for key in run_keys(text) if SHORTEST - 1 <= len(key) <= LONGEST}
    hosts = {host for _, _, host in hosts_in(text)} | {
        address.rpartition("@")[2] for _, _, address in addresses_in(text)
    }
    domains = {domain for host in hosts for domain in labels_above(host)} - MAILBOXES
    codes = {form for match in _CODE.finditer(text) for form in (match[0], match[0].lower(), match[0].upper())}
    return Candidates(frozenset(names), frozenset(domains), frozenset(codes))


def find_others(text: str, context: ReplyContext) -> Iterator[Finding]:
    if not context.strangers:
        return
    by_name = {name_key(one.name): one.name for one in context.strangers if one.kind == "name"}
    if by_name:
        yield from _named(text, by_name, context.customer)
    domains = {one.what: one.name for one in context.strangers if one.kind == "domain"}
    for start, end, host in (*addresses_in(text), *hosts_in(text)):
        owner = next((domains[domain] for domain in labels_above(host.rpartition("@")[2]) if domain in domains), None)
        if owner:
            what = "an address" if "@" in host else "a domain"
            yield _blocks(text, start, end, f"This is {what} of {owner}, another customer.", REMOVE)
    codes = {one.what.lower(): one.name for one in context.strangers if one.kind == "code"}
    for match in _CODE.finditer(text):
        if owner := codes.get(match[0].lower()):
            yield _blocks(text, *match.span(), f"This is a subscription of {owner}, another customer.", _ID)


def _blocks(text: str, start: int, end: int, says: str, remedy: Remedy) -> Finding:
    return Finding(
        "other customer", True, text[start:end], says, "Remove it.", start=start, end=end, remedies=(remedy,)
    )


def _named(text: str, by_key: dict[str, str], customer: str) -> Iterator[Finding]:
    own = name_key(customer)
    theirs = [(run.start, run.end) for run in runs_with(text, {own} - {""})]
    found: list[Run] = []
    for run in runs_with(text, by_key):
        inside = any(since <= run.start and run.end <= until for since, until in theirs)
        follows = not found or run.start >= found[-1].end
        if follows and not inside and not own.startswith(run.key) and _means(text, run, by_key[run.key]):
            found.append(run)
    for run in found:
        name, quote = by_key[run.key], text[run.start : run.end]
        sure = not _is_everyday(run, quote)
        says = f"{name} is another customer." if sure else f"“{quote}” is also the name of another customer."
        fix = "Remove the name." if sure else "Say why it is not meant, or choose another word."
        yield Finding("other customer", sure, quote, says, fix, start=run.start, end=run.end, remedies=(_CUSTOMER,))


def _means(text: str, run: Run, name: str) -> bool:
    """More words than the name has mean it only where no plain space parts them; three letters only as capitals."""
    quote = text[run.start : run.end]
    if len(run.key) < SHORTEST and not quote.isupper():
        return False
    return run.is_one or run.count <= len(words_of(name))


def _is_everyday(run: Run, quote: str) -> bool:
    """One word that anybody says: in small letters, or a name that texts like ours are full of."""
    return run.key in EVERYDAY
