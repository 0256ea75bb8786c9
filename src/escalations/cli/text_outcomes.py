"""What training and reading came to, in words and as tables."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from ..routing.learning.model import Bin, Figures, TextModel


def tell_model(model: TextModel, console: Console) -> None:
    console.print(f"{len(model.features)} words, pairs and codes have weights for {len(model.families)} families.")
    tell_figures(model.figures, console)
    console.print(f"From a confidence of {model.sure_at:.0%} on a reading is called sure.")


def tell_figures(figures: Figures, console: Console) -> None:
    console.print(
        f"On {figures.rows} texts, each read by a model that had not seen it ({figures.folds} parts in turn):"
    )
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in (
        ("First family right", figures.first_right),
        ("  or a fair alternative", figures.first_fair),
        ("Right one among the first two", figures.first_two),
        ("Sure", figures.sure),
        ("  and then right or fair", figures.sure_right),
        ("Confidence and truth apart by", figures.error),
    ):
        table.add_row(name, f"{value:.1%}")
    console.print(table)
    console.print(calibration_table(figures.bins))


def calibration_table(bins: Sequence[Bin]) -> Table:
    table = Table(box=None, pad_edge=False, title="How often it is right when it is so confident", title_justify="left")
    for heading in ("Confidence", "Texts", "On average", "Right or fair"):
        table.add_column(heading, justify="right")
    for tenth, one in enumerate(bins):
        if one.texts:
            table.add_row(
                f"{tenth * 10}–{tenth * 10 + 10} %", str(one.texts), f"{one.confidence:.1%}", f"{one.right:.1%}"
            )
    return table
