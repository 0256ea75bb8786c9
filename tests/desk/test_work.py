from datetime import UTC, datetime, timedelta

import asyncpg

from escalations.cases.queries import CaseLine
from escalations.clocks.chip import ClockChip
from escalations.desk.presenting import group_of, grouped, shift_words
from escalations.desk.queries import queues_of
from escalations.people.models import Person
from escalations.platform.time import now
from tests.cast import FAMILIES, Cast
from tests.desk.scenes import live_topics, over, owned, refs_in, snoozed, unowned, waiting
from tests.support import as_system, browser_of

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def line(number: int = 1, tone: str | None = None, **told: object) -> CaseLine:
    usual = {
        "id": number, "ref": f"C-{number}", "url": f"/cases/C-{number}", "title": "Checkout is down", "severity": "B", "customer": "Harbour Foods",
        "covered": False, "family": "Storage", "product": "", "turn": "us", "owner": "Ada", "hint": "", "boundary": "public", "due_kind": "next_update",
        "clock": ClockChip("a word", tone, NOON) if tone else None,  # type: ignore[arg-type]
    }  # fmt: skip
    return CaseLine(**(usual | told))  # type: ignore[arg-type]


def test_a_case_stands_where_it_needs_its_owner_first() -> None:
    assert group_of(line(tone="bad", turn="customer", snoozed=True)) == "breached"
    assert group_of(line(tone="warn", turn="close_the_loop")) == "soon"
    assert group_of(line(tone="ok")) == "ours"
    assert group_of(line(turn="close_the_loop")) == "loop"
    assert group_of(line(turn="product_group")) == "waiting"
    assert group_of(line(tone="ok", turn="us", snoozed=True)) == "snoozed"


def test_a_follow_up_that_came_back_is_no_breach() -> None:
    assert group_of(line(tone="bad", due_kind="follow_up")) == "ours"
    assert group_of(line(tone="warn", due_kind="follow_up", turn="customer")) == "waiting"


def test_groups_lose_nothing_and_say_what_is_due() -> None:
    lines = [line(1, "bad"), line(2, "warn"), line(3, "ok"), line(4, "ok", snoozed=True)]
    groups = grouped(lines)
    assert sorted(case.ref for group in groups for case in group.cases) == ["C-1", "C-2", "C-3", "C-4"]
    assert [group.key for group in groups] == ["breached", "soon", "ours", "snoozed"]
    assert groups[0].cases[0].hint == "next update" and groups[2].cases[0].hint == ""


def test_which_queues_are_whose() -> None:
    engineer, lead, rapid = (
        Person(name="x", email="x", role=role) for role in ("support_engineer", "duty_lead", "rapid_response")
    )
    assert queues_of(engineer, ["storage", "identity"]) == ["storage", "identity", "triage"]
    assert queues_of(lead, []) == ["triage"] and queues_of(rapid, FAMILIES) == ["rapid_response"]


def test_the_shift_is_told_in_the_persons_zone() -> None:
    person = Person(
        name="x", email="x", role="duty_lead", time_zone="Asia/Tokyo", shift_start=540, shift_end=1020, presence="busy"
    )
    assert shift_words(person, NOON) == "off shift until 2 Mar 2027 09:00 JST"
    assert shift_words(person, NOON + timedelta(hours=14)) == "on shift until 17:00 JST"
    person.presence = "away"
    assert (
        shift_words(person, NOON + timedelta(hours=14)) == "on shift until 17:00 JST, but away: no case is given to you"
    )


async def test_my_work_is_grouped_and_counted(cast: Cast, admin: asyncpg.Connection) -> None:
    fine, late, resting, asleep, done = [await owned(cast, title=f"Share {n} is gone", claimed="C") for n in range(5)]
    await waiting(cast, resting)
    await snoozed(cast, asleep)
    await over(cast, done)
    await admin.execute("UPDATE support_case SET due_at = now() - interval '12 min' WHERE id = $1", late.id)
    async with browser_of(cast.ada) as browser:
        html = (await browser.get("/")).text
    shown = {key: refs_in(html, f"work-{key}") for key in ("breached", "ours", "loop", "waiting", "snoozed")}
    assert shown == {
        "breached": [late.ref],
        "ours": [fine.ref],
        "loop": [done.ref],
        "waiting": [resting.ref],
        "snoozed": [asleep.ref],
    }
    assert "<span>5 open</span>" in html and "1 breached" in html and "first response" in html


async def test_my_work_is_live_for_me_and_for_cases(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        assert live_topics((await browser.get("/")).text) == [f"owner/{cast.ada.id}", "case"]


async def test_nobody_sees_the_work_of_others_or_of_other_clouds(cast: Cast) -> None:
    mine, free, german = await owned(cast), await unowned(cast), await unowned(cast, "germany")
    for person, seen in ((cast.ada, {mine.ref, free.ref}), (cast.ben, {free.ref}), (cast.cleo, {german.ref})):
        async with browser_of(person) as browser:
            html = (await browser.get("/")).text
        assert {case.ref for case in (mine, free, german) if f"/cases/{case.ref}" in html} == seen, person.name


async def test_what_waits_in_my_queues_is_claimed_with_one_click(cast: Cast) -> None:
    calm, urgent = await unowned(cast, claimed="C"), await unowned(cast, claimed="A")
    async with browser_of(cast.ada) as browser:
        html = (await browser.get("/")).text
        assert "You own no case. Claim the first one below." in html
        assert refs_in(html, "work-unowned") == [urgent.ref, calm.ref]
        claimed = await browser.submit(f"/cases/{urgent.ref}/claim", htmx=True)
        assert claimed.status_code == 200 and f"{urgent.ref} is yours." in claimed.headers["HX-Trigger"]
        html = (await browser.get("/")).text
    assert refs_in(html, "work-unowned") == [calm.ref] and refs_in(html, "work-soon") + refs_in(html, "work-ours") == [
        urgent.ref
    ]


async def test_only_ten_wait_on_my_page_and_no_sleepers(cast: Cast) -> None:
    opened = [await unowned(cast, claimed="C") for _ in range(12)]
    await snoozed(cast, opened[0])
    async with browser_of(cast.ada) as browser:
        shown = refs_in((await browser.get("/")).text, "work-unowned")
    assert len(shown) == 10 and opened[0].ref not in shown


async def test_an_empty_day_says_where_to_look(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        html = (await browser.get("/")).text
    assert "Nothing waits in your queues either" in html and 'href="/queues"' in html


async def test_who_owns_no_cases_begins_elsewhere(cast: Cast) -> None:
    starts = {"pia": "/escalations", "comm": "/incidents", "remy": "/people", "adam": "/people", "otto": "/audit"}
    for name, start in starts.items():
        async with browser_of(getattr(cast, name)) as browser:
            answer = await browser.get("/")
            assert (answer.status_code, answer.headers["Location"]) == (303, start)
            assert (await browser.get(start)).status_code == 200
    for person in (cast.ada, cast.dora, cast.rex):
        async with browser_of(person) as browser:
            assert (await browser.get("/")).status_code == 200


async def test_closed_cases_are_nobodys_work(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await owned(cast)
    await admin.execute("UPDATE support_case SET closed_at = $1 WHERE id = $2", now() + timedelta(seconds=1), case.id)
    async with browser_of(cast.ada) as browser, as_system():
        assert case.ref not in (await browser.get("/")).text
