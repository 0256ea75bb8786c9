"""How a thing is called, where its page is, and what its trail is called."""

from dataclasses import dataclass

from ..platform.errors import NotFound, id_of


@dataclass(frozen=True)
class Kind:
    """`name` as subjects and documents call it, `prefix` as people do."""

    name: str
    prefix: str
    path: str
    words: str

    def ref(self, object_id: int | str) -> str:
        return f"{self.prefix}-{object_id}"

    def url(self, object_id: int | str) -> str:
        return f"{self.path}/{self.ref(object_id)}"


KINDS = {
    kind.name: kind
    for kind in (
        Kind("case", "C", "/cases", "Cases"),
        Kind("incident", "I", "/incidents", "Incidents"),
        Kind("known_issue", "KI", "/known-issues", "Known issues"),
        Kind("escalation", "E", "/escalations", "Escalations"),
        Kind("engineering_issue", "EI", "/engineering-issues", "Engineering issues"),
        Kind("customer", "CU", "/customers", "Customers"),
        Kind("person", "P", "/people", "People"),
        Kind("rule_proposal", "RP", "/rules/proposals", "Rule proposals"),
    )
}
_BY_PREFIX = {kind.prefix: kind for kind in KINDS.values()}


def page_of(text: str) -> str | None:
    """`c-12` → the page of that case; None for what is not a reference."""
    found = _referred(text)
    return found[0].url(found[1]) if found else None


def subject_of(text: str) -> str | None:
    """`C-12` or `case/12` → `case/12`."""
    head, slash, tail = text.strip().partition("/")
    if slash and head and tail:
        return f"{head.lower()}/{tail}"
    found = _referred(text)
    return f"{found[0].name}/{found[1]}" if found else None


def page_of_subject(subject: str) -> str | None:
    name, _, object_id = subject.partition("/")
    return KINDS[name].url(object_id) if name in KINDS and object_id.isdecimal() else None


def called(subject: str) -> str:
    """`case/12` → `C-12`; things without a page of their own keep their subject's name."""
    name, _, object_id = subject.partition("/")
    return KINDS[name].ref(object_id) if name in KINDS else f"{name.replace('_', ' ')} {object_id}"


def _referred(text: str) -> tuple[Kind, int] | None:
    ref = text.strip().upper()
    kind = _BY_PREFIX.get(ref.partition("-")[0])
    if kind is None:
        return None
    try:
        return kind, id_of(ref, kind.prefix)
    except NotFound:
        return None
