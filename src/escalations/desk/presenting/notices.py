"""A group of notices as its row says it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from ...people.queries import NoticeGroup
from ...people.queries.notices import Told
from ...platform.language.reading import say
from ..queries.notices import About


@dataclass(frozen=True)
class Reason:
    text: str
    at: datetime
    is_new: bool


@dataclass(frozen=True)
class NoticeLine:
    """`fresh` of the `behind` that are not shown are news too, told only where not all of them are; `older` are not even among `earlier`."""

    group: NoticeGroup
    about: About
    reason: Reason
    earlier: list[Reason]

    @property
    def fresh(self) -> int:
        new = self.group.unread - 1
        return new if 0 < new < self.group.behind else 0

    @property
    def older(self) -> int:
        return self.group.behind - len(self.earlier)


def notice_lines(groups: Iterable[NoticeGroup], abouts: Mapping[str, About], language: str) -> Iterator[NoticeLine]:
    for group in groups:
        about = abouts[group.thread]
        earlier = [_reason(told, about, language) for told in group.earlier]
        yield NoticeLine(group, about, _reason(group.newest, about, language), earlier)


def _reason(told: Told, about: About, language: str) -> Reason:
    """Without the name of what stands above it."""
    text = say(told.text, language)
    for name in (about.customer, about.title):
        rest = text.removeprefix(f"{about.ref} ({name}): ")
        if rest != text:
            text = rest[:1].upper() + rest[1:]
    return Reason(text, told.at, told.seen_at is None)
