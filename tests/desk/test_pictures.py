"""Pictures say what the tables say: the age of queues."""

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace

import asyncpg

from escalations.cases.queries import AGES
from escalations.desk.ages import age_of
from escalations.desk.heat import BANDS, SHADES, heat_of
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.desk.scenes import owned, unowned
from tests.support import browser_of


def test_bands_are_those_that_are_counted() -> None:
    edges = [age_of(word) for word, _ in BANDS]
    assert [edge.most for edge in edges if edge and edge.most] == list(AGES)
    assert [edge.least for edge in edges if edge] == [timedelta(0), *AGES]


def test_every_number_is_drawn_once_and_darker_where_more_stand() -> None:
    queues = [
        SimpleNamespace(key="a", name="Ay", ages=(1, 0, 4, 100, 9, 16)),
        SimpleNamespace(key="b", name="Bee", ages=(0,) * 6),
    ]
    heat = heat_of(queues)
    (row,) = heat.rows
    assert [cell.count for cell in row.cells] == [1, 0, 4, 100, 9, 16] and row.name == "Ay"
    assert [cell.shade for cell in row.cells] == [1, 0, 1, SHADES, 2, 2]
    assert heat.bands == tuple(words for _, words in BANDS)
    assert heat_of([]).rows == ()


async def test_a_number_leads_to_the_cases_it_counts(cast: Cast, admin: asyncpg.Connection) -> None:
    young, old = await unowned(cast), await owned(cast)
    await admin.execute("UPDATE support_case SET opened_at = now() - interval '5 d' WHERE id = $1", old.id)
    async with browser_of(cast.ada) as browser:
        html = (await browser.get("/queues")).text
        told = {unescape(url): words for url, words in re.findall(r'href="([^"]*age[^"]*)" title="([^"]*)"', html)}
        assert sorted(told.values()) == ["Storage, 3 to 7 d: 1", "Storage, under 4 h: 1"]
        for url, words in told.items():
            shown = (await browser.get(url)).text
            assert (old if "3 to 7" in words else young).ref in shown and (
                young if "3 to 7" in words else old
            ).ref not in shown
        assert "The same as a table" in html


async def test_queues_stand_in_the_picture_as_in_the_table_above_it(cast: Cast, admin: asyncpg.Connection) -> None:
    """One's own come first, whatever the catalogue's order."""
    customer = await a_customer()
    for family in ("web_apps", "storage", "identity"):
        await a_case(cast.ada, customer, family=family)
    await admin.execute("DELETE FROM specialty WHERE person_id = $1 AND family <> 'storage'", cast.ada.id)
    async with browser_of(cast.ada) as browser:
        html = (await browser.get("/queues")).text
    table, _, picture = html.partition('id="queue-heat"')
    known = [*re.findall(r'<th scope="row"><a href="/queues/[^"]*">([^<]*)</a>', table)]
    drawn = re.findall(r'<span class="heat-name">([^<]*)</span>', picture)
    assert drawn[0] == "Storage" and drawn == [name for name in known if name in drawn] and len(drawn) == 3
