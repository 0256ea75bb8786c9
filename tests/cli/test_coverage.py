"""`escalations coverage gaps` in a shell."""

import json

from tests.cast import Cast
from tests.cli.shell import said
from tests.coverage.scenes import a_rotation


async def test_gaps_are_an_exit_code_and_a_list(cast: Cast) -> None:
    await a_rotation(cast.dora, [cast.ada, cast.ben])
    told = await said("coverage", "gaps", "--json", "--days", "14", "--boundary", "public")
    gaps = json.loads(told.out)
    assert told.code == 1
    assert {gap["boundary"] for gap in gaps} == {"public"} and "duty_lead" in {gap["requirement"] for gap in gaps}
    assert all(gap["start"] < gap["end"] and gap["missing"] == 1 for gap in gaps)
    lines = await said("coverage", "gaps", "--days", "14")
    assert lines.code == 1 and "Duty lead" in lines.out and "could take it: " in lines.out


async def test_nothing_open_is_no_failure(cast: Cast) -> None:
    covered = await said("coverage", "gaps", "--boundary", "france")
    assert covered.code == 0 and "Everything is covered" in covered.out
    unknown = await said("coverage", "gaps", "--boundary", "atlantis")
    assert unknown.code == 2 and "There is no boundary atlantis" in unknown.err + unknown.out
