"""What is said on a case, for programs. A key makes sending it again harmless, as whoever got no answer has to."""

from datetime import datetime

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from ...people.access import Me
from ...platform.web import Db, Ref
from ..actions import add_note, reply_to_customer, said_before, take_customer_message
from ..forms import CustomerMessage, Note, Reply
from ..forms.keyed import Keyed
from ..models import CaseEntry
from ..queries import case_for, entries_of
from ..queries.merged import case_itself


class EntryOut(BaseModel):
    id: int
    kind: str
    body: str
    at: datetime
    author: str

    @classmethod
    def of(cls, entry: CaseEntry) -> "EntryOut":
        return cls(id=entry.id, kind=entry.kind, body=entry.body, at=entry.at, author=entry.author_name)


class ReplyIn(Keyed, Reply):
    pass


class NoteIn(Keyed, Note):
    pass


class CustomerMessageIn(Keyed, CustomerMessage):
    pass


@get("/api/cases/{ref:str}/entries")
async def read_entries(db: Db, person: Me, ref: Ref) -> list[EntryOut]:
    return [EntryOut.of(entry) for entry in await entries_of(db, await case_for(db, person, ref))]


@post("/api/cases/{ref:str}/replies")
async def api_reply(db: Db, person: Me, ref: Ref, data: JSONBody[ReplyIn]) -> EntryOut:
    case = await case_for(db, person, ref, lock=True)
    before = await said_before(db, case, data.external_key, "reply", data.text, by=person)
    told = data.model_dump(exclude={"text"})
    return EntryOut.of(before or (await reply_to_customer(db, case, data.text, by=person, **told)).entry)


@post("/api/cases/{ref:str}/notes")
async def api_note(db: Db, person: Me, ref: Ref, data: JSONBody[NoteIn]) -> EntryOut:
    case, key = await case_for(db, person, ref, lock=True), data.external_key
    before = await said_before(db, case, key, "note", data.text, by=person)
    return EntryOut.of(before or await add_note(db, case, data.text, by=person, external_key=key))


@post("/api/cases/{ref:str}/customer-messages")
async def api_customer_message(db: Db, person: Me, ref: Ref, data: JSONBody[CustomerMessageIn]) -> EntryOut:
    """Addressed to a merged case, it stays with that case and is heard on its survivor."""
    case, key = await case_for(db, person, ref, lock=True), data.external_key
    before = await said_before(db, case, key, "customer", data.text, by=person)
    addressed = await case_itself(db, ref)
    return EntryOut.of(before or await take_customer_message(db, addressed, data.text, by=person, external_key=key))


HANDLERS = [read_entries, api_reply, api_note, api_customer_message]
