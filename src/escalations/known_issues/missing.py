"""What an article that was begun on a case still lacks when the case is closed."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..platform.events import Actor
from .governing import may_change
from .models import Article
from .sections import sections_of


@dataclass(frozen=True)
class Missing:
    """`refs` are the articles in progress that somebody may complete."""

    refs: list[str]
    resolution: bool
    cause: bool


def missing_of(by: Actor, articles: Sequence[Article]) -> Missing:
    begun = [one for one in articles if one.confidence == "work_in_progress" and may_change(by, one)]
    texts = [sections_of(one.body) for one in begun]
    return Missing(
        [one.ref for one in begun], any(not text.resolution for text in texts), any(not text.cause for text in texts)
    )
