"""What happened, written in the transaction in which it happened. One row is audit, timeline and outbox."""

import json
from collections import deque
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import BigInteger, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from . import jobs
from .db import Scope, Session, before_commit, nothing_to_record, straight, transaction
from .flushing import Ahead, Write
from .listening import About, Listener, jobs_asked
from .metrics import EVENTS
from .model import Row, key
from .ringing import rung
from .time import now

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
recorded_ids: ContextVar[list[int] | None] = ContextVar("recorded_ids", default=None)
"""The numbers of the events of this request or job, for its line in the log."""


class Actor(Protocol):
    """Who did it. `id` is None for the system itself."""

    @property
    def id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class System:
    id: int | None = None
    name: str = "Escalations"


SYSTEM = System()


class Subject(Protocol):
    """What it happened to. `thread` is the page on which it is told, `subject` the row itself, both as `kind/id`."""

    @property
    def subject(self) -> str: ...
    @property
    def thread(self) -> str: ...
    @property
    def boundary(self) -> str | None: ...


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact in the past tense. Fields are ids, codes and short words; never a customer's text."""

    known: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls) -> None:
        if cls.__name__ in Event.known and Event.known[cls.__name__].__module__ != cls.__module__:
            raise TypeError(f"There are two events named {cls.__name__}.")
        Event.known[cls.__name__] = cls

    def told(self) -> str:
        """The rest of a sentence that begins with the actor's name."""
        raise TypeError(f"{type(self).__name__} does not say what is told of it.")


def fact_of(action: str, particulars: dict[str, Any]) -> Event | None:
    """None when this version of the program does not know the event, or misses a field. What a newer one tells besides is left out."""
    kind = Event.known.get(action)
    if kind is None:
        return None
    known = kind.__dataclass_fields__
    try:
        return kind(**{name: it for name, it in particulars.items() if name in known})
    except TypeError:
        return None


class EventRow(Row, table=True):
    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_subject_id", "subject", "id"),
        Index("ix_event_action", "action", "id"),
        Index("ix_event_thread_id", "thread", "id"),
        Index("ix_event_actor", "actor_id", "id", postgresql_where="actor_id IS NOT NULL"),
        {"info": {"append_only": True}},
    )
    id: int = key()
    at: datetime
    action: str
    subject: str
    thread: str
    boundary: str | None = None
    actor_id: int | None = Field(default=None, sa_type=BigInteger)
    actor_name: str
    particulars: dict[str, Any] = Field(sa_type=JSONB)
    request_id: str | None = None

    def fact(self) -> Event | None:
        return fact_of(self.action, self.particulars)

    @property
    def told(self) -> str:
        fact = self.fact()
        return fact.told() if fact else f"recorded {self.action}"


class ReactionDone(Row, table=True):
    """The key that makes a repeated reaction harmless."""

    __tablename__ = "reaction_done"
    event_id: int = Field(primary_key=True, sa_type=BigInteger)
    reaction: str = Field(primary_key=True)
    at: datetime


E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Recorded(Generic[E]):
    """An event as a reaction receives it."""

    id: int
    event: E
    at: datetime
    subject: str
    thread: str
    boundary: str | None
    actor_id: int | None
    actor_name: str


Reaction = Callable[[Session, Recorded[Any]], Awaitable[None]]
_reactions: dict[str, Reaction] = {}
_listeners: dict[type[Event], list[Listener]] = {}


def on(
    *kinds: type[Event], when: Callable[[Any], bool] = lambda _event: True, once_for: About | None = None, covered_by: Reaction | None = None
) -> Callable[[Reaction], Reaction]:  # fmt: skip
    """Register a reaction: it runs after the commit, in a job and transaction of its own, at least once. Where the event
    itself says whom it concerns, `when` spares the others the job; for `once_for` and `covered_by` see `Listener`."""

    def register(reaction: Reaction) -> Reaction:
        name = _name_of(reaction)
        _reactions[name] = reaction
        listener = Listener(name, when, once_for, _name_of(covered_by) if covered_by else "")
        for kind in kinds:
            _listeners.setdefault(kind, []).append(listener)
        return reaction

    return register


