"""Of a customer with thousands of open cases no more are fetched than a page shows."""

import asyncpg
from sqlalchemy.dialects import postgresql
from sqlmodel import col

from escalations.cases.models import Case
from escalations.cases.queries import asks_open_cases
from tests.cast import Cast
from tests.desk.scenes import owned

MANY = """INSERT INTO support_case (version, boundary, title, description, customer_id, family, resources, error_codes, language, channel,
  claimed, severity, around_the_clock, turn, queue, opened_at, queued_at, due_at, transfers, alerts, absorbed, changed_at)
SELECT 1, boundary, title, description, $1, family, '{}', '{}', 'en', 'web', 'B', (ARRAY['A', 'B', 'C'])[1 + n % 3], false, 'us', 'storage', opened_at, opened_at,
  now() + n * interval '1 min', 0, 0, 0, opened_at FROM support_case, generate_series(1, 3000) n WHERE id = $2"""


async def test_they_come_in_the_order_of_an_index(cast: Cast, admin: asyncpg.Connection) -> None:
    case, other = await owned(cast), await owned(cast)
    query = asks_open_cases(col(Case.customer_id) == case.customer_id)
    statement = query.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call]
    transaction = admin.transaction()
    await transaction.start()
    try:
        for customer_id in (case.customer_id, other.customer_id):
            await admin.execute(MANY, customer_id, case.id)
        await admin.execute("ANALYZE support_case")
        await admin.execute("SET LOCAL ROLE escalations_app")
        await admin.execute("SELECT set_config('app.boundaries', 'public', true)")
        plan = "\n".join(row[0] for row in await admin.fetch(f"EXPLAIN {statement}"))
    finally:
        await transaction.rollback()
    assert "Index Scan using ix_case_open_customer" in plan and "Sort" not in plan, plan
