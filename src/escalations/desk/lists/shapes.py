"""What programs get of lists and views. Times are UTC."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from ..shapes import CaseOut
from .actions.saving import NewView
from .columns import COLUMNS
from .groupings import GROUPINGS
from .models import SavedView
from .queries.pages import ListPage
from .shape import LONGEST, Shape

Group = Literal["", "owner", "severity", "clock", "turn", "family", "queue", "customer"]
Ordering = Literal["urgent", "due", "oldest", "newest"]
assert set(Group.__args__) == {"", *GROUPINGS}  # type: ignore[attr-defined]


class GroupOut(BaseModel):
    """`count` is of the whole group, not only of this page; `asks` is the filter that asks for it alone."""

    title: str
    asks: str
    count: int | None
    cases: list[CaseOut]


class CaseListOut(BaseModel):
    """`after` asks for the next page; None on the last. `complaints` are about filters that name nothing."""

    groups: list[GroupOut]
    after: str | None
    complaints: list[str]

    @classmethod
    def of(cls, listed: ListPage, complaints: tuple[str, ...]) -> "CaseListOut":
        groups = [
            GroupOut(title=part.title, asks=part.word, count=part.count, cases=[CaseOut.of(case) for case in part.cases])
            for part in listed.parts
        ]  # fmt: skip
        return cls(groups=groups, after=listed.after or None, complaints=list(complaints))


class ViewIn(BaseModel):
    name: str = Field(min_length=1, max_length=60)
    q: str = Field("", max_length=LONGEST)
    columns: list[str] = Field(default_factory=list, max_length=len(COLUMNS))
    group: Group = ""
    order: Ordering = "urgent"
    team: str = Field("", max_length=60)

    @property
    def view(self) -> NewView:
        shape = Shape.of({"q": self.q, "group": self.group, "order": self.order}, self.columns)
        return NewView(" ".join(self.name.split()), shape, self.team)


class ViewChangeIn(ViewIn):
    version: int


class ViewOut(BaseModel):
    """`count` is None where free words would have to be searched for; one more than `most` means more than that."""

    ref: str
    version: int
    name: str
    q: str
    columns: list[str]
    group: str
    order: str
    team: str | None
    owner: str
    changed_at: datetime
    deleted: bool
    count: int | None = None

    @classmethod
    def of(cls, view: SavedView, count: int | None = None) -> "ViewOut":
        return cls(
            ref=view.ref, version=view.version, name=view.name, q=view.words, columns=view.columns, group=view.grouping, order=view.ordering,
            team=view.team, owner=f"P-{view.owner_id}", changed_at=view.changed_at, deleted=view.deleted_at is not None, count=count,
        )  # fmt: skip
