"""Jinja for another language: every template is compiled once more, with its texts exchanged."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from jinja2 import Environment, nodes
from markupsafe import Markup

from .catalogues import Catalogue, catalogue
from .moments import dated, exact, in_zone, span
from .shown import Signature
from .templates import Translation, signatures

PARTS = {"ui": ("ui.html", "ui/words.html", "ui/forms.html", "ui/lists.html", "ui/timeline.html", "ui/charts.html"), "time": ("cases/time/_parts.html",)}  # fmt: skip
"""What templates call the macros of other files by."""


class TranslatedEnvironment(Environment):
    language: str

    @classmethod
    def beside(cls, english: Environment, language: str) -> "TranslatedEnvironment":
        """It shares what `english` offers to templates, now and later."""
        env = cls(
            loader=english.loader, autoescape=True, undefined=english.undefined, trim_blocks=True, lstrip_blocks=True,
            auto_reload=english.auto_reload, cache_size=-1,
        )  # fmt: skip
        words = catalogue(language)
        env.language, env.context_class = language, english.context_class
        env.globals = english.globals
        env.filters = english.filters | {
            "said": partial(said, words),
            "told": Told,
            "as_options": partial(english.filters["as_options"], told=partial(said, words)),
            "exact": partial(exact, language=language),
            "in_zone": partial(in_zone, language=language),
            "span": partial(span, language=language),
        }
        env.words, env.macros = words, macros_of(english)
        return env

    words: Catalogue
    macros: Mapping[str, Signature]

    def dated(self, moment: date, form: str) -> str:
        return dated(moment, form, self.language)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        told = Translation(self.words.exactly, self.macros, is_parts=(name or "").startswith("ui")).of(tree)
        told.set_environment(self)
        return told


class Told(str):
    """In the reader's language already, and by chance perhaps a word of the other one too."""

    __slots__ = ()


def said(words: Catalogue, value: Any) -> Any:
    """A sentence of the program in the reader's language; anything else as it is."""
    if isinstance(value, str):
        return value if isinstance(value, (Markup, Told)) else Told(words.told(value))
    if isinstance(value, (list, tuple)):
        return [said(words, one) for one in value]
    return value


def macros_of(env: Environment) -> dict[str, Signature]:
    found: dict[str, Signature] = {}
    for alias, files in PARTS.items():
        for file in files:
            assert env.loader is not None
            tree = env.parse(env.loader.get_source(env, file)[0])
            names = [alias, file.rpartition("/")[2].removesuffix(".html")]
            found |= {f"{one}.{macro}": arguments for macro, arguments in signatures(tree).items() for one in names}
    return found
