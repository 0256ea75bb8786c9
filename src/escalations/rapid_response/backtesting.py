"""How the order of the board would have stood against what happened: did what broke a promise stand above what did not?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .comparing import worst_first
from .plight import Plight
from .scoring import score
from .weights import Weights


@dataclass(frozen=True)
class Then:
    """A case as it was at one moment, and whether it broke a promise in the hours after it."""

    plight: Plight
    broke: bool

    def is_late(self, at: datetime) -> bool:
        return self.plight.due_at is not None and self.plight.due_at <= at


@dataclass
class Order:
    """Pairs of one case that broke a promise and one that did not, on the board at the same moment. Level ones are half right."""

    right: float = 0
    pairs: int = 0

    def add(self, places: Sequence[float], broke: Sequence[bool]) -> None:
        for place, did in zip(places, broke, strict=True):
            if did:
                for other, also in zip(places, broke, strict=True):
                    if not also:
                        self.pairs += 1
                        self.right += 1 if place < other else 0.5 if place == other else 0

    @property
    def share(self) -> float | None:
        return self.right / self.pairs if self.pairs else None


@dataclass
class Backtest:
    """The weights beside two simpler orders. `first` counts moments at which some case would break a promise, `first_right` those at
    which the case on top of the board was one of them, `first_by_chance` how many that would be by drawing lots."""

    weights: Weights
    moments: int = 0
    cases: int = 0
    broke: int = 0
    by_score: Order = field(default_factory=Order)
    by_due: Order = field(default_factory=Order)
    by_severity: Order = field(default_factory=Order)
    first: int = 0
    first_right: int = 0
    first_by_chance: float = 0

    def add(self, board: Sequence[Then], at: datetime) -> None:
        """What is late already has broken its promise: it stands high with good reason and cannot break that one again."""
        board = [one for one in board if one.broke or not one.is_late(at)]
        self.moments += 1
        self.cases += len(board)
        broke = [one.broke for one in board]
        self.broke += sum(broke)
        if not any(broke) or all(broke):
            return
        order = worst_first([score(one.plight, self.weights, at) for one in board])
        places = [0.0] * len(board)
        for place, position in enumerate(order):
            places[position] = place
        self.by_score.add(places, broke)
        far = datetime.max.timestamp()
        self.by_due.add([one.plight.due_at.timestamp() if one.plight.due_at else far for one in board], broke)
        self.by_severity.add([float("ABC".index(one.plight.severity)) for one in board], broke)
        self.first += 1
        self.first_right += broke[order[0]]
        self.first_by_chance += sum(broke) / len(broke)
