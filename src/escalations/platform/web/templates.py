"""The Jinja environment: strict, escaping, rendered synchronously."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import cache, partial
from hashlib import sha256
from secrets import token_hex
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..language.catalogues import ENGLISH, languages
from ..language.environments import TranslatedEnvironment
from ..language.scripts import script_words
from ..resources import resource_dir
from ..settings import settings
from ..text import to_html
from ..time import exact, in_zone, relative, span, spell
from .calling import Calling
from .choosing import as_options

PARTS = "ui.html"
_here: ContextVar[dict[str, Any]] = ContextVar("here")
"""Of the answer that is being made."""


def in_minutes(count: int) -> str:
    return spell(timedelta(minutes=count))


@cache
def environment() -> Environment:
    being_written = settings().env == "development"
    env = Environment(
        loader=FileSystemLoader(resource_dir("templates")), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=being_written, cache_size=-1,
    )  # fmt: skip
    env.context_class = Calling
    env.filters.update(
        html=to_html, relative=relative, exact=exact, in_zone=in_zone, span=span, spell=spell, minutes=in_minutes,
        as_options=as_options,
    )  # fmt: skip
    env.globals |= {"asset": asset, "languages": languages(), "token": partial(token_hex, 4), "here": _here.get}
    return env


@cache
def environment_of(language: str) -> Environment:
    return environment() if language == ENGLISH else TranslatedEnvironment.beside(environment(), language)


@cache
def static_root() -> str:
    """A path that changes with any static file, so that browsers keep all of them for ever, imported ones included."""
    folder, seen = resource_dir("static"), sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        seen.update(str(file.relative_to(folder)).encode())
        seen.update(file.read_bytes())
    return f"/static/{seen.hexdigest()[:12]}"


def asset(path: str) -> str:
    return f"{static_root()}/{path}"


def offer(**names: Callable[..., Any] | Mapping[str, Any]) -> None:
    """Give templates a function or table of an upper room (labels of severities, the rail)."""
    environment().globals.update(names)


def render(template: str, *, language: str = ENGLISH, **context: Any) -> str:
    """Every template has the parts of all pages as `ui`, made once for all answers. What of an answer they need they ask `here` for."""
    env = environment_of(language)
    context |= {"language": language, "script_words": script_words(language)}
    parts = env.get_template(PARTS)
    with answering(context):
        return env.get_template(template).render(context, ui=parts.make_module() if env.auto_reload else parts.module)


@contextmanager
def answering(context: dict[str, Any]) -> Iterator[None]:
    """What the parts of all pages are told when they ask `here`."""
    answer = _here.set(context)
    try:
        yield
    finally:
        _here.reset(answer)
