"""The four answers a handler gives: a page, a form to mend, a conflict, or what changed."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from litestar import MediaType, Request
from litestar.response import Response
from litestar.utils.scope.state import ScopeState

from ..language.reading import reading, say
from ..settings import settings
from ..time import now
from .forms import Form
from .rail import rail
from .telling import tell, told, was_told
from .templates import render

AnyRequest = Request[Any, Any, Any]


def page(request: AnyRequest, template: str, *, status: int = 200, **context: Any) -> Response[str]:
    text = "" if is_htmx(request) else told(request)
    around = _surroundings(request)
    frame = {"flash": text, "rail": rail(around["person"], around["path"])}
    html = render(template, **(around | frame | context))
    response = Response(
        html,
        status_code=status,
        media_type=MediaType.HTML,
        headers={"Vary": "HX-Request, HX-Request-Type", "Cache-Control": "no-store"},
    )
    return was_told(response, request) if text else response


def invalid(request: AnyRequest, template: str, form: Form[Any], **context: Any) -> Response[str]:
    """422: the same form with its errors and everything that was typed."""
    return _mend(request, template, 422, form, context)


def conflict(
    request: AnyRequest, template: str, form: Form[Any], *, theirs: Any = None, **context: Any
) -> Response[str]:
    """409: the same form with what was typed beside what was saved meanwhile, or with what was refused for another reason."""
    form.theirs = theirs
    if not form.errors:
        form.refuse(
            "", "Somebody saved this while you were editing. Both versions are shown; save again to keep yours."
        )
    return _mend(request, template, 409, form, context)


def _mend(request: AnyRequest, template: str, status: int, form: Form[Any], context: dict[str, Any]) -> Response[str]:
    """A part goes back as it is to htmx, and in the frame of a page to a browser without JavaScript."""
    is_part = template.rpartition("/")[2].startswith("_")
    if is_part and not is_htmx(request):
        return page(request, "mending.html", status=status, form=form, part=template, **context)
    return page(request, template, status=status, form=form, **context)


def changed(
    request: AnyRequest, template: str, *, page: str, toast: str | None = None, **context: Any
) -> Response[str]:
    """After a verb: the parts that changed for htmx, otherwise a redirect to the page on which they stand."""
    if not is_htmx(request):
        return went(request, page, toast=toast)
    around = _surroundings(request)
    html = render(template, **(around | context))
    headers = {"HX-Trigger": json.dumps({"toast": {"text": say(toast, around["language"])}})} if toast else {}
    return Response(html, status_code=200, media_type=MediaType.HTML, headers=headers)


def went(request: AnyRequest, url: str, *, toast: str | None = None) -> Response[str]:
    """After a verb whose result is another page, which says what happened."""
    if is_htmx(request):
        response = Response("", status_code=200, headers={"HX-Redirect": url}, media_type=MediaType.HTML)
    else:
        response = Response("", status_code=303, headers={"Location": url}, media_type=MediaType.HTML)
    return tell(response, url, say(toast, language_of(request))) if toast else response


def is_htmx(request: AnyRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def language_of(request: AnyRequest) -> str:
    return reading(request.scope.get("state", {}).get("person"), request.headers.get("accept-language", ""))


def _surroundings(request: AnyRequest) -> dict[str, Any]:
    state = request.scope.get("state", {})
    person = state.get("person")
    return {
        "as_of": state.get("as_of"),
        "person": person,
        "csrf_token": ScopeState.from_scope(request.scope).csrf_token or request.cookies.get("csrftoken", ""),
        "path": request.url.path,
        "url": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "language": language_of(request),
        "zone": ZoneInfo(person.time_zone) if person else ZoneInfo("UTC"),
        "now": now(),
        "form": None,
        "demo": settings().is_demo or settings().env == "test",
        "topics": [],
    }
