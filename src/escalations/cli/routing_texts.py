"""`escalations routing classify`: families and products of texts, with the words that told."""

import json
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console

from ..catalog.loading import catalogue
from ..catalog.models import Catalogue
from ..routing.learning.model import TextModel, chances_of
from ..routing.learning.model_files import ModelError, load_model, shipped_path
from ..routing.reading import Reading, read_text
from .text_rows import Asked, asked_rows
from .whole_files import whole_file

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DIGITS = 4
SHARPNESS = 10_000


@click.command("classify")
@click.option(
    "--model", "model_path", type=FILE, help="A model made by `escalations routing train`. Default: the one that ships."
)
@click.option("--input", "source", type=FILE, required=True, help="Texts to read (JSON lines).")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="What they are about (JSON lines)."
)
@click.option("--json", "as_json", is_flag=True, help="The outcome as one JSON object, for scripts.")
def classify_command(model_path: Path | None, source: Path, output: Path, as_json: bool) -> None:
    """Say for each text which families and products it could be about, how likely, and because of which words.

    \b
    A line of the input, and what is answered in the same order:
      {"id": 7, "title": "...", "description": "...", "error_codes": ["..."]}
      {"id": 7, "families": [{"family": "storage", "score": 0.93}, ...], "products": ["azcopy"],
       "confidence": 0.93, "sure": true, "evidence": [{"text": "SAS", "weight": 2.1}, ...]}
    `summary` may stand for `description`; anything else is ignored. Scores are chances; what is not sure should be asked.

    Works from files alone. Exit code 0: done, 1: the model or a line is bad (each is named, nothing is written), 2: it was asked wrongly.
    """
    if not output.resolve().parent.is_dir():
        raise click.UsageError(f"There is no folder {output.parent}. Make it first.")
    if output.exists() and output.samefile(source):
        raise click.UsageError("--output would overwrite what is read. Name another file.")
    try:
        model = load_model(model_path or shipped_path())
    except ModelError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    rows = asked_rows(source)
    with whole_file(output) as file:
        sure = _classify(rows, model, file)
    _tell(rows, sure, output, as_json)


def _classify(rows: Iterable[Asked], model: TextModel, file: TextIO) -> Counter[str]:
    known, found = catalogue(), Counter[str]()
    for row in rows:
        reading = read_text(row.title, row.description, row.error_codes, (), known, model)
        file.write(json.dumps(answer(row, reading, model, known), ensure_ascii=False) + "\n")
        found["sure" if reading.sure else "not sure"] += 1
    return found


def answer(row: Asked, reading: Reading, model: TextModel, known: Catalogue) -> dict[str, Any]:
    families = [(one.key, one.chance) for one in reading.families] or _unheard(model, known)
    evidence = reading.evidence_for(reading.family) if reading.family else []
    return {
        "id": row.id,
        "families": [{"family": family, "score": _down(chance)} for family, chance in families],
        "products": [product.key for product in reading.products],
        "confidence": _down(families[0][1]),
        "sure": reading.sure,
        "evidence": [{"text": words, "weight": round(weight, DIGITS)} for words, weight, _ in evidence],
    }


def _unheard(model: TextModel, known: Catalogue) -> list[tuple[str, float]]:
    """No word is known: what is left is how often each family comes."""
    chances = zip(model.families, chances_of(model.base), strict=True)
    return sorted(((family, chance) for family, chance in chances if family in known.families), key=lambda one: -one[1])


def _down(chance: float) -> float:
    """Rounded so that the chances of all never add up to more than 1."""
    return math.floor(chance * SHARPNESS) / SHARPNESS


def _tell(rows: list[Asked], found: Counter[str], output: Path, as_json: bool) -> None:
    told = {"rows": len(rows), "sure": found["sure"], "not_sure": found["not sure"], "output": str(output)}
    if as_json:
        click.echo(json.dumps(told))
        return
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"{len(rows)} texts read, {found['sure']} surely, {found['not sure']} not. {output} holds the answers."
    )
