"""What a text means: two texts about one thing are near each other though they share no word.

The model is all-MiniLM-L6-v2 in 23 MB, from a package of data alone; it runs on the processor in this process and fetches
nothing. Where it is not installed texts have no meaning, and whoever asks goes by words.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

from .kept import nearness, packed
from .model import meaning_of, ready_to_read

__all__ = ["meaning", "meaning_of", "meanings", "nearness", "ready_to_read"]
_readers = ThreadPoolExecutor(cpu_count() or 1, "meaning")
"""No more texts are read at a time than there are processors; the event loop goes on meanwhile."""


async def meaning(text: str) -> bytes | None:
    """Takes 10 to 40 ms the first time."""
    return await asyncio.get_running_loop().run_in_executor(_readers, meaning_of, text)


async def meanings(texts: Sequence[str]) -> bytes | None:
    """Those of all sections of one thing, in one value: 385 bytes for one, 384 more for each further."""
    return packed([one for text in texts if (one := await meaning(text))])
