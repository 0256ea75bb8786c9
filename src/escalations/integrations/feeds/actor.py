"""In whose name a feed acts, so that every trail says who told it."""

from dataclasses import dataclass

from .models import Feed


@dataclass(frozen=True)
class FeedActor:
    name: str
    id: int | None = None

    @classmethod
    def of(cls, feed: Feed) -> "FeedActor":
        return cls(f"{feed.name} (feed)")
