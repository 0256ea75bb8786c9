"""The list of defences (bench/defences) follows the code: what is to be taken away is there."""

from pathlib import Path

import asyncpg
import pytest

from bench.defences.defence import Defence
from bench.defences.known import KNOWN

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("defence", KNOWN, ids=lambda one: one.name)
def test_what_a_defence_takes_away_stands_there_once(defence: Defence) -> None:
    for patch in defence.patches:
        assert (ROOT / patch.path).read_text("utf-8").count(patch.old) == 1, patch.path


@pytest.mark.parametrize("defence", KNOWN, ids=lambda one: one.name)
def test_the_tests_that_guard_a_defence_are_there(defence: Defence) -> None:
    for guard in defence.tests:
        path, _, name = guard.partition("::")
        assert not name or f"def {name.split('[')[0]}(" in (ROOT / path).read_text("utf-8"), guard


async def test_what_a_defence_takes_out_of_the_database_is_there(admin: asyncpg.Connection) -> None:
    gone = []
    for defence in (one for one in KNOWN if one.sql):
        taken = admin.transaction()
        await taken.start()
        try:
            await admin.execute(defence.sql)
        except asyncpg.PostgresError as problem:
            gone.append(f"{defence.name}: {problem}")
        await taken.rollback()
    assert not gone, "\n".join(gone)
