"""One of several ways to see a page, each with an address of its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tab:
    """`count` is shown beside the label; as words where it is only told that there are more."""

    label: str
    url: str
    current: bool
    count: int | str | None = None
