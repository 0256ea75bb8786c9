"""Asking a tracker something: only where it may lead, for so long, and so much."""

import asyncio
from typing import Any

import httpx
import msgspec

from ..feeds.fetching import Unfetchable, checked_address, refuse_address

TIMEOUT = httpx.Timeout(10.0)
LONGEST = 30.0
LARGEST = 4 * 1024 * 1024


class TrackerFailed(Exception):
    """Why it did not do what we asked, in words for the tracker's page. It is asked again later."""


async def call(
    method: str, url: str, *, headers: dict[str, str], json: Any = None, auth: tuple[str, str] | None = None
) -> Any:
    """The answer's JSON. The connection goes to the very address that was checked."""
    try:
        refuse_address(url)
        asked = httpx.URL(url)
        address = await checked_address(asked.host, asked.port or (443 if asked.scheme == "https" else 80))
        async with asyncio.timeout(LONGEST), httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, auth=auth) as client:
            usual = {"Host": asked.netloc.decode(), "Accept": "application/json", "User-Agent": "Escalations"}
            answer = await client.request(
                method, asked.copy_with(host=address), headers=usual | headers, json=json, extensions={"sni_hostname": asked.host}
            )  # fmt: skip
    except Unfetchable as problem:
        raise TrackerFailed(str(problem)) from problem
    except TimeoutError as problem:
        raise TrackerFailed(f"It took longer than {LONGEST:.0f} seconds.") from problem
    except httpx.HTTPError as problem:
        raise TrackerFailed(f"It did not answer: {str(problem) or type(problem).__name__}.") from problem
    return _read(answer)


def _read(answer: httpx.Response) -> Any:
    if not answer.is_success:
        raise TrackerFailed(f"It answered {answer.status_code} {answer.reason_phrase}.".replace(" .", "."))
    if len(answer.content) > LARGEST:
        raise TrackerFailed(f"It sent more than {LARGEST // 1024 // 1024} MiB.")
    try:
        return msgspec.json.decode(answer.content) if answer.content else None
    except msgspec.DecodeError as problem:
        raise TrackerFailed("Its answer is no JSON.") from problem
