"""The first page in each language is as quick as the others: what it needs is made ready beside the start of the process."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from threading import Event

from litestar import Litestar

from ..language.catalogues import languages
from ..language.scripts import script_words
from .templates import environment_of

COMMON = ("layout.html", "ui", "_", "desk/", "cases/", "people/sign_in")
"""How the names of those begin that nearly everybody opens first."""
PAUSE = 0.02
"""Seconds between two, in which pages that are asked for meanwhile are made."""


def common_templates(language: str) -> Iterator[str]:
    return (name for name in environment_of(language).list_templates(["html"]) if name.startswith(COMMON))


def warm(stopped: Event) -> None:
    """Compiles the common templates in every language, one after the other."""
    for language in languages():
        script_words(language)
        for name in common_templates(language):
            if stopped.is_set():
                return
            environment_of(language).get_template(name)
            time.sleep(PAUSE)


@asynccontextmanager
async def warmed_templates(_app: Litestar) -> AsyncIterator[None]:
    """In a thread of its own, so that nobody waits for it, the start and the end least of all."""
    stopped = Event()
    warming = asyncio.create_task(asyncio.to_thread(warm, stopped))
    try:
        yield
    finally:
        stopped.set()
        with suppress(asyncio.CancelledError):
            await warming
