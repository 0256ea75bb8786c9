"""How many statements the busiest pages cost, signing in included."""

import pytest

from escalations.people.models import Person
from tests.builders import a_customer
from tests.cast import Cast
from tests.desk.scenes import owned, unowned, waiting
from tests.support import browser_of
from tests.work import statements


async def cost(person: Person, url: str) -> list[str]:
    async with browser_of(person) as browser:
        with statements() as told:
            assert (await browser.get(url)).status_code == 200
    return told


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/", 5),
        ("/queues", 3),
        ("/queues/storage", 4),
        ("/queues/storage?view=unowned&severity=B", 4),
        ("/cases/C-1", 14),
        ("/cases/C-1/time", 6),
        ("/cases/C-1/time/bar", 6),
        ("/spikes", 5),
        ("/on-call", 6),
        ("/on-call/coverage", 9),
        ("/reports/time", 2),
        ("/reports/promises", 2),
        ("/reports/pauses", 13),
    ],
)
async def test_a_page_costs_what_it_may(cast: Cast, url: str, most: int) -> None:
    first = await owned(cast)
    await waiting(cast, first)
    await unowned(cast)
    few = await cost(cast.ada, url)
    for _ in range(4):
        await owned(cast)
        await unowned(cast)
    many = await cost(cast.ada, url)
    assert len(few) <= most, "\n".join(few)
    assert len(many) == len(few), "a row more costs no statement more"


async def test_a_reply_and_its_answer_cost_what_they_may(cast: Cast) -> None:
    """The first one, which meets a clock and begins another."""
    case = await owned(cast)
    async with browser_of(cast.ada) as ada:
        await ada.get("/sign-in")
        with statements() as told:
            url, text = f"/cases/{case.ref}/replies", "We have found the cause and are mending it."
            answer = await ada.submit(url, htmx=True, text=text, gate_reason="a test")
    assert answer.status_code == 200 and text in answer.text
    assert len(told) <= 15, "\n".join(told)


async def test_opening_a_case_costs_what_it_may(cast: Cast) -> None:
    customer = await a_customer()
    async with browser_of(cast.ada) as ada:
        await ada.get("/sign-in")
        for _ in range(2):
            with statements() as told:
                typed = {"title": "Mounts fail", "description": "mount error(13)", "claimed": "B", "family": "storage"}
                answer = await ada.submit("/cases", htmx=True, customer=customer.ref, **typed)
    assert answer.status_code == 200 and "HX-Redirect" in answer.headers
    assert len(told) <= 13, "\n".join(told)
