"""Facts of one customer in a text that is meant for every case: found, shown in their place, and replaced. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from ipaddress import ip_address

from ..cases.gate import name_key, runs_with, secrets_in, words_of
from ..customers.models import LEGAL_FORM
from .accounts import Account
from .resource_hosts import resource_hosts_in

SHORTEST_NAME = 4
SEEN_AROUND = 36


@dataclass(frozen=True)
class About:
    """Of the customers whose cases the article is linked to: what they and their people are called. `customers` are also others that it names."""

    customers: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    resources: frozenset[str] = frozenset()


NOBODY = About()


@dataclass(frozen=True, order=True)
class PersonalFact:
    start: int
    end: int
    kind: str
    quote: str
    instead: str


@dataclass(frozen=True)
class Finding:
    """`field` is the title or the body of an article; `before` and `after` are the words around the fact."""

    field: str
    fact: PersonalFact
    before: str
    after: str


_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})")
_GUID = re.compile(
    r"(?<![0-9A-Za-z-])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9A-Za-z-])"
)
_WELL_KNOWN_GUID = re.compile(r"0{8}-0{4}-0{4}-.*|.*-0000-0000-c000-000000000000", re.IGNORECASE)
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)(?!/\d)")
_IPV6 = re.compile(r"(?<![\w:.])(?=[A-Fa-f:]*\d)(?=\S{0,39}::|(?:\w+:){3})[0-9A-Fa-f:]{3,39}(?<!\w:)(?![\w:]|/\d)")
_TENANT_DOMAIN = re.compile(
    r"(?<![\w.@-])(?!(?:contoso|fabrikam|(?:your|my)?-?tenant(?:-?name)?)\.)[a-z0-9][a-z0-9-]*\.onmicrosoft\.(?:com|us|de)\b",
    re.IGNORECASE,
)
_IS_VERSION = re.compile(r"(?:version|release|build|driver|agent|v)\s*$", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w+])\+\d[\d ()/-]{7,18}\d(?![\w.])")
_CALLED = re.compile(r"(?i:phone|tel|call)\W{1,4}(\d[\d ()/-]{5,18}\d)(?![\w.])")
_SAMPLE_DOMAIN = re.compile(
    r"(?:^|\.)(?:example\.(?:com|org|net)|(?:contoso|fabrikam|adventure-works)\.(?:com|onmicrosoft\.com))$"
)
_EVERYBODYS = {"168.63.129.16", "169.254.169.254", "255.255.255.255", "8.8.8.8", "1.1.1.1"}
_SUBSCRIPTION = re.compile(r"subscriptions?\W{1,4}(?:id\W{1,4})?$", re.IGNORECASE)
_TENANT = re.compile(r"(?:tenant|directory)\W{1,4}(?:id\W{1,4})?$", re.IGNORECASE)


def personal_facts(text: str, about: About = NOBODY) -> list[PersonalFact]:
    """In the order of the text, none inside another."""
    found = sorted(
        {*_secrets(text), *_addresses(text), *_ids(text), *_companies(text, about.customers), *_named(text, about)},
        key=lambda one: (one.start, -one.end),
    )
    kept: list[PersonalFact] = []
    for fact in found:
        if not kept or fact.start >= kept[-1].end:
            kept.append(fact)
    return kept


def impersonal(text: str, about: About = NOBODY) -> str:
    for fact in reversed(personal_facts(text, about)):
        text = text[: fact.start] + fact.instead + text[fact.end :]
    return text


def findings_in(account: Account, about: About) -> list[Finding]:
    return [
        Finding(
            field, fact, text[max(0, fact.start - SEEN_AROUND) : fact.start], text[fact.end : fact.end + SEEN_AROUND]
        )
        for field, text in (("title", account.title), ("body", account.body))
        for fact in personal_facts(text, about)
    ]


def impersonal_account(account: Account, about: About) -> Account:
    return replace(account, title=impersonal(account.title, about), body=impersonal(account.body, about))


def _secrets(text: str) -> Iterator[PersonalFact]:
    for secret in secrets_in(text):
        yield PersonalFact(secret.start, secret.end, secret.what, secret.text, "[secret]")


def _addresses(text: str) -> Iterator[PersonalFact]:
    for match in _EMAIL.finditer(text):
        if not _SAMPLE_DOMAIN.search(match[1].lower()):
            yield _fact(match, "an e-mail address", "[e-mail]")
    for pattern in (_IPV4, _IPV6):
        for match in pattern.finditer(text):
            if _is_somebodys(match.group()) and not _IS_VERSION.search(
                text[max(0, match.start() - 30) : match.start()]
            ):
                yield _fact(match, "an address of a machine", "[address]")
    for match in (*_PHONE.finditer(text), *_CALLED.finditer(text)):
        yield _fact(match, "a phone number", "[phone]", match.re.groups)


def _is_somebodys(address: str) -> bool:
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    is_sample = str(ip).startswith(("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:"))
    return not (
        ip.is_loopback or ip.is_unspecified or is_sample or address in _EVERYBODYS or address.endswith((".0", ".255"))
    )


def _ids(text: str) -> Iterator[PersonalFact]:
    for match in _TENANT_DOMAIN.finditer(text):
        yield _fact(match, "a tenant's domain", "[tenant]")
    for match in resource_hosts_in(text):
        yield _fact(match, "the host of somebody's resource", "[host]")
    for match in _GUID.finditer(text):
        if _WELL_KNOWN_GUID.fullmatch(match.group()):
            continue
        before = text[max(0, match.start() - 30) : match.start()]
        if _SUBSCRIPTION.search(before):
            yield _fact(match, "a subscription's id", "[subscription id]")
        elif _TENANT.search(before):
            yield _fact(match, "a tenant's id", "[tenant id]")
        else:
            yield _fact(match, "an id", "[id]")


def _named(text: str, about: About) -> Iterator[PersonalFact]:
    yield from _hosts(text, about.customers)
    for names, kind, instead in (
        (about.people, "a person's name", "[person]"), (about.resources, "a customer's resource", "[resource]"),
    ):  # fmt: skip
        if pattern := _any_of(names):
            for match in pattern.finditer(text):
                yield _fact(match, kind, instead)


def _companies(text: str, names: Iterable[str]) -> Iterator[PersonalFact]:
    """Also without their legal form, and however their words are joined."""
    by_key = {key: name for name in names if len(key := name_key(name)) >= SHORTEST_NAME}
    for run in runs_with(text, by_key) if by_key else ():
        if run.is_one or run.count <= len(words_of(by_key[run.key])):
            yield PersonalFact(run.start, run.end, "a customer's name", text[run.start : run.end], "[customer]")


def _hosts(text: str, customers: Iterable[str]) -> Iterator[PersonalFact]:
    """A host's name in which a customer's stands: `files.harbourfoods.example`, `harbour-foods-prod`."""
    said = {re.sub(LEGAL_FORM, "", name.lower()) for name in customers}
    joined = {form for name in said for form in (name.replace(" ", ""), name.replace(" ", "-"))}
    names = "|".join(re.escape(name) for name in sorted(joined, key=len, reverse=True) if len(name) >= SHORTEST_NAME)
    if names:
        for match in re.finditer(rf"(?<![\w.-])(?=[\w.-]*[.-])[\w.-]*(?:{names})[\w.-]*\w", text, re.IGNORECASE):
            yield _fact(match, "a host's name", "[host]")


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    long = sorted((name for name in names if len(name) >= SHORTEST_NAME), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, long))})(?!\w)", re.IGNORECASE) if long else None


def _fact(match: re.Match[str], kind: str, instead: str, group: int = 0) -> PersonalFact:
    return PersonalFact(match.start(group), match.end(group), kind, match[group], instead)
