"""One index for each kind and boundary, all made after `search/indexes.toml`."""

import asyncio
import tomllib
from functools import cache
from typing import Any

from ...resources import resource_dir
from ..words import stop_words, synonyms_by_name
from .transport import PATIENCE_FOR_TASKS, EngineDown, Meilisearch

SETTINGS_VERSION = "5"
"""Part of each name: an index of an older shape is never asked, and made anew."""
MOMENT = 0.02


def index_of(kind: str, boundary: str, version: str = SETTINGS_VERSION) -> str:
    return f"escalations{version}-{kind}-{boundary}"


def as_words(text: str) -> str:
    """Names with underscores as their words. Told to take the sign for a space, the engine makes its list of separators anew for
    each index that it is asked: 2 ms, where the search takes 0.3."""
    return text.replace("_", " ")


@cache
def index_settings() -> dict[str, Any]:
    told: dict[str, Any] = tomllib.loads((resource_dir("search") / "indexes.toml").read_text("utf-8"))
    return {**told["settings"], "synonyms": synonyms_by_name(), "stopWords": sorted(stop_words())}


async def ensure_index(server: Meilisearch, name: str) -> None:
    """Make it if it is not there: told of a document first, the engine would make one that has no settings."""
    if not await _is_there(server, name):
        await finished(server, await server.ask("POST", "/indexes", {"uid": name, "primaryKey": "id"}), may_exist=True)
        await finished(server, await server.ask("PATCH", f"/indexes/{name}/settings", index_settings()))


async def drop_index(server: Meilisearch, name: str) -> None:
    if await _is_there(server, name):
        await finished(server, await server.ask("DELETE", f"/indexes/{name}"), may_exist=True)


async def drop_older(server: Meilisearch, kind: str, boundary: str) -> None:
    """What earlier releases made for the same documents, which nobody asks any more."""
    for version in range(1, int(SETTINGS_VERSION)):
        await drop_index(server, index_of(kind, boundary, str(version)))


async def _is_there(server: Meilisearch, name: str) -> bool:
    """Asking takes a moment; a task, even one that fails, waits for all that were given before."""
    try:
        await server.ask("GET", f"/indexes/{name}")
    except EngineDown as problem:
        if "index_not_found" not in str(problem):
            raise
        return False
    return True


async def finished(server: Meilisearch, task: dict[str, Any], *, may_exist: bool = False) -> None:
    """Until the engine has done what it was told; raises EngineDown with its own words when it could not."""
    loop, pause = asyncio.get_running_loop(), MOMENT
    until = loop.time() + PATIENCE_FOR_TASKS
    while loop.time() < until:
        state = await server.ask("GET", f"/tasks/{task['taskUid']}")
        if state["status"] == "succeeded":
            return
        if state["status"] in ("failed", "canceled"):
            told = state.get("error") or {}
            if may_exist and told.get("code") in ("index_already_exists", "index_not_found"):
                return
            raise EngineDown(f"{told.get('code')}: {told.get('message')}")
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, 0.5)
    raise EngineDown("A task of the search engine takes longer than two minutes.")


async def counts(server: Meilisearch) -> dict[str, int]:
    """How many documents each index holds."""
    stats = await server.ask("GET", "/stats")
    return {name: int(told["numberOfDocuments"]) for name, told in stats["indexes"].items()}
