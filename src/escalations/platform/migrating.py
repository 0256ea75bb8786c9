"""Steps of a migration, taken while people work: none waits for its locks long enough to hold up who comes after it.

A statement that waits for a table's lock lets nobody behind it pass, not even readers. So a step that does not get its locks at once is
taken back and tried again, with room for the others in between.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any

from alembic import op
from sqlalchemy import Connection

OF_MIGRATIONS = {"application_name": "escalations migrate", "lock_timeout": "2s", "timezone": "UTC"}
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 15.0
"""Seconds between two tries."""
HELD_UP = frozenset({"55P03", "40P01"})
"""No lock within the time for it, or a deadlock that ended with us."""
TRY = "SELECT pg_try_advisory_lock(hashtextextended('escalations migrate', 0))"

Tell = Callable[[str], None]


class HeldUp(RuntimeError):
    """A step did not get its locks, however often it was tried."""


def silently(_said: str) -> None:
    return


@dataclass
class Patience:
    """How long a migration tries, all in all, and whom it tells."""

    seconds: float = 600.0
    tell: Tell = silently
    began: float = field(default_factory=monotonic)
    taken: float = field(default_factory=monotonic)

    @property
    def is_over(self) -> bool:
        return monotonic() - self.began > self.seconds


def alone(connection: Connection, patience: Patience) -> None:
    """One at a time: whoever else migrates asks now and then, and finds nothing left to do. To wait inside a statement would hold up
    an index that is built beside the writers, since that waits for every statement under way."""
    told = False
    while not connection.exec_driver_sql(TRY).scalar():
        connection.rollback()
        if not told:
            patience.tell("Another migration is under way. Waiting for its end.")
        if patience.is_over:
            raise HeldUp("Another migration is still under way.")
        told = True
        sleep(0.3)
    connection.commit()


def patiently(run: Callable[[], None], patience: Patience) -> None:
    """Goes on with the step that was held up: those before it are committed."""
    pause = FIRST_PAUSE
    while True:
        try:
            return run()
        except Exception as problem:
            if state_of(problem) not in HELD_UP:
                raise
            if patience.is_over:
                raise HeldUp("A transaction of somebody else holds what the next step needs.") from problem
        patience.tell(f"The next step does not get its locks: others use the table. Trying again in {pause:g} seconds.")
        sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def state_of(problem: BaseException) -> str | None:
    """PostgreSQL's own name for it, whichever way the statement went."""
    return getattr(getattr(problem, "orig", problem), "sqlstate", None)


def noted(patience: Patience, *, step: Any, **_others: Any) -> None:
    """Told from within the step's transaction, which ends with the next thing that is done."""
    took, patience.taken = monotonic() - patience.taken, monotonic()
    way = "" if step.is_upgrade else " taken back"
    patience.tell(f"{step.up_revision_id}{way} in {took:.1f} s: {step.up_revision.doc}")


def index_beside(name: str, table: str, columns: list[Any], **options: Any) -> None:
    """An index made while others write. What is done before it in the same step is committed, so let a step do nothing else. A try that
    was cut off leaves an index nobody can use: it goes first."""
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = 0")  # it waits for who began before it, and nobody waits for it
        if op.get_bind().exec_driver_sql(_UNUSABLE, (name,)).scalar():
            op.drop_index(name, postgresql_concurrently=True)
        op.create_index(name, table, columns, postgresql_concurrently=True, if_not_exists=True, **options)
        op.execute("RESET lock_timeout")


_UNUSABLE = "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass($1) AND NOT indisvalid)"
