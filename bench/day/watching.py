"""After every hour somebody looks whether all is well."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bench.day.checking import check
from bench.day.stage import Day
from escalations.platform.db import Scope, transaction
from escalations.platform.time import time_at
from escalations.rapid_response.presenting import board
from escalations.rapid_response.presenting.board import Board


def _silent(_line: str) -> None: ...


@dataclass
class Watch:
    say: Callable[[str], None] = _silent
    boards: int = 0
    wrong: list[str] = field(default_factory=list)

    async def after_hour(self, day: Day, hour: int) -> None:
        found = {what: told for what, told in (await check(day, await seen_board(day))).items() if told}
        self.boards += 1
        for what, told in found.items():
            self.wrong += [f"hour {hour}, {what}: {one}" for one in told]
        state = "; ".join(f"{what}: {len(told)} wrong, such as {told[0]}" for what, told in found.items()) or "all well"
        self.say(f"hour {hour:2}: {state}")


async def seen_board(day: Day) -> Board:
    """As the rapid response of the first shift sees it, who may see both clouds."""
    with time_at(day.at):
        async with transaction(Scope.person(day.staff.shifts[0].rapid[0].id)) as db:
            return await board(db)
