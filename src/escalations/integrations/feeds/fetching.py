"""Asking a vendor's address for news: only where it may lead, for so long, and so much."""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from ...platform.settings import settings

TIMEOUT = httpx.Timeout(10.0)
LONGEST = 60.0
LARGEST = 8 * 1024 * 1024


class Unfetchable(Exception):
    """Why there is no answer, in words for the feed's page."""


@dataclass(frozen=True)
class Fetched:
    """`body` is None when nothing changed since `etag` and `last_modified`."""

    body: bytes | None
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""


def refuse_address(url: str) -> None:
    """What can be said of an address before it is looked up."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise Unfetchable(f"That is no address: {problem}.") from problem
    trusted = (parts.hostname or "") in settings().feed_hosts
    if not parts.hostname or (parts.scheme != "https" and not (trusted and parts.scheme == "http")):
        raise Unfetchable("Write an address that begins with https://.")
    if parts.username or parts.password:
        raise Unfetchable("An address with a user name in it is not asked.")
    try:
        httpx.URL(url)
    except httpx.InvalidURL as problem:
        raise Unfetchable(f"That is no address: {problem}.") from problem
    if not trusted and port not in (None, 443):
        raise Unfetchable("Only port 443 is asked; for another, name the host in ESCALATIONS_FEED_HOSTS.")


async def fetch(url: str, *, etag: str = "", last_modified: str = "", accept: str = "application/json") -> Fetched:
    """The connection goes to the very address that was checked, so that a name cannot change its mind in between."""
    refuse_address(url)
    asked = httpx.URL(url)
    address = await checked_address(asked.host, asked.port or (443 if asked.scheme == "https" else 80))
    headers = {"Host": asked.netloc.decode(), "Accept": accept, "User-Agent": "Escalations"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    try:
        async with asyncio.timeout(LONGEST), httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
            request = client.build_request(
                "GET", asked.copy_with(host=address), headers=headers, extensions={"sni_hostname": asked.host}
            )
            answer = await client.send(request, stream=True)
            try:
                return await _read(answer)
            finally:
                await answer.aclose()
    except TimeoutError as problem:
        raise Unfetchable(f"It took longer than {LONGEST:.0f} seconds.") from problem
    except httpx.HTTPError as problem:
        raise Unfetchable(f"It did not answer: {str(problem) or type(problem).__name__}.") from problem


async def checked_address(host: str, port: int) -> str:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise Unfetchable(f"{host} cannot be found: {problem}.") from problem
    addresses = [str(entry[4][0]) for entry in found]
    if not all(map(_is_outside, addresses)) and host not in settings().feed_hosts:
        raise Unfetchable(f"{host} leads into a private network. If that is meant, name it in ESCALATIONS_FEED_HOSTS.")
    return addresses[0]


_CARRIERS = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/32", "2002::/16", "2001::/32", "::/96", "fec0::/10", "192.0.0.0/24"))
)
"""Networks in which another address may be wrapped, or that have gone out of use: a gateway would lead on to anywhere."""


def _is_outside(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return (
        address.is_global
        and not address.is_multicast
        and not any(address in network for network in _CARRIERS if network.version == address.version)
    )


async def read_at_most(answer: httpx.Response, largest: int) -> bytes:
    """Unpacked piece by piece: a small answer may unpack to a giant."""
    body = bytearray()
    async for part in answer.aiter_bytes():
        body += part
        if len(body) > largest:
            raise Unfetchable(f"It sent more than {largest // 1024 // 1024} MiB.")
    return bytes(body)


async def _read(answer: httpx.Response) -> Fetched:
    if answer.status_code == 304:
        return Fetched(None)
    if answer.status_code != 200:
        raise Unfetchable(f"It answered {answer.status_code} {answer.reason_phrase}.".replace(" .", "."))
    body = await read_at_most(answer, LARGEST)
    told = answer.headers
    return Fetched(body, told.get("etag", ""), told.get("last-modified", ""), told.get("content-type", ""))
