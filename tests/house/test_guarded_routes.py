"""Every handler knows who asks, or says at its own place why it need not."""

import inspect

from litestar.handlers import HTTPRouteHandler

from escalations.platform.web import is_open
from tests.support import app


def handlers() -> list[tuple[str, HTTPRouteHandler]]:
    return [
        (route.path, handler)
        for route in app().routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler) and handler.http_methods != {"OPTIONS"}
    ]


def test_every_handler_takes_a_person_or_says_why_not() -> None:
    unguarded = []
    for path, handler in handlers():
        if path.startswith(("/static", "/api/openapi")):
            continue
        function = handler.fn
        if "person" not in inspect.signature(function).parameters and not is_open(function):
            unguarded.append(path)
    assert unguarded == []


def test_pages_change_nothing_on_get() -> None:
    """A GET handler that calls a verb would change things for a crawler or a preload."""
    told = [path for path, handler in handlers() if "GET" in handler.http_methods and "create_" in handler.fn.__name__]
    assert told == []


def test_every_room_offers_its_verbs_to_programs() -> None:
    paths = {path for path, _ in handlers()}
    for verb in ("cases", "customers", "known-issues", "incidents", "escalations"):
        assert any(path.startswith(f"/api/{verb}") for path in paths), verb
