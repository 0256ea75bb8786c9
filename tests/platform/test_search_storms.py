"""An outage brings thousands of cases about one thing, and people go on searching for others."""

import json

import asyncpg

from tests.cast import Cast

STORM = """INSERT INTO search_document (kind, object_id, boundary, title, body, codes, family, tags, marks, facts)
SELECT 'case', n, 'public', CASE WHEN n <= 40000 THEN 'The lighthouse is dark' ELSE 'The harbour is shut' END, '', '{}', 'storage', '{}', '{}', '{}' FROM generate_series(1, 42500) n"""
WALK = "EXPLAIN (ANALYZE, BUFFERS, FORMAT json) SELECT * FROM search_walk('case', '', 'lighthous', '{}', '{public}', 15, 15, $1, $1)"


async def test_a_storm_of_cases_leaves_other_searches_cheap(cast: Cast, admin: asyncpg.Connection) -> None:
    """The newest of what most hold is met in larger blocks, not everywhere, though the newest of all hold none of it. Its index is in
    order, as sooner or later it is by itself: at which moment would decide otherwise what each way reads."""
    await admin.execute(STORM)
    await admin.execute("VACUUM (ANALYZE) search_document")

    async def pages(expected: float) -> int:
        (plan,) = json.loads(await admin.fetchval(WALK, expected))
        assert plan["Plan"]["Actual Rows"] == 15
        return int(plan["Plan"]["Shared Hit Blocks"])

    everywhere = 0.0
    await pages(everywhere)
    assert await pages(40_000.0) * 2 < await pages(everywhere)
