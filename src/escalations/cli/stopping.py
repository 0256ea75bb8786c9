"""How a command ends when it is told to stop: in order, so that what it started itself does not outlive it."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

Handler = Callable[[int, FrameType | None], None]
SIGNS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, a supervisor, and a terminal that was closed."""


def heeded() -> list[signal.Signals]:
    """All but a closed terminal where whoever started it keeps that away from it, as `nohup` does."""
    return [sign for sign in SIGNS if sign != signal.SIGHUP or signal.getsignal(sign) is not signal.SIG_IGN]


@contextmanager
def in_order() -> Iterator[None]:
    """Leaves as Ctrl-C does, by an exception: embedded servers stop, folders for a moment go."""
    with _answered(_leave, [sign for sign in heeded() if sign != signal.SIGINT]):
        yield


@contextmanager
def at_once(said: str) -> Iterator[None]:
    """For what is whole or not at all, and works in a thread that nobody can interrupt."""

    def end(number: int, _frame: FrameType | None) -> None:
        click.echo(f"\n{said}", err=True)
        os._exit(128 + number)

    with _answered(end, heeded()):
        yield


@contextmanager
def _answered(handler: Handler, signs: list[signal.Signals]) -> Iterator[None]:
    """Outside of the main thread nothing can be heard."""
    before = {sign: signal.signal(sign, handler) for sign in signs} if _is_main() else {}
    try:
        yield
    finally:
        for sign, handled in before.items():
            signal.signal(sign, handled)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
