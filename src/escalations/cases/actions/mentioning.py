"""Speaking to a colleague in a note. Only who may see the case can be spoken to there."""

from ...people.models import Person
from ...people.queries import people
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ..events import PersonMentioned
from ..mentioning import mentions_in
from ..models import Case, CaseEntry
from ..queries.mentions import may_see


async def mentioned_in(db: Session, case: Case, body: str) -> list[Person]:
    """Raises Refused for a name that several bear, and for somebody who may not see the case."""
    if "@" not in body:
        return []
    everybody = {person.id: person for person in await people(db)}
    meant = mentions_in(body, everybody.values())
    for ids in meant:
        if len(ids) > 1:
            addresses = " or ".join(f"@{everybody[one].email}" for one in ids)
            raise Refused(f"There is more than one {everybody[ids[0]].name}. Write {addresses} instead.")
    found = [everybody[ids[0]] for ids in meant]
    seeing = await may_see(db, case, [person.id for person in found])
    if blind := [person.name for person in found if person.id not in seeing]:
        raise Refused(
            f"{' and '.join(blind)} may not see {case.ref}, so they cannot be mentioned on it. Nobody was told."
        )
    return found


async def mention(db: Session, case: Case, entry: CaseEntry, people: list[Person], *, by: Actor) -> None:
    for person in people:
        if person.id != by.id:
            event = PersonMentioned(entry_id=entry.id, person_id=person.id, name=person.name)
            await record(db, event, on=case, by=by)
