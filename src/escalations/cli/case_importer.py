"""The run over a file of cases: each row is opened by the same verb as on a page, in a transaction of its own, once."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlmodel import col, select

from ..cases.actions import NewCase, open_case
from ..cases.actions.opening import facts_of
from ..cases.queries import case_with_key, roster
from ..catalog.loading import catalogue
from ..customers.models import Customer
from ..people.models import Person
from ..people.queries import person_with_email
from ..people.roles import allow
from ..platform.db import Scope, Session, transaction
from ..platform.errors import NotFound, Refused
from ..platform.events import SYSTEM, Actor
from ..platform.time import now
from ..routing.deciding import decide
from ..routing.reading import read_text
from ..routing.rule_files import rule_set
from .case_files import Row
from .case_rows import IN_TURN, Cells, Customers, RowProblem, new_case

SPREAD_IN = "public"
BY_HAND = "You stopped it"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What was asked for. Without `email` the system itself imports, inside the boundary of each row's customer."""

    path: Path
    columns: Mapping[str, tuple[str, ...]]
    customer: str | None = None
    email: str | None = None
    boundary: str | None = None
    source: str | None = None
    dry_run: bool = False


@dataclass
class Tally:
    rows: int
    opened: int = 0
    there_already: int = 0
    queues: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[Row, str]] = field(default_factory=list)
    stopped: str = ""

    @property
    def done(self) -> int:
        return self.opened + self.there_already + len(self.failures)

    def count(self, queue: str, family: str) -> None:
        self.opened += 1
        self.queues[queue] += 1
        self.families[family] += 1


@dataclass(frozen=True)
class Importer:
    order: Order
    by: Actor
    customers: Customers

    def scope(self, customer: Customer) -> Scope:
        return Scope.system(customer.boundary) if self.by.id is None else Scope.person(self.by.id)

    async def take(self, row: Row, tally: Tally) -> None:
        cells = Cells(row, self.order.columns)
        customer = self.customers.of(cells)
        new = new_case(cells, customer, source=self.order.source)
        async with transaction(self.scope(customer)) as db:
            if await _is_there(db, customer, new):
                tally.there_already += 1
                return
            queue, family = await (_tried if self.order.dry_run else self._opened)(db, customer, new)
        tally.count(queue, family)

    async def _opened(self, db: Session, customer: Customer, new: NewCase) -> tuple[str, str]:
        case = await open_case(db, new, by=self.by)
        return case.queue, case.family


async def _is_there(db: Session, customer: Customer, new: NewCase) -> bool:
    """The same key with another text is another case that happens to have the same number elsewhere."""
    case = await case_with_key(db, customer.boundary, new.external_key or "")
    if case is not None and case.description != new.description:
        told = f"{case.ref} has the key {new.external_key} already and says something else."
        raise RowProblem(
            f"{told} If this row is from another system, give --source; if not, correct {case.ref} itself."
        )
    return case is not None


async def _tried(db: Session, customer: Customer, new: NewCase) -> tuple[str, str]:
    """Where the case would go, without opening it."""
    reading = read_text(new.title, new.description, new.error_codes, new.resources, catalogue())
    facts = facts_of(new, customer, reading)
    return decide(facts, rule_set(), await roster(db), now()).queue, facts.family or "other"


async def import_cases(order: Order, rows: list[Row], stop: asyncio.Event, advance: Callable[[], object]) -> Tally:
    """Between two rows it can be stopped; run again it skips what is there."""
    importer = Importer(order, *await _who_and_whose(order))
    tally = Tally(len(rows))
    for row in rows:
        if stop.is_set():
            tally.stopped = BY_HAND
            break
        try:
            await importer.take(row, tally)
        except (RowProblem, Refused, NotFound) as problem:
            tally.failures.append((row, str(problem)))
        except (IntegrityError, DataError) as problem:
            tally.failures.append((row, f"The database refused the row: {problem.orig}"))
        except (DBAPIError, OSError) as problem:
            tally.stopped = f"The database did not answer ({problem})"
            break
        advance()
    return tally


async def _who_and_whose(order: Order) -> tuple[Actor, Customers]:
    by = await _person(order.email) if order.email else SYSTEM
    boundaries = [order.boundary] if order.boundary else list(catalogue().boundaries)
    async with transaction(Scope.system(*boundaries) if by.id is None else Scope.person(by.id)) as db:
        inside = col(Customer.boundary).in_(boundaries)
        known = (await db.exec(select(Customer).where(inside).order_by(col(Customer.id)))).all()
    customers = Customers(
        known, order.customer, [one for one in known if one.boundary == (order.boundary or SPREAD_IN)]
    )
    _refuse_missing(order, customers)
    return by, customers


def _refuse_missing(order: Order, customers: Customers) -> None:
    """Better now than for every row."""
    if order.customer == IN_TURN and not customers.in_turn:
        raise click.UsageError(
            f"There is no customer in sight in {order.boundary or SPREAD_IN}. Add one first, or name another --boundary."
        )
    if order.customer not in (None, IN_TURN) and len(customers.named(str(order.customer))) != 1:
        raise click.UsageError(customers.why_not_one(str(order.customer)))


async def _person(email: str) -> Person:
    async with transaction(Scope.nobody()) as db:
        person = await person_with_email(db, email)
    if person is None or person.disabled_at is not None:
        raise click.UsageError(f"Nobody who may sign in has the e-mail address {email}.")
    allow(person, "work_cases")
    return person
