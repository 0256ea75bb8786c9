"""Which rooms there are: their pages, their reactions, the rail. The one place that names them all."""

from importlib import import_module

from litestar.types import ControllerRouterHandler

from .catalog.loading import catalogue
from .platform.language.things import name_things
from .platform.web.rail import RailItem, lay_rail
from .platform.web.templates import offer
from .routing.naming import boundary_mark, name_of, named

ROOMS = [
    "people",
    "clocks",
    "catalog",
    "customers",
    "coverage",
    "routing",
    "cases",
    "cases.macros",
    "known_issues",
    "known_issues.similar",
    "product_groups",
    "incidents",
    "spikes",
    "rapid_response",
    "desk",
    "desk.lists",
    "desk.bulk",
    "reports",
    "integrations",
    "integrations.feeds",
    "integrations.calendars",
    "integrations.trackers",
    "integrations.notices",
]
_THINGS = ("families", "products", "product_groups", "boundaries", "regions", "queues", "plans")
_PARTS = ("models", "dead_ends", "events", "reactions", "sweeps", "search", "internal_texts")


def load_rooms() -> None:
    """Import every room's tables, events and reactions, so that they are registered, and give templates the names of what has a key."""
    name_things(thing.name for kind in _THINGS for thing in getattr(catalogue(), kind).values())
    offer(name_of=name_of, named=named, boundary_mark=boundary_mark)
    for room in ROOMS:
        for part in _PARTS:
            _import_if_there(f"escalations.{room}", part)


def _import_if_there(package: str, part: str) -> object | None:
    name = f"{package}.{part}"
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name == name:
            return None
        raise


def handlers() -> list[ControllerRouterHandler]:
    load_rooms()
    lay_rail(RAIL)
    found: list[ControllerRouterHandler] = []
    for room in ROOMS:
        routes = _import_if_there(f"escalations.{room}", "routes")
        found += getattr(routes, "HANDLERS", [])
    return found


RAIL = [
    RailItem("My work", "/", "inbox", "w", lambda person: person.may("work_cases")),
    RailItem("Queues", "/queues", "list", "q"),
    RailItem("Cases", "/cases", "layers", "v"),
    RailItem("Rapid response", "/rapid-response", "siren", "r"),
    RailItem("Incidents", "/incidents", "flame", "i"),
    RailItem("Spikes", "/spikes", "activity", "x"),
    RailItem("On call", "/on-call", "phone", "o"),
    RailItem("Known issues", "/known-issues", "book-open", "k"),
    RailItem("Escalations", "/escalations", "send", "e"),
    RailItem("Macros", "/macros", "text-quote", "m", lambda person: person.may("work_cases")),
    RailItem("Customers", "/customers", "building-2", "c"),
    RailItem("People", "/people", "users", "p"),
    RailItem("Rules", "/rules", "route", "u"),
    RailItem("Clocks", "/clocks", "clock", "t"),
    RailItem("Reports", "/reports", "chart-no-axes-column", "s", group="oversight"),
    RailItem("Dead ends", "/dead-ends", "octagon-alert", "d", lambda person: person.may("see_dead_ends"), "oversight"),
    RailItem("Audit", "/audit", "scroll-text", "a", lambda person: person.may("read_audit"), "oversight"),
    RailItem("Feeds", "/feeds", "radio", "f", lambda person: person.may("administer"), "oversight"),
    RailItem("Trackers", "/trackers", "link", "b", lambda person: person.may("administer"), "oversight"),
    RailItem("Mail", "/mail", "mail", "l", lambda person: person.may("administer"), "oversight"),
    RailItem("Jobs", "/jobs", "cog", "j", lambda person: person.may("administer"), "oversight"),
]
