"""What the reply gate costs per reply at 20,000 customers: asking the database who may be meant, and reading the text.

    bench/gate.py [--customers 20000]

In a database of its own, which is gone afterwards.
"""

import argparse
import asyncio
import sys
from pathlib import Path
from statistics import quantiles
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlmodel import select

from escalations.cases.actions import NewCase, add_note, open_case
from escalations.cases.actions.gating import reply_context
from escalations.cases.gate import check_reply
from escalations.cases.models import Case
from escalations.cases.promises import zone_of
from escalations.cli.throw_away import throw_away_database
from escalations.people.models import Clearance, Person
from escalations.platform.db import Scope, engine, nothing_to_record, transaction
from escalations.platform.time import now

ROUNDS = 60
SENTENCES = (
    "Hello Lena, the mount fails because the key of the storage account was rotated and the secret of the cluster still has the old one. "
    "Please give the new key to the secret orders-smb and restart the pods, one deployment after the other. "
    "The trace of the fourth node shows it best: the server answers with status 0xc000006d at 08:14 UTC, and the client gives up. "
)
REPLIES = {
    "one sentence": SENTENCES[:132],
    "a usual reply, 1,100 characters": SENTENCES * 3,
    "the longest, 60,000 characters": SENTENCES * 166,
}
FILL = (
    """INSERT INTO customer (version, boundary, name, industry, plan, handling_notes)
      SELECT 1, 'public', initcap(md5(n::text)::char(7)) || ' ' || (ARRAY['Foods', 'Rail', 'Energy', 'Bank', 'Logistics'])[1 + n % 5] || ' GmbH', '', 'standard', ''
      FROM generate_series(1, :customers) n ON CONFLICT DO NOTHING""",
    """INSERT INTO contact (version, boundary, customer_id, name, email, title, time_zone, language)
      SELECT 1, boundary, id, 'Contact ' || k, 'c' || k || '@c' || id || '.example', '', 'UTC', 'en' FROM customer, generate_series(1, 3) k""",
    """INSERT INTO subscription (boundary, customer_id, code, name, regions, services)
      SELECT boundary, id, gen_random_uuid()::text, 'Production', '{}', '{}' FROM customer""",
)


async def set_up(customers: int) -> tuple[Person, str]:
    async with transaction(Scope.system("public")) as db:
        nothing_to_record(db, "the stage of a benchmark")
        for statement in FILL:
            await db.execute(text(statement), {"customers": customers} if ":customers" in statement else {})
        person = Person(name="Ada", email="ada@support.example", role="support_engineer")
        db.add(person)
        await db.flush()
        db.add(
            Clearance(
                person_id=person.id, boundary="public", granted_at=now(), expires_at=now().replace(year=now().year + 1)
            )
        )
    async with transaction(Scope.person(person.id)) as db:
        customer = (await db.execute(text("SELECT min(id) FROM customer"))).scalar_one()
        new = NewCase(customer_id=customer, title="Pods cannot mount the share", description=SENTENCES, claimed="B")
        case = await open_case(db, new, by=person)
        for _ in range(20):
            await add_note(db, case, "The backend team looks at it since noon. " * 8, by=person)
    return person, case.ref


async def measured(person: Person, body: str) -> tuple[list[float], list[float]]:
    """Milliseconds of asking and of reading, each round in a transaction of its own."""
    asking, reading = [], []
    for _ in range(ROUNDS if len(body) < 10_000 else 4):
        async with transaction(Scope.person(person.id)) as db:
            case = (await db.exec(select(Case))).one()
            began = perf_counter()
            context = await reply_context(db, case, body, None, zone=zone_of(person))
            asked = perf_counter()
            check_reply(body, context)
            asking.append(1000 * (asked - began))
            reading.append(1000 * (perf_counter() - asked))
    return asking, reading


async def scans(person: Person) -> list[str]:
    """Of the customers' tables, none: each lookup goes by an index under row-level security too."""
    async with transaction(Scope.person(person.id)) as db:
        plan = "EXPLAIN SELECT id FROM customer WHERE spoken = ANY (ARRAY(SELECT md5(n::text) FROM generate_series(1, 400) n))"
        return [row[0] for row in await db.execute(text(plan)) if "Seq Scan on customer" in row[0]]


async def run(customers: int) -> None:
    async with throw_away_database():
        person, _ = await set_up(customers)
        async with engine().connect() as connection:
            found = (
                await connection.execute(text("SELECT reltuples FROM pg_class WHERE relname = 'customer'"))
            ).scalar()
        table = Table(title=f"The reply gate among {customers:,} customers, milliseconds", title_justify="left")
        for heading in ("reply", "asking p50", "p95", "reading p50", "p95"):
            table.add_column(heading, justify="left" if heading == "reply" else "right")
        for name, body in REPLIES.items():
            await measured(person, body)
            told = [value for times in await measured(person, body) for value in _p50_p95(times)]
            table.add_row(name, *(f"{value:.1f}" for value in told))
        Console().print(table)
        print(f"sequential scans of customers: {len(await scans(person))}; rows known to the planner: {found:,.0f}")


def _p50_p95(times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--customers", type=int, default=20_000)
    asyncio.run(run(arguments.parse_args().customers))
