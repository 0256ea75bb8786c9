"""A human answers: what an answer was owed by is met, and the next one is owed from now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ...platform.db import Session
from ..kinds import Kind
from ..models import Clock
from ..policies import Target
from ..queries import readings_of
from ..readings import Entry
from .moving import Move, move
from .satisfying import met
from .starting import first_move

MEETS: tuple[Kind, ...] = ("first_response", "next_update", "promise")


async def answer_clocks(
    db: Session, clocks: Sequence[Clock], owed: Target, case_id: int, boundary: str, *, at: datetime, ledgers: Mapping[int, list[Entry]]
) -> list[Move]:  # fmt: skip
    """`clocks` are all of the case, held, with the `ledgers` that are known. For `write_moves`; those that are met come first, so
    that a kind never runs twice."""
    owing = [one for one in clocks if one.is_open and one.holder == "support" and one.kind in MEETS]
    readings = await readings_of(db, owing, ledgers)
    moves = [move(one, readings[one.id], Entry(what="satisfied", at=at), met) for one in owing]
    return [*moves, first_move("next_update", owed, case_id, boundary, at=at)]
