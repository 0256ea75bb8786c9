"""How much work something is, by what no clock and no other load changes; how long it takes stands in bench/."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from sqlalchemy import event

from escalations.platform.db import engine


def calls_of(work: Callable[[], object]) -> int:
    """Functions that are called meanwhile, those of C included."""
    calls = 0

    def note(_frame: FrameType, what: str, _argument: object) -> None:
        nonlocal calls
        calls += what in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    told: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        told.append(statement)

    event.listen(engine().sync_engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(engine().sync_engine, "before_cursor_execute", note)


@contextmanager
def ends(seconds: int = 60) -> Iterator[None]:
    """For texts that would keep a careless reader busy for hours: a machine under any load is done in a small part of the time."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"it still goes on after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
