"""Follow the sun: who leaves writes a pack, who comes acknowledges it case by case, and a lead where nobody comes."""

from datetime import timedelta

from bench.day.people import Shift
from bench.day.stage import Day
from escalations.people.actions import set_presence
from escalations.people.models import Person
from escalations.people.queries import person_for
from escalations.rapid_response.actions import acknowledge_line, write_handover
from escalations.rapid_response.actions.handing_over import Said
from escalations.rapid_response.queries.handovers import handover_for, line_of
from escalations.rapid_response.queries.packs import boundaries_to_hand_over, draft_pack

IN_PASSING, FIRST_OF_ALL = 6, 40
"""Lines that somebody acknowledges in twenty minutes, beside their cases or before anything else."""
_STANDING = """SELECT l.id, l.handover_id, h.receiver_id, h.written_at, c.severity FROM handover_line l JOIN handover h ON h.id = l.handover_id
JOIN support_case c ON c.id = l.case_id WHERE l.page_at IS NOT NULL ORDER BY c.severity, l.id"""


async def write_packs(day: Day, leaving: Shift, coming: Shift) -> None:
    """Each to the colleague of the same place in the next shift, who has the same clearances."""
    for giver in day.still(leaving.everyone):
        async with day.acting(giver) as db:
            boundaries = await boundaries_to_hand_over(db, giver)
        for boundary in boundaries:
            await _write(day, giver, _receiver(day, leaving, coming, giver), boundary)


async def _write(day: Day, giver: Person, receiver: Person, boundary: str) -> None:
    async with day.acting(giver) as db:
        said = {
            line.case.id: Said("Compare with the day before.", "A rollout.")
            for line in (await draft_pack(db, giver, boundary)).lines
        }
        if said:
            await write_handover(db, giver, receiver, boundary, said, "A long shift.", by=giver)


def _receiver(day: Day, leaving: Shift, coming: Shift, giver: Person) -> Person:
    mine, theirs = (
        (leaving.rapid, coming.rapid) if giver in leaving.rapid
        else (leaving.leads, coming.leads) if giver in leaving.leads
        else (leaving.engineers, coming.engineers)
    )  # fmt: skip
    place = mine.index(giver)
    same = [theirs[(place + step) % len(theirs)] for step in range(0, len(theirs), 2)]
    return day.still(same)[0]


async def acknowledge(day: Day, there: list[Person], most: int) -> None:
    """Each some of their lines in twenty minutes, the critical ones first."""
    done: dict[int, int] = {}
    for row in await day.admin.fetch(_STANDING):
        receiver = next((one for one in there if one.id == row["receiver_id"]), None)
        if receiver is not None and done.get(receiver.id, 0) < most:
            done[receiver.id] = done.get(receiver.id, 0) + 1
            await _acknowledge(day, receiver, row["handover_id"], row["id"])


async def step_in(day: Day, lead: Person) -> None:
    """What is critical and was left lying for three quarters of an hour, the lead takes in the receiver's place."""
    for row in await day.admin.fetch(_STANDING):
        if (
            row["severity"] == "A"
            and day.at - row["written_at"] > timedelta(minutes=60)
            and row["receiver_id"] != lead.id
        ):
            await _acknowledge(day, lead, row["handover_id"], row["id"])


async def _acknowledge(day: Day, person: Person, handover_id: int, line_id: int) -> None:
    async with day.acting(person) as db:
        handover = await handover_for(db, person, f"HO-{handover_id}", lock=True)
        line, case = await line_of(db, handover, line_id)
        await acknowledge_line(db, handover, line, case, by=person)


async def come(day: Day, people: list[Person], presence: str = "available") -> None:
    for person in people:
        async with day.acting(person) as db:
            found = await person_for(db, person.ref)
            if found.disabled_at is None:
                await set_presence(db, found, presence, by=person)
