import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg
import pytest
from sqlmodel import col, select

from escalations.desk.actions import drop_jobs, replay_jobs
from escalations.platform import jobs
from escalations.platform.errors import NotAllowed
from escalations.platform.events import EventRow
from escalations.platform.job_desk import held_jobs, job_counts
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of, urls


class Stubborn:
    """A job that fails until it is mended."""

    def __init__(self) -> None:
        self.broken, self.done = True, list[dict[str, Any]]()

    async def __call__(self, payload: dict[str, Any]) -> None:
        if self.broken:
            raise ConnectionRefusedError("the mail server does not answer")
        self.done.append(payload)


@pytest.fixture
def stubborn(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubborn]:
    handler = Stubborn()
    monkeypatch.setattr(jobs, "MAX_ATTEMPTS", 0)
    monkeypatch.setitem(jobs._handlers, "send_letter", handler)
    yield handler


@pytest.fixture
async def worker(cast: Cast, stubborn: Stubborn) -> AsyncIterator[None]:
    """The real worker, beside the test."""
    stop = asyncio.Event()
    running = asyncio.create_task(jobs.work(urls.app, stop))
    yield
    stop.set()
    await running


async def queue(*wanted: jobs.Job) -> None:
    async with as_system() as db:
        await jobs.enqueue(db, wanted)


async def until(reached: str, count: int) -> None:
    async with asyncio.timeout(15):
        while True:
            async with as_system() as db:
                if getattr(await job_counts(db), reached) == count:
                    return
            await asyncio.sleep(0.05)


async def told(cast: Cast) -> list[str]:
    async with as_person(cast.adam) as db:
        rows = await db.exec(select(EventRow).where(EventRow.subject == "jobs/held").order_by(col(EventRow.id)))
        return [f"{row.actor_name} {row.told}" for row in rows]


async def test_a_failing_job_is_held_and_can_be_replayed(cast: Cast, stubborn: Stubborn, worker: None) -> None:
    await queue(jobs.Job("send_letter", {"case": 7, "boundary": "public"}))
    await until("held", 1)
    async with as_system() as db:
        (held,) = await held_jobs(db)
    assert (held.name, held.payload["case"], held.attempts) == ("send_letter", 7, 1)
    assert held.problem == "ConnectionRefusedError: the mail server does not answer" and "Traceback" in held.trace
    stubborn.broken = False
    async with browser_of(cast.adam) as browser:
        html = (await browser.get("/jobs")).text
        assert "the mail server does not answer" in html and "1 held" in html and "&#34;case&#34;: 7" in html
        answer = await browser.submit("/jobs/replays", htmx=True, job=held.id)
        assert (
            answer.status_code == 200
            and "1 back at work." in answer.headers["HX-Trigger"]
            and "hx-partial" in answer.text
        )
    for state in ("held", "waiting", "running"):
        await until(state, 0)
    assert stubborn.done == [{"case": 7, "boundary": "public"}]
    assert await told(cast) == ["Adam sent a held job back to work"]


async def test_all_are_replayed_at_once(cast: Cast, stubborn: Stubborn, worker: None) -> None:
    await queue(*(jobs.Job("send_letter", {"case": number}) for number in range(3)))
    await until("held", 3)
    stubborn.broken = False
    async with browser_of(cast.adam) as browser:
        answer = await browser.submit("/jobs/replays")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/jobs")
        again = await browser.submit("/jobs/replays", htmx=True)
        assert "Nothing was held any more." in again.headers["HX-Trigger"]
    for state in ("held", "waiting", "running"):
        await until(state, 0)
    assert sorted(payload["case"] for payload in stubborn.done) == [0, 1, 2]
    assert await told(cast) == ["Adam sent 3 held jobs back to work"]


HOLD = """INSERT INTO pgqueuer (priority, status, entrypoint, payload, attempts, dedupe_key)
VALUES (0, $1, 'send_letter', $2, 6, $3) RETURNING id"""


async def put(
    admin: asyncpg.Connection, status: str = "failed", *, boundary: str = "public", key: str | None = None
) -> int:
    return int(await admin.fetchval(HOLD, status, f'{{"boundary": "{boundary}", "secret": "Isar"}}'.encode(), key))


async def statuses(admin: asyncpg.Connection) -> dict[int, str]:
    return {row["id"]: row["status"] for row in await admin.fetch("SELECT id, status::text FROM pgqueuer")}


