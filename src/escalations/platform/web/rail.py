"""The rail: the places a person can go, in the order in which wiring names them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class RailItem:
    label: str
    url: str
    icon: str
    key: str
    """The letter after `g` that goes there."""
    shown: Callable[[Any], bool] = lambda person: True
    group: str = "work"
    count: int | None = None
    current: bool = False


_items: list[RailItem] = []


def lay_rail(items: list[RailItem]) -> None:
    _items[:] = items


def rail(person: Any, path: str) -> list[RailItem]:
    """What this person may go to; the item whose URL is the longest beginning of `path` is the current one."""
    if person is None:
        return []
    mine = [item for item in _items if item.shown(person)]
    here = max(
        (item.url for item in mine if path == item.url or path.startswith(f"{item.url}/")), key=len, default=None
    )
    return [replace(item, current=True) if item.url == here else item for item in mine]
