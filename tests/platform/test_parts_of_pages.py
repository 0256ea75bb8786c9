"""The parts of all pages are made once, and each answer is drawn with what is its reader's own."""

import re

import asyncpg
import pytest

from tests.builders import a_case
from tests.cast import Cast
from tests.support import browser_of

TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')
TIME = re.compile(r'<time datetime="[^"]+" title="[^"]+ (\w+)"')


@pytest.mark.parametrize("language", ["en", "de"])
async def test_each_reader_finds_their_own_token_and_zone(cast: Cast, admin: asyncpg.Connection, language: str) -> None:
    opened = await a_case(cast.ada)
    await admin.execute("UPDATE person SET reads_in = $1", language)
    await admin.execute("UPDATE person SET time_zone = 'Asia/Tokyo' WHERE id = $1", cast.ben.id)
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        for reader, zone in ((ada, "UTC"), (ben, "JST"), (ada, "UTC")):
            await reader.get("/")
            page = (await reader.get(f"/cases/{opened.ref}")).text
            assert set(TOKEN.findall(page)) == {reader.cookies["csrftoken"]}
            assert set(TIME.findall(page)) == {zone}
