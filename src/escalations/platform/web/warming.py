"""The first page in each language is as quick as the others: what it needs is made ready beside the start of the process."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from threading import Event
from time import perf_counter

from litestar import Litestar

from ..language.catalogues import languages
from ..language.scripts import script_words
from ..search import ready_to_read
from .templates import environment_of

COMMON = (
    "layout.html", "ui", "_", "desk/", "cases/", "people/sign_in",
    "known_issues/case/", "known_issues/similar/", "incidents/case/", "product_groups/escalations/", "rapid_response/cover/", "rapid_response/request/",
)  # fmt: skip
"""How the names of those begin that nearly everybody opens first, with what stands beside a case."""
REST = 12
"""Times as long as the one before took, it rests before the next: pages that are asked for meanwhile share the interpreter with it."""


def common_templates(language: str) -> Iterator[str]:
    return (name for name in environment_of(language).list_templates(["html"]) if name.startswith(COMMON))


def other_templates(language: str) -> Iterator[str]:
    return (name for name in environment_of(language).list_templates(["html"]) if not name.startswith(COMMON))


def warm(stopped: Event, rest: float = REST) -> None:
    """Reads the model of texts, by which known issues are found, and compiles all templates in every language, one after the other, the
    common ones first: five seconds of the processor and 15 MB."""
    if stopped.is_set():
        return
    ready_to_read()
    pause = 0.0
    for some in (common_templates, other_templates):
        for language in languages():
            script_words(language)
            for name in some(language):
                if stopped.wait(pause):
                    return
                began = perf_counter()
                environment_of(language).get_template(name)
                pause = rest * (perf_counter() - began)


async def _warmed(stopped: Event) -> None:
    """What was made ready lives for ever, so the collector need not look at it each time."""
    await asyncio.to_thread(warm, stopped)
    gc.freeze()


@asynccontextmanager
async def warmed_templates(_app: Litestar) -> AsyncIterator[None]:
    """In a thread of its own, so that nobody waits for it, the start and the end least of all."""
    stopped = Event()
    warming = asyncio.create_task(_warmed(stopped))
    try:
        yield
    finally:
        stopped.set()
        with suppress(asyncio.CancelledError):
            await warming
