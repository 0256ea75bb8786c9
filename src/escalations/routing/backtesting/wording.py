"""What a backtest found, in three sentences."""

from .comparing import Backtest
from .counting import Count


def in_words(backtest: Backtest) -> list[str]:
    total = backtest.total
    critical = backtest.counted_by(lambda cell: cell.severity).get("A", Count())
    return [_moved(total, critical), _solved(total), _transfers(total)]


def _moved(total: Count, critical: Count) -> str:
    if not total.moved:
        return f"None of {_cases(total.cases)} would move."
    return f"{total.moved:,} of {_cases(total.cases)} would move, {_number(critical.moved)} of them of severity A."


def _solved(total: Count) -> str:
    if not total.solved:
        return "None of them is closed yet, so nobody knows which team solves them."
    if not total.newly_right and not total.newly_wrong:
        return (
            f"Of {total.solved:,} that are closed, just as many would have gone straight to the team that solved them."
        )
    return (
        f"Of {total.solved:,} that are closed, {_number(total.newly_right)} more would have gone straight to the team that solved them;"
        f" {_number(total.newly_wrong)} that did would not."
    )


def _transfers(total: Count) -> str:
    change = total.wrong_after - total.wrong_before
    if not change:
        return f"Wrongly routed: {total.wrong_before:,}, as before."
    return f"Wrongly routed: {total.wrong_after:,} instead of {total.wrong_before:,}, {abs(change):,} {'fewer' if change < 0 else 'more'}."


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count:,} cases"


def _number(count: int) -> str:
    return f"{count:,}" if count else "none"
