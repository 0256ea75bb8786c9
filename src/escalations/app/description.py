"""The description of the JSON API as a program reads it: what each operation does, its name, the token it takes, how it refuses."""

from inspect import getdoc

from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel

from .. import __version__


class FieldProblem(BaseModel):
    field: str
    problem: str


class Problem(BaseModel):
    """How every request is refused. `detail` says in words what to do; `fields`, of a body that does not fit, which ones."""

    error: str
    detail: str
    request_id: str
    fields: list[FieldProblem] | None = None


class Said(BaseModel):
    """What a sender is told."""

    said: str


TOKEN = "token"


def refusal(words: str, told: type[BaseModel] = Problem) -> ResponseSpec:
    return ResponseSpec(told, generate_examples=False, description=words)


_ALWAYS = {
    400: refusal("The request is not as described here."),
    401: refusal("No valid token."),
    403: refusal("The person's role does not do this."),
    404: refusal("It does not exist, or is not the person's to see."),
    429: refusal("Too many for now: wait."),
    503: refusal("The database cannot be used now. Nothing was saved; the same request may be sent again."),
}
_OF_VERBS = {
    409: refusal("It contradicts the state of the thing, or somebody changed it since it was read."),
    413: refusal("More than is taken at once."),
    422: refusal("Something that it needs is missing."),
}
_OF_DELIVERIES = {
    401: refusal("The signature or the secret does not count.", Said),
    404: refusal("There is no such sender, or it is switched off.", Said),
}


def api_description() -> OpenAPIConfig:
    token = SecurityScheme(type="http", scheme="bearer", description="A person's API token.")
    return OpenAPIConfig(
        title="Escalations",
        version=__version__,
        description="The verbs of the pages, for programs. Times are UTC; what the token's person may not see does not exist.",
        path="/api/openapi",
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        components=Components(security_schemes={TOKEN: token}),
    )


def described(handlers: list[ControllerRouterHandler]) -> list[ControllerRouterHandler]:
    """Pages and their forms are for people and stand in no description. Deliveries of feeds carry keys of their own."""
    for handler in handlers:
        if not isinstance(handler, HTTPRouteHandler):
            continue
        handler.include_in_schema = all(path.startswith(("/api/", "/inbound/")) for path in handler.paths)
        if all(path.startswith("/api/") for path in handler.paths):
            _describe(handler)
        elif handler.include_in_schema:
            handler.responses = _OF_DELIVERIES
    return handlers


def _describe(handler: HTTPRouteHandler) -> None:
    name = handler.fn.__name__.removeprefix("api_")
    room = handler.fn.__module__.split(".")[1]
    handler.operation_id = f"{room}_{name}"
    handler.summary = name.removeprefix("post_").removeprefix("create_").replace("_", " ").capitalize()
    handler.description = getdoc(handler.fn)
    handler.tags = [_words(min(handler.paths).split("/")[2])]
    handler.security = [{TOKEN: []}]
    is_verb = handler.http_methods != {"GET"}
    handler.responses = _ALWAYS | (_OF_VERBS if is_verb else {}) | dict(handler.responses or {})


def _words(segment: str) -> str:
    return segment.replace("-", " ").capitalize()
