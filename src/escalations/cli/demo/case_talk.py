"""What the case page of the demo world has to show: macros of the team, mail with everything that was said before below it."""

from random import Random

from sqlmodel import col, select

from ...cases.actions import add_customer_message
from ...cases.macros.actions import MacroText, add_macro
from ...cases.models import Case
from ...people.queries import people
from ...platform.db import Session, transaction
from ...platform.events import SYSTEM
from ..sight import everywhere
from .content import content

MAIL = """\
We tried it with the second account this morning and it is the same. The log of one attempt is below.

-- 
Kind regards
Head of platform operations

From: Support <support@vendor.example>
Sent: Friday 09:12
To: Operations
Subject: RE: your case

Thank you for your message. Could you try it with a second account, and send us the log of one attempt?

> We changed nothing since Monday.
> It began by itself."""


async def talk_on_cases(_random: Random) -> None:
    async with transaction(everywhere()) as db:
        engineer = next(person for person in await people(db) if person.role == "support_engineer")
        for told in content("macros")["macros"]:
            await add_macro(db, MacroText(**{**told, "body": told["body"].strip()}), private=False, by=engineer)
        for case in await _theirs(db):
            await add_customer_message(db, case, MAIL, by=SYSTEM)


async def _theirs(db: Session) -> list[Case]:
    """The customer's turn, since we asked them."""
    waiting = (
        col(Case.closed_at).is_(None),
        Case.turn == "customer",
        Case.boundary == "public",
        col(Case.owner_id).is_not(None),
    )
    found = await db.exec(select(Case).where(*waiting).order_by(col(Case.id).desc()).limit(2))
    return list(found.all())
