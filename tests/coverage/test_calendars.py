"""Private addresses, files that are read, and addresses that are asked."""

import asyncpg
import pytest

from escalations.coverage.queries import absences_of
from escalations.integrations.calendars.actions import poll_calendar
from escalations.integrations.calendars.sweeps import sweep_calendars
from escalations.people.actions import disable_person
from escalations.people.models import Person
from escalations.platform.time import now
from tests.cast import Cast
from tests.coverage.scenes import a_rotation, at
from tests.integrations.test_feed_polling import Vendor, vendor_on
from tests.support import Browser, as_person, as_system, browser_of, run_jobs

pytestmark = pytest.mark.usefixtures("monday")


def path_in(text: str) -> str:
    return text.partition("/calendars/")[2].partition(".ics")[0]


async def a_key(browser: Browser, url: str) -> str:
    answer = await browser.submit(url)
    assert answer.status_code == 200 and "shown only now" in answer.text
    return f"/calendars/{path_in(answer.text)}.ics"


async def test_a_rotation_and_ones_own_shifts_as_calendars(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    async with browser_of(cast.ada) as ada, browser_of(None) as program:
        mine, all_of_it = (
            await a_key(ada, "/me/calendar-keys"),
            await a_key(ada, f"/on-call/{rotation.ref}/calendar-keys"),
        )
        answer = await program.get(mine)
        assert answer.headers["Content-Type"].startswith("text/calendar")
        assert answer.text.startswith("BEGIN:VCALENDAR\r\n") and "SUMMARY:On call: Storage" in answer.text
        both = (await program.get(all_of_it)).text
        assert "SUMMARY:Ada" in both and "SUMMARY:Ben" in both
        assert both.count("UID:") == 2 * answer.text.count("UID:")
        assert f"UID:on-call-{rotation.id}-{at(22):%Y%m%dT%H%M}@escalations" in both
        assert path_in(mine) not in (await ada.get("/me/calendars")).text, "told only once"
        assert (await program.get("/calendars/guess.ics")).status_code == 404
        for _ in range(2):
            assert (await ada.submit("/me/calendar-keys/1/revocation")).status_code == 303
        assert (await program.get(mine)).status_code == 404
        assert (await program.get(all_of_it)).status_code == 200
    async with browser_of(cast.ben) as ben, browser_of(cast.otto) as otto:
        assert (await ben.submit("/me/calendar-keys/2/revocation")).status_code == 404
        assert (await otto.submit("/me/calendar-keys")).status_code == 403


async def test_a_calendar_shows_no_more_than_its_owner_may_see(cast: Cast, admin: asyncpg.Connection) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada], "usgov")
    async with browser_of(cast.ada) as ada, browser_of(None) as program:
        url = await a_key(ada, f"/on-call/{rotation.ref}/calendar-keys")
        assert (await program.get(url)).status_code == 200
        await admin.execute(
            "UPDATE clearance SET expires_at = now() WHERE person_id = $1 AND boundary = 'usgov'", cast.ada.id
        )
        assert (await program.get(url)).status_code == 404
        mine = await a_key(ada, "/me/calendar-keys")
        async with as_person(cast.adam) as db:
            await disable_person(db, await db.get_one(Person, cast.ada.id), by=cast.adam)
        assert (await program.get(mine)).status_code == 404


def holidays(*entries: tuple[str, int, int], also: str = "") -> bytes:
    lines = [
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:Away\r\nDTSTART;VALUE=DATE:{at(start):%Y%m%d}\r\nDTEND;VALUE=DATE:{at(end):%Y%m%d}\r\nEND:VEVENT\r\n"
        for uid, start, end in entries
    ]
    return f"BEGIN:VCALENDAR\r\n{''.join(lines)}{also}END:VCALENDAR\r\n".encode()


async def away(person: Person) -> list[tuple[str, int, int]]:
    async with as_person(person) as db:
        return [
            (one.uid, (one.span.start - at(22, 0)).days + 22, (one.span.end - at(22, 0)).days + 22)
            for one in await absences_of(db, person, now())
        ]


async def upload(browser: Browser, content: bytes) -> str:
    return (await browser.submit("/me/calendar-imports", files={"file": ("away.ics", content, "text/calendar")})).text


async def test_a_file_is_read_and_read_again(cast: Cast) -> None:
    async with browser_of(cast.ada) as ada:
        first = await upload(ada, holidays(("a", 23, 25), ("b", 26, 27), ("past", 10, 12)))
        assert "2 new or changed, 0 as before, 0 taken back" in first
        assert "0 new or changed, 2 as before" in await upload(ada, holidays(("a", 23, 25), ("b", 26, 27)))
        assert await away(cast.ada) == [("a", 23, 25), ("b", 26, 27)]
        moved = await upload(ada, holidays(("a", 23, 26), ("c", 24, 25)))
        assert "1 new or changed, 0 as before, 1 taken back" in moved and "away" in moved and "already" in moved
        assert await away(cast.ada) == [("a", 23, 26)]
        assert "Choose a calendar file" in await upload(ada, b"<html></html>")
        assert await away(cast.ada) == [("a", 23, 26)], "a broken file takes nothing back"
        assert (await ada.submit("/me/calendar-imports")).status_code == 422
    async with browser_of(cast.otto) as otto:
        assert (await otto.submit("/me/calendar-imports")).status_code == 403


async def _asked(vendor: Vendor, person: Person) -> str:
    return await poll_calendar(person.id)


async def test_an_address_is_asked_by_itself(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    async with vendor_on(monkeypatch) as vendor, browser_of(cast.ada) as ada:
        vendor.body = holidays(("a", 23, 25))
        for _ in range(2):
            assert (await ada.submit("/me/calendar-source", address=vendor.url)).status_code == 303
        await run_jobs()
        assert await away(cast.ada) == [("a", 23, 25)] and len(vendor.asked) == 1
        async with as_system() as db:
            assert await sweep_calendars(db, now()) == 0, "asked a moment ago"
        assert await _asked(vendor, cast.ada) == "" and await away(cast.ada) == [("a", 23, 25)]
        vendor.body = b"<html>Sign in</html>"
        assert "Choose a calendar file" in await _asked(vendor, cast.ada)
        assert "Choose a calendar file" in (await ada.get("/me/calendars")).text and await away(cast.ada)
        assert (await ada.submit("/me/calendar-source", address="")).status_code == 303
        assert await _asked(vendor, cast.ada) == ""
        asked = len(vendor.asked)
    assert asked == 3


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://calendar.example/a.ics", "begins with https://"),
        ("https://me:secret@calendar.example/a.ics", "user name"),
        ("https://calendar.example:8443/a.ics", "Only port 443"),
        ("file:///etc/passwd", "begins with https://"),
    ],
)
async def test_an_address_that_is_not_asked(cast: Cast, url: str, said: str) -> None:
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit("/me/calendar-source", address=url)
    assert answer.status_code == 422 and said in answer.text and url in answer.text


async def test_an_address_that_leads_into_the_house(cast: Cast) -> None:
    async with browser_of(cast.ada) as ada:
        assert (await ada.submit("/me/calendar-source", address="https://localhost/a.ics")).status_code == 303
        assert "leads into a private network" in await poll_calendar(cast.ada.id)
