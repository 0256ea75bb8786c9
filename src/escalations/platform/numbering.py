"""Numbers of rows that are yet to be made, asked for beside what is read on the way to them: no question of their own."""

from collections import deque
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, literal_column
from sqlalchemy import select as columns
from sqlalchemy.ext.asyncio import AsyncSession

from .flushing import AHEAD, Ahead
from .kept import Asked, Kept


def numbers_ahead(*wanted: Ahead) -> Asked[Any]:
    """To be asked with other questions; `keep_numbers` takes what is told."""
    return _numbers(wanted).of()


def keep_numbers(db: AsyncSession, wanted: Sequence[Ahead], told: Sequence[Any]) -> None:
    """New rows of these tables get them in their order, until none is left. What nobody takes is lost with the transaction."""
    numbers, ahead = iter(told[0]), db.sync_session.info.setdefault(AHEAD, {})
    for one in wanted:
        ahead.setdefault(one.table.__tablename__, deque()).extend(next(numbers) for _ in range(one.rows))


@cache
def _numbers(wanted: tuple[Ahead, ...]) -> Kept[Any]:
    following = "nextval('{}_id_seq')"
    tables = [one.table.__tablename__ for one in wanted for _ in range(one.rows)]
    named = (literal_column(following.format(name), BigInteger).label(f"n{n}") for n, name in enumerate(tables))
    return Kept(columns(*named))
