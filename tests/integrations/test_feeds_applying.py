"""What a feed says becomes incidents, in the vendor's order and whatever the order of arrival."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.integrations.feeds import a_feed, azure, deliver, incidents_there
from tests.support import run_jobs


async def tell(feed: Any, secret: str, *messages: dict[str, Any]) -> None:
    for message in messages:
        assert (await deliver(feed, message, secret)).status_code == 202
        await run_jobs()


async def test_an_alert_declares_an_incident(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure())
    [incident] = await incidents_there()
    assert (incident.title, incident.state, incident.severity) == ("Azure Files shares do not mount", "active", "A")
    assert (incident.products, incident.regions) == (["azure_files"], ["westeurope"])
    assert "Mounts fail." in incident.summary and "Our azure" in incident.summary and incident.declared_by is None


async def test_the_same_again_changes_nothing(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    alert = azure()
    await tell(feed, secret, alert, alert, azure(tracking="OTHER-1", title="Another"), alert)
    assert [incident.version for incident in await incidents_there()] == [1, 1]


async def test_it_ends_comes_back_and_is_explained(cast: Cast) -> None:
    feed, secret = await a_feed(cast.adam)
    await tell(feed, secret, azure(at=timedelta(minutes=-50)))
    states = []
    for number, (stage, ago) in enumerate([("Resolved", 40), ("Active", 30), ("Resolved", 20), ("RCA", 10)], 2):
        await tell(
            feed, secret, azure(stage, said=str(number), at=timedelta(minutes=-ago), text=f"<p>Said {stage}</p>")
        )
        states += [(await incidents_there())[0].state]
    assert states == ["mitigated", "active", "mitigated", "resolved"]
    assert "Said RCA" in (await incidents_there())[0].root_cause


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
async def test_the_order_of_arrival_does_not_matter(cast: Cast, order: tuple[int, ...]) -> None:
    feed, secret = await a_feed(cast.adam)
    told = [
        azure(at=timedelta(minutes=-30)),
        azure(said="2", at=timedelta(minutes=-20), text="<p>We still look.</p>"),
        azure("Resolved", said="3", at=timedelta(minutes=-10), text="<p>It is over.</p>"),
    ]
    await tell(feed, secret, *(told[number] for number in order))
    [incident] = await incidents_there()
    assert incident.state == "mitigated" and incident.mitigated_at is not None
