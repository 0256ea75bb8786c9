"""Cases come in, and customers write again."""

from collections.abc import Iterator
from datetime import timedelta

from bench.day.stage import BEGINS, CASES, HOURS, Day
from bench.day.stories import ANSWERS, STORIES, Story
from escalations.cases.actions import NewCase, open_case, take_customer_message
from escalations.cases.queries.merged import case_itself
from escalations.customers.models import Customer
from escalations.platform.events import SYSTEM

BUSY = (2, 2, 3, 4, 4, 3, 2, 3, 5, 6, 7, 8, 7, 5, 5, 6, 6, 5, 4, 3, 2, 2, 1, 1)
"""How the cases are spread over the hours of the day."""
TROUBLE = range(11, 14)
"""The hours in which what the incident broke brings cases."""
REGION = "westeurope"


def arrivals(day: Day) -> list[float]:
    """The minutes after the beginning of the day, in order."""
    found = [float(hour * 60 + minute) for hour, minute in _places(day)]
    return sorted(found)


def _places(day: Day) -> Iterator[tuple[int, int]]:
    hours = day.random.choices(range(HOURS - 1), BUSY[: HOURS - 1], k=CASES)
    for hour in hours:
        yield hour, day.random.randrange(60)


async def arrive(day: Day, number: int) -> None:
    """The customer opens it on the web: nobody of ours types it."""
    customer, story = day.random.choice(day.customers), day.random.choice(STORIES)
    hit = (day.at - BEGINS) // timedelta(hours=1) in TROUBLE and customer.boundary == "public" and day.chance(0.5)
    if hit:
        story = STORIES[0]
    async with day.by_itself(customer.boundary) as db:
        await open_case(db, _told(day, number, customer, story, REGION if hit else None), by=SYSTEM)


def _told(day: Day, number: int, customer: Customer, story: Story, region: str | None) -> NewCase:
    claimed = day.random.choices("ABC", (14, 40, 46))[0]
    return NewCase(
        customer_id=customer.id, title=story.title, description=story.told, claimed=claimed, product=story.product, region=region,
        external_key=f"day-{number}", around_the_clock=claimed == "A",
    )  # fmt: skip


_WAITED = """SELECT w.case_id, c.boundary FROM case_wait w JOIN support_case c ON c.id = w.case_id
WHERE w.on_whom = 'customer' AND w.since < $1 AND c.closed_at IS NULL ORDER BY w.case_id"""


async def answer_us(day: Day) -> None:
    """Most of those who were asked answer after a while; some never do."""
    for row in await day.admin.fetch(_WAITED, day.at - timedelta(minutes=40)):
        if day.fate(row["case_id"], "answers") < 0.75 and day.chance(0.2):
            async with day.by_itself(row["boundary"]) as db:
                case = await case_itself(db, f"C-{row['case_id']}", lock=True)
                await take_customer_message(db, case, day.random.choice(ANSWERS))
