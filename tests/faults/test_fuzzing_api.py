"""The whole API asked in odd ways by schemathesis, at a real server."""

from pathlib import Path

import asyncpg

from escalations.people.actions import issue_api_token
from escalations.people.models import Person
from escalations.platform.db import Scope, transaction
from tests.browser.stage import set_stage
from tests.cast import Cast
from tests.faults.schema_fuzzing import fuzz_api
from tests.faults.serving import served
from tests.faults.test_fuzzing_forms import SILENT

SECONDS = 25.0
"""Of asking, in CI; `python -m bench.fuzz` asks more than ten thousand times."""


async def token_of(person: Person) -> str:
    async with transaction(Scope.nobody()) as db:
        return await issue_api_token(db, person, "fuzzing", by=person)


async def test_no_request_breaks_the_api(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    await set_stage(cast)
    token = await token_of(cast.dora)
    async with served(tmp_path / "web.log") as url:
        fuzzed = await fuzz_api(url, token, examples=5, seconds=SECONDS)
    assert fuzzed.code == 0, f"{fuzzed.told[-6000:]}\n{(tmp_path / 'web.log').read_text()[-3000:]}"
    assert fuzzed.requests > 100, fuzzed.told[-500:]
    assert await admin.fetchval(SILENT) == 0
