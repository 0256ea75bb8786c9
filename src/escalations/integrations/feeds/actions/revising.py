"""How a feed is read, and whether it is."""

from dataclasses import dataclass

from ....catalog.loading import catalogue
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused, expect_version
from ....platform.events import Actor, record
from ..dialects import BadMapping, read_mapping
from ..events import FeedRevised, FeedSwitched
from ..fetching import Unfetchable, refuse_address
from ..models import Feed
from ..placing import refuse_unknown_words

_SAID = {"words": "the words", "otherwise": "the family of what is not recognised", "mapping": "the mapping", "poll_url": "the address",
         "poll_minutes": "how often it is asked"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class HowRead:
    """`mapping` and `poll_url` are only of kinds that have one."""

    words: dict[str, str]
    otherwise: str = ""
    mapping: str = ""
    poll_url: str = ""
    poll_minutes: int = 5


async def revise_feed(db: Session, feed: Feed, how: HowRead, *, version: int, by: Actor) -> None:
    """Raises Stale when somebody saved the feed after `version`."""
    allow(by, "administer")
    wanted = {name: value for name, value in vars(how).items() if name in _of_kind(feed)}
    changed = [name for name, value in wanted.items() if value != getattr(feed, name)]
    if not changed:
        return
    expect_version(feed, version)
    refuse_impossible(Feed(**{**feed.model_dump(), **wanted}))
    for name in changed:
        setattr(feed, name, wanted[name])
    await record(db, FeedRevised(what=[_SAID[name] for name in changed]), on=feed, by=by)
    await db.flush()


def _of_kind(feed: Feed) -> set[str]:
    own = {"generic": {"mapping"}, "google": {"poll_url", "poll_minutes"}}
    return {"words", "otherwise"} | own.get(feed.kind, set())


def refuse_impossible(feed: Feed) -> None:
    wrong = refuse_unknown_words(feed.words, feed.otherwise, feed.boundary, catalogue())
    if wrong:
        raise Refused(wrong)
    try:
        if feed.kind == "generic":
            read_mapping(feed.mapping)
        if feed.kind == "google":
            refuse_address(feed.poll_url)
    except (BadMapping, Unfetchable) as problem:
        raise Refused(str(problem)) from problem


async def switch_feed(db: Session, feed: Feed, *, on: bool, by: Actor) -> None:
    """A feed that is off takes nothing and asks nothing; what came before can still be replayed."""
    allow(by, "administer")
    if feed.enabled != on:
        feed.enabled = on
        await record(db, FeedSwitched(on=on), on=feed, by=by)
        await db.flush()
