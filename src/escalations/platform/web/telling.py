"""What a verb did is said by the page that follows it. Only that page is sent the words, and only once."""

from typing import Any
from urllib.parse import quote, unquote, urlsplit

from litestar import Request
from litestar.datastructures import Cookie
from litestar.response import Response

from ..settings import settings

TOLD = "told"
LONGEST = 400
"""Characters, as a cookie must stay small."""
WAITS = 60
"""Seconds until words whose page was never opened are dropped."""


def tell(response: Response[str], url: str, text: str) -> Response[str]:
    response.cookies.append(_cookie(urlsplit(url).path, quote(text[:LONGEST]), WAITS))
    return response


def told(request: Request[Any, Any, Any]) -> str:
    return unquote(request.cookies.get(TOLD, ""))[:LONGEST]


def was_told(response: Response[str], request: Request[Any, Any, Any]) -> Response[str]:
    response.cookies.append(_cookie(request.url.path, "", 0))
    return response


def _cookie(path: str, value: str, seconds: int) -> Cookie:
    secure = settings().public_url.startswith("https:")
    return Cookie(TOLD, value=value, path=path, httponly=True, samesite="lax", secure=secure, max_age=seconds)
