"""The roster is read once and kept; whatever changes in it is seen at once, by whoever changed it too."""

from datetime import timedelta

import pytest
from sqlalchemy import event, text

from escalations.cases.queries import kept_rosters, roster
from escalations.people.models import Person
from escalations.platform.db import Session, engine, nothing_to_record
from escalations.platform.time import now, time_at
from escalations.routing.roster import Candidate
from tests.cast import Cast
from tests.support import as_system

CHANGES = {
    "presence": ("UPDATE person SET presence = 'away' WHERE id = :id", lambda one: one.presence == "away"),
    "a skill": ("INSERT INTO specialty (person_id, family, level) VALUES (:id, 'analytics', 4)", lambda one: one.specialties["analytics"] == 4),
    "a clearance": ("UPDATE clearance SET revoked_at = now() WHERE person_id = :id AND boundary = 'public'", lambda one: "public" not in one.clearances),
    "an absence": (
        """INSERT INTO absence (boundary, person_id, during, kind, uid, at, author_name, cancelled_by) VALUES
        ('everywhere', :id, tstzrange(now() - interval '9 days', now() + interval '30 days'), 'holiday', '', now(), 'Ada', '')""",
        lambda one: all(shift.start > now() + timedelta(days=29) for shift in one.shifts),
    ),
}  # fmt: skip


async def theirs(db: Session, person: Person) -> Candidate:
    return next(one for one in await roster(db) if one.person_id == person.id)


async def statements_of_a_roster(db: Session) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine().sync_engine, "before_cursor_execute", note)
    try:
        await roster(db)
    finally:
        event.remove(engine().sync_engine, "before_cursor_execute", note)
    return len(asked)


async def test_one_statement_where_nothing_changed(cast: Cast) -> None:
    async with as_system() as db:
        await roster(db)
        assert await statements_of_a_roster(db) == 1


@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_is_seen_in_its_own_transaction_and_after_it(cast: Cast, name: str) -> None:
    statement, so = CHANGES[name]
    async with as_system() as db:
        assert not so_or_missing(so, await theirs(db, cast.ada))
        await db.execute(text(statement), {"id": cast.ada.id})
        nothing_to_record(db, "a test")
        assert so(await theirs(db, cast.ada))
    async with as_system() as db:
        assert so(await theirs(db, cast.ada))


async def test_two_changes_of_one_transaction_are_two(cast: Cast) -> None:
    async with as_system() as db:
        for presence in ("away", "busy", "available"):
            await db.execute(
                text("UPDATE person SET presence = :to WHERE id = :id"), {"to": presence, "id": cast.ada.id}
            )
            assert (await theirs(db, cast.ada)).presence == presence
        nothing_to_record(db, "a test")


async def test_what_was_rolled_back_was_never_so(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        async with as_system() as db:
            await db.execute(text("UPDATE person SET presence = 'away' WHERE id = :id"), {"id": cast.ada.id})
            assert (await theirs(db, cast.ada)).presence == "away"
            raise RuntimeError("taken back")
    async with as_system() as db:
        assert (await theirs(db, cast.ada)).presence != "away"


async def test_a_shift_that_ended_is_told_no_more(cast: Cast) -> None:
    async with as_system() as db:
        end = (await theirs(db, cast.ada)).shifts[0].end
        with time_at(end + timedelta(minutes=1)):
            assert (await theirs(db, cast.ada)).shifts[0].end > end


async def test_few_are_kept(cast: Cast) -> None:
    async with as_system() as db:
        for _ in range(8):
            await db.execute(text("UPDATE person SET presence = presence WHERE id = :id"), {"id": cast.ada.id})
            await roster(db)
        nothing_to_record(db, "a test")
    assert len(kept_rosters._rosters) <= 4


def so_or_missing(so, one: Candidate) -> bool:  # type: ignore[no-untyped-def]
    try:
        return bool(so(one))
    except KeyError:
        return False
