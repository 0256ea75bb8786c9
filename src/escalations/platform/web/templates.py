"""The Jinja environment: strict, escaping, rendered synchronously."""

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..resources import resource_dir
from ..settings import settings
from ..text import to_html
from ..time import exact, relative, spell


@cache
def environment() -> Environment:
    production = settings().is_production
    env = Environment(
        loader=FileSystemLoader(resource_dir("templates")), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=not production, cache_size=-1,
    )  # fmt: skip
    env.filters.update(html=to_html, relative=relative, exact=exact, spell=spell)
    env.globals["asset"] = asset
    return env


@cache
def asset(path: str) -> str:
    """The URL of a static file, with its content in the query so that browsers may keep it for ever."""
    file = resource_dir("static") / path
    version = sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "missing"
    return f"/static/{path}?v={version}"


def offer(**names: Callable[..., Any] | Mapping[str, Any]) -> None:
    """Give templates a function or table of an upper room (labels of severities, the rail)."""
    environment().globals.update(names)


def render(template: str, **context: Any) -> str:
    return environment().get_template(template).render(**context)
