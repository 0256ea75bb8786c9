"""What the description of the API says of each operation besides its own answer: how it refuses."""

from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel


class FieldProblem(BaseModel):
    field: str
    problem: str


class Problem(BaseModel):
    """`detail` says what to do, `request_id` finds the line in the log. `fields` are those that do not fit, or gaps by name."""

    error: str
    detail: str
    request_id: str | None = None
    fields: list[FieldProblem] | dict[str, str] | None = None


class Said(BaseModel):
    said: str


_SAID = {
    400: "Something in the body or the address is not of its kind.",
    401: "There is no token, or one that does not count.",
    403: "The role of the token's person does not allow this.",
    404: "It is not there, or not theirs to see.",
    409: "It contradicts how things stand, or what somebody did meanwhile.",
    422: "It is understood and cannot be taken.",
}
_REFUSALS = {status: ResponseSpec(Problem, generate_examples=False, description=said) for status, said in _SAID.items()}
_TURNED_AWAY = {
    401: ResponseSpec(Said, generate_examples=False, description="The signature or the secret does not count."),
    404: ResponseSpec(Said, generate_examples=False, description="There is no such sender, or it is switched off."),
}


def described(handlers: list[ControllerRouterHandler]) -> list[ControllerRouterHandler]:
    """The description is of the API: pages and their forms are for people."""
    for handler in handlers:
        if not isinstance(handler, HTTPRouteHandler):
            continue
        if all(path.startswith("/api/") for path in handler.paths):
            handler.responses = {**_REFUSALS, **(handler.responses or {})}
        elif all(path.startswith("/inbound/") for path in handler.paths):
            handler.responses = _TURNED_AWAY
        else:
            handler.include_in_schema = False
    return handlers
