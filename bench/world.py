"""Who asks, and about what: chosen from a filled database so that the answers are long ones."""

from dataclasses import dataclass

import asyncpg

from escalations.cases.models import Case
from escalations.people.models import Person
from escalations.platform.db import Scope

EVEN_CASES = 50
"""As many open cases as some customer has in a world of 100,000."""


@dataclass(frozen=True)
class World:
    """What the questions are about: the busiest engineer, an open case of theirs, the largest customer, an active incident. `family`, `region`
    and `product` are those that most open cases have; `even` is a customer with about as many of them in a world of any size."""

    ada: Person
    lead: Person
    pia: Person
    otto: Person
    case: Case
    linked: int
    customer: int
    incident: int
    queue: str
    family: str
    region: str
    product: str
    even: int
    article: int
    typed: dict[str, str]

    @property
    def me(self) -> Scope:
        return Scope.person(self.ada.id)


async def world(admin: asyncpg.Connection) -> World:
    busiest = """SELECT p.id FROM person p JOIN clearance c ON c.person_id = p.id AND c.boundary = 'usgov'
      WHERE role = 'support_engineer' ORDER BY (SELECT count(*) FROM support_case s WHERE s.owner_id = p.id AND s.closed_at IS NULL) DESC, p.id LIMIT 1"""
    ada = await _person(admin, busiest)
    of_role = "SELECT id FROM person WHERE role = '{}' ORDER BY id LIMIT 1"
    columns = ", ".join(column.name for column in Case.__mapper__.columns)
    newest = f"SELECT {columns} FROM support_case WHERE owner_id = $1 AND closed_at IS NULL AND boundary = 'public' ORDER BY id DESC LIMIT 1"
    case = Case(**dict((await admin.fetch(newest, ada.id))[0]))
    words = case.title.partition(": ")[2].split()
    customer = str(await admin.fetchval("SELECT name FROM customer WHERE id = 7"))
    queue, family, region, product = [await _commonest(admin, one) for one in ("queue", "family", "region", "product")]
    return World(
        ada=ada, lead=await _person(admin, of_role.format("duty_lead")), pia=await _person(admin, of_role.format("product_group_engineer")),
        otto=await _person(admin, of_role.format("auditor")), case=case,
        linked=await admin.fetchval("SELECT max(case_id) FROM case_link WHERE boundary = 'public'"), customer=case.customer_id,
        incident=await admin.fetchval("SELECT id FROM incident WHERE boundary = 'public' AND state = 'active' ORDER BY id LIMIT 1"),
        queue=queue, family=family, region=region, product=product, even=await admin.fetchval(_EVEN),
        article=await admin.fetchval("SELECT article_id FROM case_known_issue GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"),
        typed={"one rare word": case.resources[0], "two common words": "connection timeout", "three words of a title": " ".join(words[:3]),
               "a word begun": "certif", "a misspelling": "storge acount", "an error code": "e40007", "name": customer.split()[0]},
    )  # fmt: skip


_EVEN = f"""SELECT customer_id FROM support_case WHERE closed_at IS NULL AND boundary = 'public'
  GROUP BY customer_id ORDER BY abs(count(*) - {EVEN_CASES}), customer_id LIMIT 1"""


async def _commonest(admin: asyncpg.Connection, column: str) -> str:
    open_ones = (
        f"SELECT {column} FROM support_case WHERE closed_at IS NULL AND boundary = 'public' AND {column} IS NOT NULL"
    )
    return str(await admin.fetchval(f"{open_ones} GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT 1"))


async def _person(admin: asyncpg.Connection, query: str) -> Person:
    return Person(**dict((await admin.fetch(f"SELECT * FROM person WHERE id = ({query})"))[0]))