def _name_of(reaction: Reaction) -> str:
    return f"{reaction.__module__.removeprefix('escalations.')}.{reaction.__name__}"


async def number_with_events(db: Session, events: int) -> None:
    """What is new gets its number, and by the same question so many events that are recorded next get theirs."""
    db.sync_session.info["numbers"] = deque(await db.number(ahead=Ahead(EventRow, events)))


async def record(db: Session, event: Event, *, on: Subject, by: Actor, topics: tuple[str, ...] = ()) -> EventRow:
    """Write the event. Live pages on its subject, its thread, their kinds and `topics` hear of it at the commit."""
    info = db.sync_session.info
    ahead = info.get("numbers")
    number: Any = ahead.popleft() if ahead else None
    row = EventRow(
        id=number, at=now(), action=type(event).__name__, subject=on.subject, thread=on.thread, boundary=on.boundary, actor_id=by.id,
        actor_name=by.name, particulars=dict(vars(event)), request_id=request_id.get(),
    )  # fmt: skip
    db.add(row)
    info["recorded"] = True
    info.setdefault("outbox", []).append((row, event))
    announce(info, row, topics)
    return row


def announce(info: dict[Any, Any], on: Subject, topics: tuple[str, ...] = ()) -> None:
    """Live pages hear of it at the commit."""
    subject, thread = on.subject, on.thread
    kinds = {name.split("/")[0] for name in (subject, thread)}
    info.setdefault("topics", {}).setdefault(on.boundary, set()).update({subject, thread, *kinds, *topics})


def announce_to(db: Session, boundary: str, topic: str) -> None:
    """What is no event and still news: live pages that name this topic hear of it at the commit."""
    db.sync_session.info.setdefault("topics", {}).setdefault(boundary, set()).add(topic)


@before_commit
async def dispatch(db: Session) -> list[Write]:
    """Queues the reactions and rings the live pages, in the transaction of the events themselves."""
    info = db.sync_session.info
    outbox, topics = info.pop("outbox", []), info.pop("topics", {})
    if waiting := [row for row, _ in outbox if row.id is None]:
        await db.number(waiting)
    _note(outbox)
    return [*jobs.queued(jobs_asked(outbox, _listeners)), *rung(topics)]


def _note(outbox: list[tuple[Any, Event]]) -> None:
    ids = recorded_ids.get()
    for row, event in outbox:
        EVENTS.labels(type(event).__name__).inc()
        if ids is not None:
            ids.append(row.id)


@jobs.job("react")
async def react(payload: dict[str, Any]) -> None:
    """Run one reaction to one event, unless an earlier run of the same job already committed."""
    if payload["reaction"] not in _reactions:
        raise jobs.NotKnownHere(f"no reaction is called {payload['reaction']}")
    async with transaction(Scope.system(payload["boundary"])) as db:
        told = await _taken(db, payload["event"], payload["reaction"])
        if told is not None:
            await _reactions[payload["reaction"]](db, told)


_TAKE = """WITH it AS (
  SELECT id, at, subject, thread, boundary, actor_id, actor_name, action, particulars::text FROM event WHERE id = $1
), marked AS (
  INSERT INTO reaction_done (event_id, reaction, at) SELECT id, $2, now() FROM it ON CONFLICT DO NOTHING RETURNING 1
) SELECT it.*, EXISTS (SELECT FROM marked) FROM it"""


async def _taken(db: Session, event_id: int, reaction: str) -> Recorded[Any] | None:
    """None where an earlier run marked it. An event that a newer release tells of is left to its worker, without a mark."""
    nothing_to_record(db, "a reaction's mark belongs to the event it answers")
    for id, at, subject, thread, boundary, actor_id, actor_name, action, particulars, first in await straight(
        db, _TAKE, event_id, reaction
    ):
        fact = fact_of(action, json.loads(particulars))
        if first and fact is None:
            raise jobs.NotKnownHere(f"event {id} is a {action}, of which nothing is known here")
        if first and fact is not None:
            return Recorded(id, fact, at, subject, thread, boundary, actor_id, actor_name)
    return None
