"""What the search engine has still to be told of, and the job that tells it soon after the commit."""

from collections.abc import Sequence

from .. import jobs
from ..db import Session

FEED = "search_feed"


async def note_pending(db: Session, things: Sequence[tuple[str, int, str]]) -> None:
    """Kind, object id and boundary of each."""
    if not things:
        return
    connection = await db.connection()
    columns = tuple([thing[place] for thing in things] for place in range(3))
    await connection.exec_driver_sql(_NOTE, columns)
    places = sorted({(kind, boundary) for kind, _, boundary in things})
    await connection.exec_driver_sql(_EXPECT, tuple([place[n] for place in places] for n in range(2)))
    boundaries = dict.fromkeys(boundary for _, boundary in places)
    await jobs.enqueue(
        db, [jobs.Job(FEED, {"boundary": boundary}, key=f"{FEED} {boundary}") for boundary in boundaries]
    )


_NOTE = """INSERT INTO search_pending (kind, object_id, boundary)
SELECT DISTINCT * FROM unnest($1::text[], $2::bigint[], $3::text[])
ON CONFLICT (kind, object_id) DO UPDATE SET change = gen_random_uuid()"""
_EXPECT = (
    """INSERT INTO search_index (kind, boundary) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING"""
)
