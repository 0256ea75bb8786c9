"""Feeds in finished values for the pages."""

from dataclasses import dataclass

from ...catalog.loading import catalogue
from ...platform.settings import settings
from ...platform.time import now
from .dialects import NotUnderstood, VendorEvent, understand
from .models import Feed, VendorIncident
from .models.words import ABOUT, STATES
from .placing import place
from .spelling import spoken
from .standing import plain


def address_of(feed: Feed) -> str:
    return f"{settings().public_url.rstrip('/')}/inbound/{feed.boundary}/{feed.key}"


def words_as_text(words: dict[str, str]) -> str:
    return "\n".join(f"{word} = {key}" for word, key in words.items())


def family_choices() -> list[tuple[str, str]]:
    return [("", "leave it on the shelf"), *((family.key, family.name) for family in catalogue().families.values())]


@dataclass(frozen=True)
class Tried:
    """What would come of a message. `problem` says why nothing would."""

    problem: str = ""
    said: str = ""
    events: tuple["TriedEvent", ...] = ()


@dataclass(frozen=True)
class TriedEvent:
    title: str
    vendor_id: str
    what: str
    facts: list[tuple[str, str]]
    text: str


def tried(feed: Feed, payload: str, mapping: str) -> Tried:
    try:
        told = understand(feed.kind, payload.encode(), mapping or feed.mapping)
    except NotUnderstood as problem:
        return Tried(str(problem))
    return Tried(said=told.said, events=tuple(_tried(feed, event) for event in told.events[:20]))


def _tried(feed: Feed, event: VendorEvent) -> TriedEvent:
    found = place(
        event.services, event.regions, event.families, boundary=feed.boundary, words=feed.words, otherwise=feed.otherwise,
        known=catalogue(),
    )  # fmt: skip
    where = ", ".join([*found.regions, *(f"{name} (unknown)" for name in found.unknown_regions)])
    what = ", ".join([*found.products, *found.families, *(f"{name} (unknown)" for name in found.unknown_services)])
    times = [
        f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""
        for moment in (event.at or now(), event.started_at, event.ended_at)
    ]
    facts = [
        ("State", STATES.get(event.state, "")), ("Severity", event.severity or "B, as none is told"), ("What", what), ("Regions", where or "all"),
        ("Said", times[0]), ("Began", times[1]), ("Ended", times[2]),
    ]  # fmt: skip
    text = event.texts[-1] if event.texts else None
    return TriedEvent(
        event.title,
        spoken(event.vendor_id),
        ABOUT[event.about],
        facts,
        plain(text.text, text.is_html)[:600] if text else "",
    )


def facts_of(told: VendorIncident) -> list[tuple[str, str]]:
    """What the vendor says in structured form, in its own words."""
    return [
        ("Services", ", ".join(told.services)),
        ("Regions", _few(told.regions)),
        ("Severity as told", told.severity_as_told),
        ("Accounts", str(len(told.accounts)) if told.accounts else ""),
    ]


def _few(names: list[str], at_most: int = 8) -> str:
    more = len(names) - at_most
    return ", ".join(names[:at_most]) + (f" and {more} more" if more > 0 else "")
