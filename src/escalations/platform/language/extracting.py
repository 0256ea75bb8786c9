"""Every text of the interface, with where it stands: from templates, sentences in code, and scripts."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, FileSystemLoader

from ..resources import resource_dir
from .catalogues import FOLDER
from .environments import macros_of
from .scripts import said_by
from .sentences import event_names, sentences
from .templates import Translation

TO_PROGRAMS = (
    "cli/", "catalog/", "platform/", "app/metrics", "app/openapi", "integrations/feeds/dialects/", "cases/quoting/", "routing/learning/",
    "known_issues/similar/", "cases/history/", "routing/rule_checks", "clocks/calendar_files", "clocks/policies", "schedule", "worker",
)  # fmt: skip
"""Code that speaks to files, logs and other programs."""
TO_READERS = ("platform/errors", "platform/outages", "platform/time", "platform/web/")


def texts() -> dict[str, list[str]]:
    """By text, the files in which it stands, relative to their folders, in the order of a walk through them."""
    found: dict[str, list[str]] = {}
    for text, file in [*_of_templates(), *_of_code(), *_of_scripts()]:
        places = found.setdefault(text, [])
        if file not in places:
            places.append(file)
    return found


def _of_templates() -> Iterator[tuple[str, str]]:
    folder = resource_dir("templates")
    env = Environment(loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    macros = macros_of(env)
    for path in sorted(folder.rglob("*.html")):
        file, said = str(path.relative_to(folder)), list[str]()

        def hear(text: str, said: list[str] = said) -> str:
            said.append(text)
            return text

        Translation(hear, macros, is_parts=file.startswith("ui")).of(env.parse(path.read_text()))
        yield from ((text, file) for text in said)


def _of_code() -> Iterator[tuple[str, str]]:
    folder = Path(__file__).parents[2]
    for path in sorted(folder.rglob("*.py")):
        file = str(path.relative_to(folder))
        if (not file.startswith(TO_PROGRAMS) or file.startswith(TO_READERS)) and "/api" not in file:
            named = event_names(path.read_text()) if "/events" in file else ()
            yield from ((text, file) for text in [*named, *sentences(path.read_text())])


def _of_scripts() -> Iterator[tuple[str, str]]:
    folder = resource_dir("static") / "js"
    for path in sorted(folder.glob("*.js")):
        yield from ((text, f"js/{path.name}") for text in said_by(path.read_text()))


def read(language: str) -> Catalog:
    path = resource_dir(FOLDER) / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, told: dict[str, str]) -> None:
    """The catalogue anew: texts that are gone leave it, those without a translation stand there empty."""
    catalog = Catalog(locale=language, project="Escalations", version="", fuzzy=False, charset="utf-8")
    for text, files in texts().items():
        catalog.add(text, told.get(text, ""), locations=[(file, 0) for file in files[:3]])
    with (resource_dir(FOLDER) / f"{language}.po").open("wb") as file:
        write_po(file, catalog, width=0, omit_header=False, include_lineno=False, sort_output=False)
