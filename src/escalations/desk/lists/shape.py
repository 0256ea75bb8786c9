"""A list as somebody wants it, read from an address and written back as one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from .columns import USUAL, columns_of
from .groupings import GROUPINGS
from .orders import ORDERS

LONGEST = 400
"""Characters of the words."""
PATH = "/cases"


@dataclass(frozen=True)
class Shape:
    """`group` may be empty."""

    q: str = ""
    columns: tuple[str, ...] = USUAL
    group: str = ""
    order: str = "urgent"

    @classmethod
    def of(cls, words: Mapping[str, str], columns: list[str]) -> "Shape":
        """What is not known is left as usual."""
        group, order = words.get("group", ""), words.get("order", "")
        return cls(
            " ".join(words.get("q", "").replace("\x00", "").split())[:LONGEST], columns_of(columns),
            group if group in GROUPINGS else "", order if order in ORDERS else "urgent",
        )  # fmt: skip

    def url(self, **more: Any) -> str:
        told = {
            "q": self.q, "columns": ",".join(self.columns) if self.columns != USUAL else "", "group": self.group,
            "order": self.order if self.order != "urgent" else "", **more,
        }  # fmt: skip
        words = urlencode({name: value for name, value in told.items() if value})
        return f"{PATH}?{words}" if words else PATH
