"""What a text means: two texts about one thing are near each other though they share no word.

The model is all-MiniLM-L6-v2 in 23 MB, from a package of data alone; it runs on the processor in this process and fetches
nothing. Where it is not installed texts have no meaning, and whoever asks goes by words.
"""

import asyncio

from .model import meaning_of, nearness

__all__ = ["meaning", "meaning_of", "nearness"]


async def meaning(text: str) -> bytes | None:
    """Takes 10 to 40 ms the first time; the event loop goes on meanwhile."""
    return await asyncio.to_thread(meaning_of, text)
