"""A subscription or tenant by its id that nobody knows as this customer's. Pure."""

import re
from collections.abc import Iterator

from .context import ReplyContext
from .finding import Finding, Remedy
from .hosts import GUID

_LED = re.compile(r"(?:subscriptions?|tenants?|director(?:y|ies)|abonnement)(?:[ _-]?ids?)?\W{0,4}(?:is|was|are|id)?\W{0,4}$", re.IGNORECASE)  # fmt: skip
_SAMPLE = re.compile(r"0{8}-0{4}.*|.*-0000-0000-c000-.*|(.)\1{7}-.*|12345678-1234-.*")
_ID = Remedy("replace", "Put [id] in its place", "[id]")


def find_unknown_ids(text: str, context: ReplyContext) -> Iterator[Finding]:
    known = context.ids | {match[0].lower() for said in context.said for match in GUID.finditer(said)}
    others = {one.what.lower() for one in context.strangers if one.kind == "code"}
    for match in GUID.finditer(text):
        value = match[0].lower()
        if (
            value in known
            or value in others
            or _SAMPLE.fullmatch(value)
            or not _LED.search(text[: match.start()][-40:])
        ):
            continue
        yield Finding(
            "unknown id", False, match[0], "Nobody knows this id as one of the customer's.", "Compare it with what they wrote, or say whose it is.",
            start=match.start(), end=match.end(), remedies=(_ID,),
        )  # fmt: skip
