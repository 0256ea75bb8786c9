"""Of which boundary a list is: its words may name a customer that not everybody may know of."""

from sqlalchemy import select
from sqlmodel import col

from ...customers.models import Customer
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused
from ..asking import asking
from ..queries.asked_facts import facts_asked

EVERYWHERE = "everywhere"


async def boundary_of_words(db: Session, words: str, person: Person) -> str:
    asked = asking(words)
    if not asked.customers:
        return asked.boundaries[0] if len(asked.boundaries) == 1 else EVERYWHERE
    facts = await facts_asked(db, asked, person) or []
    ids = [int(word.partition(":")[2]) for either in facts for word in either if word.startswith("customer:")]
    found = set(
        (await db.execute(select(col(Customer.boundary)).where(col(Customer.id).in_(ids)).distinct())).scalars()
    )
    if len(found) > 1:
        raise Refused(
            "These filters name customers of several clouds. Add boundary: and name those of one, since a list is seen by who sees its cloud."
        )
    return found.pop() if found else EVERYWHERE
