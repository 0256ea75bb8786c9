"""The web shell: forms in, pages out, and what every response carries."""

from litestar import Request as _Request
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from ..db import Session
from .forms import Form, read_form
from .open import is_open, open_to_everyone
from .pages import changed, conflict, invalid, page

Request = _Request[object, object, State]
HtmlResponse = Response[str]
Db = NamedDependency[Session]
"""The request's one transaction."""
Ref = FromPath[str]

__all__ = [
    "Db",
    "Form",
    "HtmlResponse",
    "Ref",
    "Request",
    "Response",
    "changed",
    "conflict",
    "invalid",
    "is_open",
    "open_to_everyone",
    "page",
    "read_form",
]
