"""A file of cases, brought in: once, each row by itself, in somebody's sight."""

import asyncio
import csv
import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import click
import pytest
from click.testing import CliRunner

from escalations.cases.actions import open_case
from escalations.cli.case_files import rows_of
from escalations.cli.case_importer import Order, Tally, import_cases
from escalations.cli.case_rows import COLUMNS
from escalations.cli.main import main
from escalations.platform.errors import NotAllowed
from tests.cast import Cast
from tests.cli.shell import shell
from tests.customers.builders import a_customer

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SOME = [
    {"id": f"t-{n}", "title": f"Storage account {n} cannot be reached", "summary": "AuthorizationFailure since noon."}
    for n in range(6)
]


def in_file(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


async def imported(
    path: Path, *, stop: asyncio.Event | None = None, advance: Callable[[], object] = lambda: None, **wanted: Any
) -> Tally:
    order = Order(path=path, columns=COLUMNS, **wanted)
    return await import_cases(order, rows_of(path), stop or asyncio.Event(), advance)


def summed(tally: Tally) -> tuple[int, int, int]:
    return tally.opened, tally.there_already, len(tally.failures)


@pytest.fixture
def real_issues(tmp_path: Path) -> Path:
    file = DATA / "issues_dev.jsonl"
    assert file.exists(), "issues_dev.jsonl is missing: the folder shared/data belongs beside the checkout."
    return in_file(tmp_path, [json.loads(line) for line in file.read_text("utf-8").splitlines()[:25]])


async def test_what_people_really_wrote_becomes_cases(cast: Cast, admin: asyncpg.Connection, real_issues: Path) -> None:
    customers = [await a_customer("Nordhavn Rail"), await a_customer("Solvang Foods")]
    await a_customer("Elbe Kliniken", "germany")
    assert summed(await imported(real_issues, customer="*")) == (25, 0, 0)
    cases = await admin.fetch("SELECT * FROM support_case ORDER BY id")
    for case, line in zip(cases, [row.values for row in rows_of(real_issues)], strict=True):
        assert (case["external_key"], case["title"][:190], case["channel"]) == (
            line["id"],
            line["title"][:190],
            "import",
        )
        assert case["family"] == line["family"] and case["customer_id"] in [one.id for one in customers]
        assert (case["problem_started_at"] is None) == (line["date"] is None)
        assert set(line["error_codes"]) <= set(case["error_codes"])
    assert await admin.fetchval("SELECT count(*) FROM routing_decision") == 25
    running = await admin.fetch("SELECT kind, count(*) FROM clock WHERE state = 'running' GROUP BY kind ORDER BY kind")
    assert [tuple(row) for row in running] == [("first_response", 25), ("resolution", 25)]


async def test_a_spreadsheet_too(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    customer, path = await a_customer(), tmp_path / "cases.csv"
    with path.open("w", newline="") as file:
        sheet = csv.writer(file, delimiter=";")
        sheet.writerow(["id", "title", "body", "error_codes", "date", "severity", "customer", "product"])
        sheet.writerow(
            [
                1,
                "Pods do not start",
                "Since the\nupgrade",
                "ImagePullBackOff;401",
                "2024-03-05",
                "A",
                "nordhavn rail",
                "AKS",
            ]
        )
        sheet.writerow([2, "Disks are slow", "", "", "", "", customer.ref, ""])
    assert summed(await imported(path)) == (2, 0, 0)
    first, second = await admin.fetch("SELECT * FROM support_case ORDER BY id")
    assert (first["product"], first["severity"], first["description"]) == ("aks", "A", "Since the\nupgrade")
    assert {"ImagePullBackOff", "401"} <= set(first["error_codes"])
    assert (second["severity"], second["description"]) == ("C", "Disks are slow")


async def test_twice_is_once(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    await a_customer()
    path = in_file(tmp_path, [*SOME, {"title": "A row without a key of its own"}])
    assert summed(await imported(path, customer="Nordhavn Rail")) == (7, 0, 0)
    events = await admin.fetchval("SELECT count(*) FROM event")
    assert summed(await imported(path, customer="Nordhavn Rail")) == (0, 7, 0)
    assert await admin.fetchval("SELECT count(*) FROM event") == events


async def test_another_systems_row_with_the_same_number_is_not_swallowed(cast: Cast, tmp_path: Path) -> None:
    await a_customer()
    await imported(in_file(tmp_path, SOME[:1]), customer="CU-1")
    path = in_file(tmp_path, [SOME[0] | {"summary": "Something else entirely."}])
    tally = await imported(path, customer="CU-1")
    assert summed(tally) == (0, 0, 1) and "C-1 has the key t-0 already and says something else" in tally.failures[0][1]
    assert summed(await imported(path, customer="CU-1", source="other")) == (1, 0, 0)


async def test_bad_rows_stay_behind_and_good_ones_go_on(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    await a_customer()
    bad = [
        {"title": "x"},
        {"title": "Disks are slow", "date": "soon"},
        {"title": "Disks are slow", "customer": "Nobody"},
    ]
    tally = await imported(in_file(tmp_path, [*bad, *SOME]), customer="CU-1")
    assert summed(tally) == (6, 0, 3)
    assert [row.number for row, _ in tally.failures] == [1, 2, 3]
    assert await admin.fetchval("SELECT count(*) FROM support_case") == 6


async def test_a_dry_run_says_where_and_writes_nothing(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    await a_customer()
    path = in_file(tmp_path, [*SOME, {"title": "x"}])
    tried = await imported(path, customer="CU-1", dry_run=True)
    assert await admin.fetchval("SELECT count(*) FROM support_case") == 0
    real = await imported(path, customer="CU-1")
    assert summed(tried) == summed(real) == (6, 0, 1)
    assert (tried.queues, tried.families) == (real.queues, real.families)
    assert summed(await imported(path, customer="CU-1", dry_run=True)) == (0, 6, 1)


async def test_it_stops_between_two_rows_and_goes_on_from_there(cast: Cast, tmp_path: Path) -> None:
    await a_customer()
    path, stop = in_file(tmp_path, SOME), asyncio.Event()
    tally = await imported(path, customer="CU-1", stop=stop, advance=stop.set)
    assert (summed(tally), tally.stopped, tally.done) == ((1, 0, 0), "You stopped it", 1)
    assert summed(await imported(path, customer="CU-1")) == (5, 1, 0)


async def test_in_a_persons_name_and_sight(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    await a_customer()
    await a_customer("Elbe Kliniken", "germany")
    path = in_file(tmp_path, [SOME[0], SOME[1] | {"customer": "Elbe Kliniken"}])
    tally = await imported(path, customer="CU-1", email=cast.ada.email)
    assert summed(tally) == (1, 0, 1) and "no customer Elbe Kliniken in sight" in tally.failures[0][1]
    assert await admin.fetchval("SELECT opened_by FROM support_case") == cast.ada.id
    with pytest.raises(NotAllowed, match=r"A[n]? auditor may not work on cases"):
        await imported(path, customer="CU-1", email=cast.otto.email)
    with pytest.raises(click.UsageError, match="Nobody who may sign in"):
        await imported(path, customer="CU-1", email="nobody@support.example")


async def test_a_boundary_keeps_the_others_out(cast: Cast, tmp_path: Path) -> None:
    await a_customer("Elbe Kliniken", "germany")
    path = in_file(tmp_path, SOME)
    with pytest.raises(click.UsageError, match="There is no customer Elbe Kliniken in sight"):
        await imported(path, customer="Elbe Kliniken", boundary="public")
    with pytest.raises(click.UsageError, match="no customer in sight in public"):
        await imported(path, customer="*")
    assert summed(await imported(path, customer="*", boundary="germany")) == (6, 0, 0)


async def test_a_row_is_whole_or_not_there(
    cast: Cast, admin: asyncpg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database goes away after a case was written and before it was committed."""
    await a_customer()

    async def open_and_break(db: Any, new: Any, *, by: Any) -> Any:
        case = await open_case(db, new, by=by)
        if new.external_key == "t-2":
            raise ConnectionResetError("gone")
        return case

    monkeypatch.setattr("escalations.cli.case_importer.open_case", open_and_break)
    path = in_file(tmp_path, SOME)
    tally = await imported(path, customer="CU-1")
    assert (tally.opened, tally.stopped) == (2, "The database did not answer (gone)")
    assert await admin.fetchval("SELECT count(*) FROM support_case") == 2
    monkeypatch.undo()
    assert summed(await imported(path, customer="CU-1")) == (4, 2, 0)


async def test_from_the_shell(cast: Cast, tmp_path: Path) -> None:
    await a_customer()
    path, mend = in_file(tmp_path, [*SOME, {"headline": "x", "id": 9}]), tmp_path / "mend.jsonl"
    ended = await shell("import", "cases", str(path), "--customer", "Nordhavn Rail", "--errors", str(mend))
    assert ended.code == 1 and "6 of 7 rows imported, 0 there already, 1 failed" in ended.out
    assert "Row 7 Column “title”: There is no usable title" in ended.out and str(mend) in ended.out
    (left,) = rows_of(mend)
    mend.write_text(json.dumps(left.values | {"title": "Mended by hand"}))
    ended = await shell("import", "cases", str(mend), "--customer", "CU-1", "--json")
    assert ended.code == 0 and json.loads(ended.out)["imported"] == 1


async def test_ctrl_c_from_the_shell(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    await a_customer()
    path = in_file(tmp_path, [row | {"id": f"{row['id']}-{n}"} for n in range(200) for row in SOME])

    async def interrupt(process: asyncio.subprocess.Process) -> None:
        async with asyncio.timeout(30):
            while not await admin.fetchval("SELECT count(*) FROM support_case"):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        process.send_signal(signal.SIGINT)

    ended = await shell("import", "cases", str(path), "--customer", "CU-1", meanwhile=interrupt)
    there = await admin.fetchval("SELECT count(*) FROM support_case")
    assert ended.code == 130 and 0 < there < 1200
    assert f"You stopped it after {there} of 1200 rows. Run the same command again to go on" in ended.out


async def test_a_customer_that_is_not_there_is_said_at_once(cast: Cast, tmp_path: Path) -> None:
    ended = await shell("import", "cases", str(in_file(tmp_path, SOME)), "--customer", "Nobody")
    assert ended.code == 2 and "There is no customer Nobody in sight" in ended.err


def test_asked_wrongly(tmp_path: Path) -> None:
    path = str(in_file(tmp_path, SOME))
    for words, told in (
        (["--map", "headline"], "write MEANING=COLUMN"),
        (["--map", "colour=c"], "write MEANING=COLUMN"),
        (["--boundary", "mars"], "There is no boundary mars"),
        (["--errors", path], "--errors would overwrite"),
    ):
        result = CliRunner().invoke(main, ["import", "cases", path, *words])
        assert result.exit_code == 2 and told in result.output
