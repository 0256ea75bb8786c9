"""What one plan serves for all values is planned once, and nothing else of the same transaction."""

from sqlalchemy import select
from sqlmodel import col

from escalations.cases.models import Case
from escalations.platform.db import Session, rows_of, straight
from escalations.platform.limits import at_most, planned_once
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person

PLANS = (
    "SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%planned_here%'"
)


async def asked_of(db: Session, title: str) -> list[str]:
    query = select(col(Case.title).label("planned_here")).where(col(Case.title) >= title).order_by(col(Case.title))
    return [row[0] for row in await rows_of(db, query.limit(at_most(2)))]


async def plans(db: Session) -> tuple[str, int, int]:
    [(statement, generic, custom)] = [row for row in await straight(db, PLANS) if "pg_prepared" not in row[0]]
    return statement, generic, custom


async def test_a_page_is_planned_once(cast: Cast) -> None:
    for title in ("One", "Two", "Three"):
        await a_case(cast.ada, await a_customer(name=f"{title} Ltd"), title=title)
    async with as_person(cast.ada) as db:
        async with planned_once(db):
            assert await asked_of(db, "A") == ["One", "Three"]
            assert await asked_of(db, "P") == ["Three", "Two"]
        statement, generic, custom = await plans(db)
        assert (generic, custom) == (2, 0) and statement.rstrip().endswith("LIMIT 2")
        await asked_of(db, "Q")
        assert (await plans(db))[1:] == (2, 1), "afterwards as the server thinks best"
