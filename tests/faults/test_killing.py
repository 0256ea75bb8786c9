"""Promise 4: what was acknowledged survives kill -9 of any process, and what goes out goes out under one key."""

from tests.conftest import HOME
from tests.faults.killing.rounds import run_rounds

ROUNDS = 5
"""Each process once, then all of them together; `python -m bench.faults` goes on for longer."""


async def test_nothing_acknowledged_is_lost_and_nothing_goes_out_twice() -> None:
    outcome = await run_rounds(HOME / "rounds", ROUNDS, seconds=1.5)
    assert outcome.wrong == []
    assert outcome.acknowledged > ROUNDS and outcome.mails > 0, "nobody was at work"
