"""The same internal note on many cases."""

from pydantic import BaseModel, Field

from ....cases.actions import add_note
from ....cases.models import Case
from ....people.models import Person
from ....platform.db import Session
from .action import Action, Effect


class NoteForm(BaseModel):
    text: str = Field(min_length=2, max_length=60_000)


async def _note(db: Session, case: Case, asked: NoteForm, by: Person) -> Effect | None:
    await add_note(db, case, asked.text, by=by)
    return Effect("gets the note")


NOTE = Action("note", "Note", "Add a note", "given the note", "n", "lock", NoteForm, _note)
