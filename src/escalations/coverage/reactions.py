"""Who is told of what changes their duty."""

from ..people.actions import give_notice
from ..people.models import Person
from ..platform.db import Session
from ..platform.events import Recorded, on
from .events import ShiftOverridden, SwapAnswered, SwapAsked
from .models import Override, Rotation, Swap


async def _rotation(db: Session, subject: str) -> Rotation:
    return await db.get_one(Rotation, int(subject.removeprefix("rotation/")))


@on(SwapAsked)
async def tell_who_is_asked(db: Session, fact: Recorded[SwapAsked]) -> None:
    swap, rotation = await db.get_one(Swap, fact.event.swap_id), await _rotation(db, fact.subject)
    if swap.state == "asked":
        text = f"{fact.actor_name} asks you to {fact.event.words} ({rotation.name})"
        await _tell(db, swap.asked_id, rotation, text, f"swap/{swap.id}", "/on-call")


@on(SwapAnswered)
async def tell_who_asked(db: Session, fact: Recorded[SwapAnswered]) -> None:
    swap, rotation = await db.get_one(Swap, fact.event.swap_id), await _rotation(db, fact.subject)
    other = swap.asked_id if fact.actor_id == swap.asker_id else swap.asker_id
    text = f"{fact.actor_name} {fact.event.told()} ({rotation.name})"
    await _tell(db, other, rotation, text, f"swap/{swap.id}/{swap.state}", f"/on-call/{rotation.ref}")


@on(ShiftOverridden)
async def tell_who_is_on_call(db: Session, fact: Recorded[ShiftOverridden]) -> None:
    override, rotation = await db.get_one(Override, fact.event.override_id), await _rotation(db, fact.subject)
    if override.cancelled_at is None and override.person_id != fact.actor_id:
        text = f"{fact.actor_name} put you on call {fact.event.span} ({rotation.name})"
        await _tell(db, override.person_id, rotation, text, f"override/{override.id}", f"/on-call/{rotation.ref}")


async def _tell(db: Session, person_id: int, rotation: Rotation, text: str, key: str, page: str) -> None:
    person = await db.get_one(Person, person_id)
    await give_notice(db, [person], about=rotation, page=page, text=text, key=key)
