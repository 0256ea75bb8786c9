"""What a person sees when something was refused or broke: what happened, what to do, what they typed."""

from typing import Any

import structlog
from litestar import MediaType, Request
from litestar.exceptions import HTTPException, InternalServerException, PermissionDeniedException, ValidationException
from litestar.response import Response
from litestar.types import Empty
from litestar.utils.scope.state import ScopeState
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from ..errors import NotAllowed, NotFound, Refused, Stale, TooLarge, TooMany, Unusable
from ..events import request_id
from ..outages import noted, said_of
from .pages import page

log = structlog.get_logger()
AnyRequest = Request[Any, Any, Any]
_STATUS: dict[type[Exception], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Refused: 409,
    Stale: 409,
    StaleDataError: 409,
    TooLarge: 413,
    TooMany: 429,
    Unusable: 422,
}
_TOLD = (NotFound, NotAllowed, Refused, Stale, TooLarge, TooMany, Unusable)
_DEFAULT = {
    403: "Your role does not allow this.",
    404: "There is nothing at this address, or it is not yours to see.",
    405: "This address only takes what a form sends. Go back to the page with the form.",
    409: "This contradicts what somebody did meanwhile. Load the page again to see it.",
    413: "That is more than is taken at once: files of up to 10 MB, one at a time. Nothing was kept of it.",
    500: "Something broke on our side. Nothing was saved. Try again; if it stays, give the id below to your administrator.",
}


def answer_problem(request: AnyRequest, problem: Exception) -> Response[Any]:
    """The one exception handler: pages for people, `{"error", "detail"}` for programs."""
    problem = _really(problem)
    status = status_of(problem)
    message = words_of(problem, status)
    _write_down(request, problem, status)
    if request.url.path.startswith("/api/"):
        told: dict[str, Any] = {"error": type(problem).__name__, "detail": message, "request_id": request_id.get()}
        if isinstance(problem, ValidationException):
            told["fields"] = _fields(problem)
        return Response(told, status_code=status, media_type=MediaType.JSON, headers=_headers(status))
    answer = page(
        request,
        _page_of(problem, status),
        status=status,
        message=message,
        request_id=request_id.get(),
        typed=_typed(request),
    )
    answer.headers |= _headers(status)
    return answer


def _write_down(request: AnyRequest, problem: Exception, status: int) -> None:
    """What ails the database is said in words: where in the code it was met tells nobody what to do."""
    outage = noted(problem)
    about = {"route": request.scope.get("path_template"), "status": status}
    if outage is not None and status >= 500:
        log.error("request failed", **about, reason=outage.reason, why=outage.said, error=problem)
    elif status >= 500:
        log.error("request failed", **about, exc_info=problem)


def _really(problem: Exception) -> Exception:
    """A wrong field of a body is taken by the framework for a fault of ours where it is named like a dependency, such as `person`."""
    errors: list[dict[str, Any]] = getattr(problem.__cause__, "errors", [])
    if not isinstance(problem, InternalServerException) or not errors:
        return problem
    fields = [{"key": ".".join(map(str, one["loc"])).removeprefix("data."), "message": one["msg"]} for one in errors]
    return ValidationException(detail="The body of the request does not fit.", extra=fields)


def _headers(status: int) -> dict[str, str]:
    return {"Retry-After": "10"} if status == 503 else {}


def _fields(problem: ValidationException) -> list[dict[str, str]]:
    extra = problem.extra if isinstance(problem.extra, list) else []
    return [
        {"field": str(one.get("key", "")), "problem": str(one.get("message", ""))}
        for one in extra
        if isinstance(one, dict)
    ]


_PAGES = {403, 404, 409, 413, 422, 429, 500, 503}
OLD_PAGE = "This page is older than your sign-in, so what it sent was not taken. Load it again and send it once more."


def _page_of(problem: Exception, status: int) -> str:
    if _is_old_page(problem):
        return "errors/old_page.html"
    if status in _PAGES or status >= 500:
        return f"errors/{status if status in _PAGES else 500}.html"
    return "errors/404.html" if status == 405 else "errors/422.html"


def _is_old_page(problem: Exception) -> bool:
    """Its token belongs to a cookie that the browser has no more."""
    return isinstance(problem, PermissionDeniedException) and str(problem.detail).startswith("CSRF")


def status_of(problem: Exception) -> int:
    if isinstance(problem, HTTPException):
        return problem.status_code
    if isinstance(problem, IntegrityError):
        return 409
    if outage := said_of(problem):
        return outage.status
    return next((status for kind, status in _STATUS.items() if isinstance(problem, kind)), 500)


def words_of(problem: Exception, status: int) -> str:
    if isinstance(problem, _TOLD) and str(problem):
        return str(problem)
    if outage := said_of(problem):
        return outage.said
    if _is_old_page(problem):
        return OLD_PAGE
    if isinstance(problem, HTTPException) and status < 500 and status not in (404, 405, 413):
        return str(problem.detail)
    return _DEFAULT.get(status, _DEFAULT[500])


def _typed(request: AnyRequest) -> dict[str, str]:
    """What the handler had read of the form, so that nothing typed is lost with a refusal. Secrets are not repeated."""
    form = ScopeState.from_scope(request.scope).form
    if form is Empty:
        return {}
    hidden = {"_csrf_token", "password", "version"}
    return {name: value for name, value in form.items() if isinstance(value, str) and value and name not in hidden}
