"""Pictures say what the tables say: the age of queues."""

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace

import asyncpg

from escalations.cases.queries import AGES
from escalations.desk.ages import age_of
from escalations.desk.heat import BANDS, SHADES, heat_of
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
