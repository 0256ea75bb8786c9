"""How well texts are read: the model that ships, and one trained on a part of real issues and asked about the rest."""

import hashlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from escalations.catalog.loading import catalogue, load_catalogue
from escalations.cli.demo.texts import demo_texts
from escalations.cli.routing_training import BESIDE, GIVEN
from escalations.cli.text_outcomes import calibration_table
from escalations.cli.text_rows import known_rows
from escalations.platform.resources import resource_dir
from escalations.routing.hearing import hear
from escalations.routing.learning.calibrating import Guess
from escalations.routing.learning.model import Figures, TextModel, scores_of
from escalations.routing.learning.model_files import load_model, shipped_path
from escalations.routing.learning.texts import KnownText, shipped_texts
from escalations.routing.learning.validating import figures_of, train
from escalations.routing.reading import read_text

ISSUES = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "issues_dev.jsonl"
TARGET_FAIR, TARGET_TWO = 0.94, 0.98


@dataclass(frozen=True)
class Outcome:
    """By what was asked; `milliseconds` is the processor time one reading takes, of it `weighing` for the model alone.

    `long` is that of a text of 10,000 characters, `loading` that of reading the catalogue's files; both in milliseconds.
    """

    figures: dict[str, Figures]
    milliseconds: float
    weighing: float
    long: float
    loading: float

    @property
    def is_good(self) -> bool:
        return all(one.first_fair >= TARGET_FAIR and one.first_two >= TARGET_TWO for one in self.figures.values())


def measure(issues: Path = ISSUES) -> Outcome:
    """Without the issues, which do not belong to the repository, only what the shipped model found about itself is told."""
    model = load_model(shipped_path())
    figures = {"shipped, on its own texts in turn": model.figures}
    texts = list(shipped_texts(resource_dir("routing_rules"), catalogue(), 1.0))
    if issues.exists():
        texts = known_rows(issues, catalogue(), GIVEN)
        figures["shipped, on the issues"] = _asked(model, texts)
        figures["shipped, on the half never looked at"] = _asked(model, _never_looked_at(issues, texts))
        figures["trained on four fifths of the issues, asked about the fifth"] = _trained(texts)
    return Outcome(figures, *_times(model, texts), *_long_times(model))


def _asked(model: TextModel, texts: Sequence[KnownText]) -> Figures:
    guesses = []
    for text in texts:
        heard = hear(text.title, text.description, text.error_codes, (), catalogue())
        fair = frozenset(model.families.index(family) for family in (text.family, text.also) if family)
        guesses.append(Guess(tuple(scores_of(model, heard)), model.families.index(text.family), fair))
    return figures_of(guesses, 1.0, model.sure_at, folds=0)


def _never_looked_at(issues: Path, texts: Sequence[KnownText]) -> list[KnownText]:
    """Vocabulary and texts were mended by looking at misses in the other half only."""
    ids = [json.loads(line)["id"] for line in issues.read_text("utf-8").splitlines()]
    return [text for id, text in zip(ids, texts, strict=True) if hashlib.md5(id.encode()).digest()[-1] % 2]


def _trained(texts: Sequence[KnownText]) -> Figures:
    ours, demo = BESIDE
    background = [*shipped_texts(resource_dir("routing_rules"), catalogue(), ours), *demo_texts(demo)]
    return train(texts, background, catalogue()).figures


def _times(model: TextModel, texts: Sequence[KnownText]) -> tuple[float, float]:
    heard = [hear(text.title, text.description, text.error_codes, (), catalogue()) for text in texts]
    before = time.process_time()
    for text in texts:
        read_text(text.title, text.description, text.error_codes, (), catalogue(), model)
    between = time.process_time()
    for one in heard:
        scores_of(model, one)
    after = time.process_time()
    return (between - before) / len(texts) * 1000, (after - between) / len(texts) * 1000


def _long_times(model: TextModel) -> tuple[float, float]:
    text = (
        "The pods of our AKS cluster cannot mount the file share since the subnett firewal changed over night. " * 100
    )
    before = time.process_time()
    read_text("Mount fails", text, (), (), catalogue(), model)
    between = time.process_time()
    load_catalogue(resource_dir("routing_rules"))
    return (between - before) * 1000, (time.process_time() - between) * 1000


def tell(outcome: Outcome, console: Console) -> None:
    table = Table(box=None, pad_edge=False, title="Reading texts", title_justify="left")
    for heading in ("Asked", "Texts", "First right", "or fair", "Among two", "Sure", "and right", "Off by"):
        table.add_column(heading, justify="left" if heading == "Asked" else "right")
    for name, one in outcome.figures.items():
        shares = (one.first_right, one.first_fair, one.first_two, one.sure, one.sure_right, one.error)
        table.add_row(name, str(one.rows), *(f"{share:.1%}" for share in shares))
    console.print(table)
    for name, one in list(outcome.figures.items())[1:]:
        console.print(f"\n{name}:", style="bold")
        console.print(calibration_table(one.bins))
    console.print(
        f"\nOne text takes {outcome.milliseconds:.2f} ms of processor time, of it {outcome.weighing:.2f} ms for the model;"
        f" one of 10,000 characters {outcome.long:.0f} ms. Loading the catalogue takes {outcome.loading:.0f} ms."
    )


def main(arguments: Sequence[str]) -> None:
    outcome = measure()
    if "--json" in arguments:
        print(json.dumps({**msgspec.to_builtins(outcome), "is_good": outcome.is_good}, indent=1))
    else:
        tell(outcome, Console(highlight=False, soft_wrap=True))


if __name__ == "__main__":
    main(sys.argv[1:])
