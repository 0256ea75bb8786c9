"""Exceptions to 'every page knows who asks' are said at the handler itself."""

from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])
_OPEN: dict[object, str] = {}


def open_to_everyone(why: str) -> Callable[[F], F]:
    """Mark a handler function that takes no `person`. A test fails for one that neither takes nor says it."""

    def mark(handler: F) -> F:
        _OPEN[handler] = why
        return handler

    return mark


def is_open(handler: object) -> bool:
    return handler in _OPEN
