"""Work that is done while the database looks something up."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def meanwhile(asking: Coroutine[Any, Any, T], work: Callable[[], R]) -> tuple[T, R]:
    """What is asked first goes out before the work begins, which must not ask anything itself."""
    asked = asyncio.create_task(asking)
    try:
        await asyncio.sleep(0)
        done = work()
    except BaseException:
        await asyncio.gather(asked, return_exceptions=True)
        raise
    return await asked, done
