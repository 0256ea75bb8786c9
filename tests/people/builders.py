"""People with a password, as somebody at the door has one."""

from escalations.people.actions import add_person
from escalations.people.models import Person
from escalations.platform.db import Scope, transaction
from escalations.platform.events import SYSTEM

PASSWORD = "correct horse battery staple"


async def somebody(name: str = "Mei", role: str = "support_engineer", *, demo: bool = False) -> Person:
    async with transaction(Scope.nobody()) as db:
        person = Person(name=name, email=f"{name.lower()}@support.example", role=role, demo=demo)
        return await add_person(db, person, password=PASSWORD, by=SYSTEM)