async def test_what_already_waits_is_not_queued_twice(cast: Cast, admin: asyncpg.Connection) -> None:
    """Two jobs with one key may not both wait: the newer stands for the older."""
    older, newer, other = [await put(admin, key=key) for key in ("letter/1", "letter/1", "letter/2")]
    waiting = await put(admin, "queued", key="letter/2")
    async with as_person(cast.adam) as db:
        assert await replay_jobs(db, None, by=cast.adam) == 1
    assert await statuses(admin) == {newer: "queued", waiting: "queued"} and older < newer < other


async def test_one_of_two_alike_is_replayed_alone(cast: Cast, admin: asyncpg.Connection) -> None:
    first, second = await put(admin, key="letter/1"), await put(admin, key="letter/1")
    async with as_person(cast.adam) as db:
        assert await replay_jobs(db, [first], by=cast.adam) == 1
        assert await replay_jobs(db, [first], by=cast.adam) == 0
    assert await statuses(admin) == {first: "queued", second: "failed"}


async def test_a_job_is_dropped_for_good_and_once(cast: Cast, admin: asyncpg.Connection) -> None:
    job, waiting = await put(admin), await put(admin, "queued")
    async with browser_of(cast.adam) as browser:
        for _ in range(2):
            assert (await browser.submit("/jobs/drops", job=job)).status_code == 303
        assert (await browser.submit("/jobs/drops", job=waiting)).status_code == 303, "what waits is not held"
        assert (await browser.submit("/jobs/drops")).status_code == 422
    assert await statuses(admin) == {waiting: "queued"} and await told(cast) == ["Adam dropped a held job"]


async def test_a_job_is_named_by_its_number(cast: Cast, admin: asyncpg.Connection) -> None:
    job = await put(admin)
    async with browser_of(cast.adam) as browser:
        for wrong in ("seven", "1.5", "-"):
            replayed = await browser.submit("/jobs/replays", job=wrong)
            dropped = await browser.submit("/jobs/drops", job=wrong)
            assert replayed.status_code == dropped.status_code == 422, wrong
            assert "A job is named by its number" in replayed.text and "by its number" in dropped.text
    assert await statuses(admin) == {job: "failed"} and not await told(cast)


async def test_jobs_are_for_administrators(cast: Cast, admin: asyncpg.Connection) -> None:
    job = await put(admin)
    for person in cast.everyone:
        async with browser_of(person) as browser:
            allowed = person is cast.adam
            assert (await browser.get("/jobs")).status_code == (200 if allowed else 404), person.name
            if not allowed:
                assert (await browser.submit("/jobs/replays", job=job)).status_code == 403
    async with as_person(cast.ada) as db:
        with pytest.raises(NotAllowed):
            await drop_jobs(db, [job], by=cast.ada)
    assert await statuses(admin) == {job: "failed"}


async def test_a_job_of_another_cloud_keeps_its_content(cast: Cast, admin: asyncpg.Connection) -> None:
    await put(admin, boundary="germany")
    await admin.execute(
        "UPDATE clearance SET revoked_at = now() WHERE person_id = $1 AND boundary = 'germany'", cast.adam.id
    )
    async with browser_of(cast.adam) as browser:
        html = (await browser.get("/jobs")).text
    assert "not cleared for" in html and "Isar" not in html and "1 held" in html


async def test_a_job_of_another_cloud_is_not_dropped(cast: Cast, admin: asyncpg.Connection) -> None:
    job, nobodys = await put(admin, boundary="germany"), await admin.fetchval(HOLD, "failed", None, None)
    await admin.execute(
        "UPDATE clearance SET revoked_at = now() WHERE person_id = $1 AND boundary = 'germany'", cast.adam.id
    )
    async with browser_of(cast.adam) as browser:
        assert (await browser.get("/jobs")).text.count('action="/jobs/drops"') == 1
        for one in (job, nobodys):
            answer = await browser.submit("/jobs/drops", htmx=True, job=one)
        assert answer.status_code == 200
        assert await statuses(admin) == {job: "failed"}
        again = await browser.submit("/jobs/drops", htmx=True, job=job)
        assert "not cleared for" in again.headers["HX-Trigger"] and await statuses(admin) == {job: "failed"}
    assert await told(cast) == ["Adam dropped a held job"]


async def test_nothing_held_is_said_calmly(cast: Cast) -> None:
    async with browser_of(cast.adam) as browser:
        html = (await browser.get("/jobs")).text
    assert "No job was given up." in html and "0 held" in html and "Replay all" not in html
