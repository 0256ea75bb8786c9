"""Verifying clocks and trying out policies and hours from a shell."""

import json
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from escalations.cases.models import Case
from escalations.clocks.sweeps import sweep_clocks
from escalations.platform.resources import resource_dir
from escalations.platform.time import now, time_at
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.cli.shell import said
from tests.support import as_system

FOLDER = resource_dir("routing_rules") / "clocks"
POLICY = (FOLDER / "policy-2026-07-01.toml").read_text()
TIGHTER = POLICY.replace('A = { first_response = "1 h', 'A = { first_response = "10 min')


@pytest.fixture
async def cases(cast: Cast) -> list[Case]:
    """Critical ones, one opened half an hour ago and one two hours ago, which is late by an hour."""
    customer, opened = await a_customer(), []
    for minutes in (120, 30):
        with time_at(now() - timedelta(minutes=minutes)):
            opened.append(await a_case(cast.ada, customer, claimed="A"))
    async with as_system() as db:
        await sweep_clocks(db, now())
    return opened


@pytest.fixture
def tighter(tmp_path: Path) -> str:
    path = tmp_path / "tighter.toml"
    path.write_text(TIGHTER)
    return str(path)


class TestVerify:
    async def test_all_agree(self, cases: list[Case]) -> None:
        ended = await said("clocks", "verify")
        assert (ended.code, ended.out) == (0, "4 open clocks, 0 differ from their ledgers.\n")

    async def test_a_difference_is_named_then_set_right(self, cases: list[Case], admin: asyncpg.Connection) -> None:
        await admin.execute(
            "UPDATE clock SET due_at = due_at + interval '1 day' WHERE kind = 'resolution' AND case_id = $1",
            cases[0].id,
        )
        ended = await said("clocks", "verify", "--boundary", "public")
        assert ended.code == 1
        assert f"{cases[0].ref} the resolution clock (clock " in ended.out and "): due_at" in ended.out
        assert "4 open clocks, 1 differ from their ledgers." in ended.out
        told = await said("clocks", "verify", "--json")
        (difference,) = json.loads(told.out)["differences"]
        assert (difference["case"], difference["kind"], difference["wrong"]) == (cases[0].ref, "resolution", ["due_at"])
        assert (await said("clocks", "verify", "--boundary", "germany")).code == 0
        assert (await said("clocks", "verify", "--fix")).code == 0
        assert (await said("clocks", "verify")).code == 0


class TestImpact:
    async def test_in_words(self, cases: list[Case], tighter: str) -> None:
        ended = await said("clocks", "impact", "--policy", tighter)
        assert ended.code == 1
        assert ended.out.startswith(f"It moves 1 deadline: 1 earlier (earliest {cases[1].ref} first response from ")

    async def test_nothing_moves(self, cases: list[Case]) -> None:
        ended = await said("clocks", "impact", "--calendars", str(FOLDER / "calendars.toml"))
        assert (ended.code, ended.out) == (0, "It moves no deadline.\n")

    async def test_for_scripts(self, cases: list[Case], tighter: str) -> None:
        told = json.loads((await said("clocks", "impact", "--policy", tighter, "--json")).out)
        assert (told["clocks"], told["moved"], told["earlier"], told["stranded"]) == (4, 1, 1, [])
        assert [move["case"] for move in told["examples"]] == [cases[1].ref]

    async def test_a_bad_file_is_refused_with_file_and_line(self, cases: list[Case], tmp_path: Path) -> None:
        path = tmp_path / "mine.toml"
        path.write_text(POLICY.replace('"8 h, always"', '"8 hours"'))
        ended = await said("clocks", "impact", "--policy", str(path))
        assert ended.code == 2
        assert "mine.toml:" in ended.err and "'8 hours' is not written like '4 h, business'" in ended.err

    async def test_one_file_at_a_time(self, cases: list[Case], tighter: str) -> None:
        for words in ((), ("--policy", tighter, "--calendars", tighter)):
            ended = await said("clocks", "impact", *words)
            assert ended.code == 2 and "Name one file to try out" in ended.err


class TestReplay:
    async def test_a_table_by_family_plan_severity_and_kind(self, cases: list[Case], tighter: str) -> None:
        since = f"{now() - timedelta(days=2):%Y-%m-%d}"
        ended = await said("clocks", "replay", "--policy", tighter, "--since", since)
        assert ended.code == 0
        lines = {line.split("  ")[0]: line.split()[-5:] for line in ended.out.splitlines() if line}
        assert lines["storage"] == lines["prodirect"] == lines["A"] == lines["all"] == ["4", "1", "2", "1", "0"]
        assert lines["first response"] == ["2", "1", "2", "1", "0"]
        assert lines["resolution"] == ["2", "0", "0", "0", "0"]
        assert f"Newly breached: {cases[1].ref} first response" in ended.out

    async def test_for_scripts_within_a_span_and_a_boundary(self, cases: list[Case], tighter: str) -> None:
        usual = ("clocks", "replay", "--policy", tighter, "--json", "--since")
        day = f"{now() - timedelta(days=2):%Y-%m-%d}"
        told = json.loads((await said(*usual, day)).out)
        assert told["total"] == {"clocks": 4, "then": 1, "under": 2, "newly": 1, "saved": 0}
        assert told["newly_breached"] == [{"case": cases[1].ref, "kind": "first_response"}]
        assert json.loads((await said(*usual, day, "--until", day)).out)["total"]["clocks"] == 0
        assert json.loads((await said(*usual, day, "--boundary", "germany")).out)["total"]["clocks"] == 0

    async def test_under_the_calendars_in_force_nothing_changes(self, cases: list[Case]) -> None:
        since = f"{now() - timedelta(days=2):%Y-%m-%d}"
        ended = await said(
            "clocks", "replay", "--calendars", str(FOLDER / "calendars.toml"), "--since", since, "--json"
        )
        assert json.loads(ended.out)["total"] == {"clocks": 4, "then": 1, "under": 1, "newly": 0, "saved": 0}
