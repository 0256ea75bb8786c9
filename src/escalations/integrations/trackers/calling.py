"""Asking a tracker something: only where it may lead, for so long, and so much."""

import asyncio
from typing import Any

import httpx
import msgspec

from ..feeds.fetching import Unfetchable, checked_address, read_at_most, refuse_address

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
            request = client.build_request(
                method, asked.copy_with(host=address), headers=usual | headers, json=json, extensions={"sni_hostname": asked.host}
            )  # fmt: skip
            answer = await client.send(request, stream=True)
            try:
                content = await _content(answer)
            finally:
                await answer.aclose()
    except Unfetchable as problem:
        raise TrackerFailed(str(problem)) from problem
    except TimeoutError as problem:
        raise TrackerFailed(f"It took longer than {LONGEST:.0f} seconds.") from problem
    except httpx.HTTPError as problem:
        raise TrackerFailed(f"It did not answer: {str(problem) or type(problem).__name__}.") from problem
    return _read(content)


async def _content(answer: httpx.Response) -> bytes:
    if not answer.is_success:
        raise TrackerFailed(f"It answered {answer.status_code} {answer.reason_phrase}.".replace(" .", "."))
    return await read_at_most(answer, LARGEST)


def _read(content: bytes) -> Any:
    try:
        return msgspec.json.decode(content) if content else None
    except msgspec.DecodeError as problem:
        raise TrackerFailed("Its answer is no JSON.") from problem
