"""One line of JSON for each thing worth knowing, on standard error, with the number of the request and no word of a customer.

What an exception says may quote a row or a form ("Key (name)=(Contoso) already exists"): its kind, its code and where it happened
are logged, its message only where it comes from the network or the machine.
"""

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from types import TracebackType
from typing import Any, TextIO, cast

import structlog
from sqlalchemy.exc import DBAPIError

from .metrics import LOST_LINES

Line = MutableMapping[str, Any]
FRAMES = 12


def set_up_logs(level: str) -> None:
    """`level` is debug, info, warning or error."""
    number = logging.getLevelName(level.upper())
    ours: list[Any] = [
        structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    ]  # fmt: skip
    structlog.configure(
        processors=[*ours, structlog.processors.JSONRenderer()], wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, _Stderr())), cache_logger_on_first_use=False,
    )  # fmt: skip
    handler = logging.StreamHandler(_Stderr())
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_name_of_logger, *ours], processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
    ))  # fmt: skip
    logging.basicConfig(level=number, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "opentelemetry"):
        logging.getLogger(chatty).setLevel(max(number, logging.WARNING))


class _Stderr:
    """Whatever standard error is at that moment. What it does not take is counted: a log without room, or that nobody reads any more,
    must stop no work."""

    def write(self, text: str) -> int:
        try:
            return sys.stderr.write(text)
        except (OSError, ValueError):
            LOST_LINES.inc()
            return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()


def _name_of_logger(_logger: object, _method: str, line: Line) -> Line:
    """Of a library's words the first line: others quote what somebody's task came to."""
    record = line["_record"]
    return {**line, "event": str(line["event"]).partition("\n")[0], "logger": record.name, "exc_info": record.exc_info}


def without_words(_logger: object, _method: str, line: Line) -> Mapping[str, Any]:
    """Exceptions become what may be told of them."""
    told = {
        name: told_of(value) if isinstance(value, BaseException) else value
        for name, value in line.items()
        if name != "exc_info"
    }
    problem = line.get("exc_info")
    if problem is True:
        problem = sys.exc_info()[1]
    if isinstance(problem, tuple):
        problem = problem[1]
    if isinstance(problem, BaseException):
        told |= {"error": told_of(problem), "where": where(problem.__traceback__)}
    return told


def told_of(problem: BaseException) -> str:
    if isinstance(problem, DBAPIError):
        code = getattr(problem.orig, "sqlstate", None)
        return f"{type(problem).__name__} {code}" if code else type(problem).__name__
    code = getattr(problem, "sqlstate", None)
    if isinstance(problem, (OSError, TimeoutError)):
        return f"{type(problem).__name__}: {problem}"
    return f"{type(problem).__name__} {code}" if code else type(problem).__name__


def where(frames: TracebackType | None) -> list[str]:
    """The innermost frames, without the values in them."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(frames)[-FRAMES:]]
