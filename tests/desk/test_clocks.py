"""The clock rules in readable tables, and what another file would move, in words; nothing is saved."""

import re
from html import unescape
from pathlib import Path

import asyncpg
import httpx
import pytest
from sqlmodel import col, func, select

from escalations.clocks.policies import clock_policies
from escalations.desk.clock_words import calendar_lines, policy_lines
from escalations.platform.events import EventRow
from escalations.platform.resources import resource_dir
from escalations.platform.time import now
from tests.cast import Cast
from tests.desk.scenes import owned, unowned
from tests.support import as_person, browser_of

FOLDER = resource_dir("routing_rules") / "clocks"


def in_force() -> str:
    return (FOLDER / f"policy-{clock_policies().policy_at(now()).version}.toml").read_text()


def words_of(answer: httpx.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_a_policy_is_told_by_plan_and_severity() -> None:
    lines = policy_lines(clock_policies(), now())
    assert [line.state for line in lines].count("in force") == 1 and lines[0].state == "in force"
    owed = {(line.whom, line.severity): line for line in lines[0].owed}
    policy = clock_policies().policy_at(now())
    assert len(owed) == sum(len(offered) for offered in policy.plans.values()) + len(policy.rapid_response)
    assert owed["Developer", "C"].first == "8 h, business hours" and owed["Unified", "A"].first == "1 h, all hours"
    assert owed["Developer", "C"].following == "27 h, business hours", "business time is not told in days"
    assert owed["Covered by rapid response", "A"].first == "15 min, all hours"


def test_calendars_are_told_with_their_days() -> None:
    lines = {line.name: line for line in calendar_lines(clock_policies(), now()) if line.state == "in force"}
    assert lines["All hours"].hours == ("Mon–Sun 00:00–24:00",)
    assert lines["Business hours, Berlin"].hours == ("Mon–Fri 09:00–18:00",)
    assert all(day >= now().date() for line in lines.values() for day, _ in line.closed)


async def test_everybody_reads_the_rules_and_leads_try_changes(cast: Cast) -> None:
    for person in cast.everyone:
        async with browser_of(person) as browser:
            answer = await browser.get("/clocks")
            assert answer.status_code == 200 and "files in order" in answer.text
            assert ("See what it moves" in answer.text) is person.may("manage_roster")
            tried = await browser.submit("/clocks/trials", text=in_force())
            assert tried.status_code == (200 if person.may("manage_roster") else 403)


async def test_the_file_in_force_moves_nothing(cast: Cast) -> None:
    await owned(cast)
    async with browser_of(cast.dora) as browser:
        page = await browser.get("/clocks", params={"from": "policy"})
        assert "effective = " in page.text
        answer = words_of(await browser.submit("/clocks/trials", text=in_force()))
        assert "It moves no deadline." in answer
        calendars = (FOLDER / "calendars.toml").read_text()
        assert "It moves no deadline." in words_of(await browser.submit("/clocks/trials", text=calendars))


async def test_a_tighter_policy_is_told_in_words_and_saves_nothing(cast: Cast) -> None:
    case = await owned(cast, claimed="A")
    async with as_person(cast.dora) as db:
        before = (await db.exec(select(func.count()).where(col(EventRow.action).startswith("Clock")))).one()
    tighter = re.sub(r'first_response = "\d+ (h|min), always"', 'first_response = "5 min, always"', in_force())
    assert tighter != in_force()
    async with browser_of(cast.dora) as browser:
        answer = await browser.submit("/clocks/trials", text=tighter)
    told = words_of(answer)
    assert re.search(r"It moves \d+ deadlines?: \d+ earlier \(earliest C-\d+ first response from", told)
    assert case.ref in told and "earlier first response from" in told and "5 min, always" in answer.text
    async with as_person(cast.dora) as db:
        assert (await db.exec(select(func.count()).where(col(EventRow.action).startswith("Clock")))).one() == before


async def test_only_clocks_in_sight_are_counted(cast: Cast, admin: asyncpg.Connection) -> None:
    await owned(cast, claimed="A")
    await unowned(cast, "usgov", claimed="A")
    async with browser_of(cast.dora) as browser:
        both = words_of(await browser.submit("/clocks/trials", text=in_force()))
        await admin.execute("DELETE FROM clearance WHERE person_id = $1 AND boundary = 'usgov'", cast.dora.id)
        one = words_of(await browser.submit("/clocks/trials", text=in_force()))
    counts = [int(found[1]) for told in (both, one) if (found := re.search(r"all (\d+) open clocks", told))]
    assert counts[0] == 2 * counts[1] > 0


async def test_a_calendar_that_is_gone_strands_the_cases_that_count_in_it(cast: Cast) -> None:
    case = await owned(cast, claimed="C")
    entries = (FOLDER / "calendars.toml").read_text().split("[[calendar]]")
    left = "[[calendar]]".join(entry for entry in entries if 'key = "berlin"' not in entry)
    async with browser_of(cast.dora) as browser:
        told = words_of(await browser.submit("/clocks/trials", text=left))
    assert "strands 1 case" in told and f"Stranded, since no due time can be worked out: {case.ref}" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("effective = soon", "policy.toml:1: not TOML"),
        ("effective = 2030-01-01\n", "plans"),
        ('[[calendar]]\nkey = "x"\n', "calendars.toml:"),
        ("", "Paste a policy or a file of calendars, or choose one."),
    ],
)
async def test_a_file_that_is_refused_says_where_and_keeps_the_text(cast: Cast, text: str, said: str) -> None:
    async with browser_of(cast.dora) as browser:
        answer = await browser.submit("/clocks/trials", text=text)
    assert (
        answer.status_code == 422 and said in unescape(answer.text) and (text.split("\n")[0] in unescape(answer.text))
    )


async def test_a_file_is_uploaded(cast: Cast, tmp_path: Path) -> None:
    async with browser_of(cast.adam) as browser:
        answer = await browser.submit("/clocks/trials", files={"file": ("mine.toml", in_force().encode())}, text="")
    assert answer.status_code == 200 and "moves no deadline" in words_of(answer) and "effective = " in answer.text


async def test_the_fault_of_refused_files_is_shown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("escalations.desk.routes.clocks.clock_rules_fault", lambda: "calendars.toml:7: it never opens")
    async with browser_of(cast.otto) as browser:
        page = words_of(await browser.get("/clocks"))
    assert "files refused" in page and "calendars.toml:7: it never opens" in page


async def test_very_many_clocks_are_left_to_the_command(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    await owned(cast)
    monkeypatch.setattr("escalations.desk.routes.clocks.MOST", 0)
    async with browser_of(cast.dora) as browser:
        answer = await browser.submit("/clocks/trials", text=in_force())
    assert answer.status_code == 422 and "escalations clocks impact --policy FILE" in answer.text
