"""`escalations routing backtest`: what it says, writes and answers with."""

import csv
import json
import shutil
from pathlib import Path

import asyncpg
import pytest

from escalations.cases.actions import close_case
from escalations.cases.queries import case_for
from escalations.cli.backtest_runs import EVERY
from escalations.platform.resources import resource_dir
from escalations.platform.time import now
from escalations.routing.rule_files import rule_set
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.cli.shell import Ended, said
from tests.support import as_person

TO_TRIAGE = """[[rule]]
name = "Storage to triage"
owner = "leads"
reason = "To try it."
when = { family = "storage" }
then = { queue = "triage" }
[[rule.examples]]
family = "storage"
severity = "C"
queue = "triage"

"""
SINCE = ("--since", "2026-01-01")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """With one more before the last."""
    folder = Path(shutil.copytree(resource_dir("routing_rules"), tmp_path / "rules"))
    last = sorted((folder / "rules").glob("*.toml"))[-1]
    last.write_text(TO_TRIAGE + last.read_text("utf-8"), "utf-8")
    return folder


async def backtest(*words: object) -> Ended:
    return await said("routing", "backtest", *SINCE, *map(str, words))


async def some_cases(cast: Cast) -> None:
    """Two for the last rule, one of them closed; one that another rule takes; one in Germany."""
    customer = await a_customer(plan="standard")
    for told in ({"claimed": "C"}, {"claimed": "C"}, {"claimed": "A"}):
        case = await a_case(cast.ada, customer, **told)
    german = await a_customer("germany", "Nordwerk", plan="standard")
    await a_case(cast.cleo, german, claimed="C")
    async with as_person(cast.dora) as db:
        row = await case_for(db, cast.dora, "C-1", lock=True)
        await close_case(db, row, "fixed", "It works.", by=cast.dora)
    assert case.ref == "C-3"


async def test_what_would_move(cast: Cast, rules: Path, tmp_path: Path) -> None:
    await some_cases(cast)
    ended = await backtest("--rules", rules, "--list", tmp_path / "moved.csv")
    assert ended.code == 0
    assert "2 of 4 cases would move, none of them of severity A." in ended.out
    assert "Wrongly routed: 1 instead of 0, 1 more." in ended.out
    assert "storage → triage" in ended.out and "Rules that decided none of them: " in ended.out
    with (tmp_path / "moved.csv").open(newline="") as file:
        moved = list(csv.DictReader(file))
    assert [(row["case"], row["was_sent_to"], row["would_go_to"], row["solved_in"]) for row in moved] == [
        ("C-2", "storage", "triage", ""), ("C-1", "storage", "triage", "storage"),
    ]  # fmt: skip
    assert {row["by_new_rule"] for row in moved} == {"Storage to triage"}


async def test_for_scripts(cast: Cast, rules: Path) -> None:
    await some_cases(cast)
    told = json.loads((await backtest("--rules", rules, "--json")).out)
    assert (told["cases"], told["moved"], told["solved"], told["newly_wrong"]) == (4, 2, 1, 1)
    assert told["moves"][0]["from"] == "storage" and told["by_severity"]["C"]["cases"] == 3
    assert told["by_tier"]["standard"]["moved"] == 2 and told["hits"]["Storage to triage"] == 2
    assert "contradictions" not in told


async def test_one_boundary_some_days_the_newest(cast: Cast, rules: Path) -> None:
    await some_cases(cast)
    german = json.loads((await backtest("--rules", rules, "--boundary", "germany", "--json")).out)
    assert (german["cases"], german["moved"]) == (1, 0)
    newest = json.loads((await backtest("--rules", rules, "--limit", 2, "--json")).out)
    assert newest["cases"] == 2 and newest["moved"] == 0
    earlier = await backtest("--rules", rules, "--until", f"{now():%Y}-01-02")
    assert (earlier.code, earlier.err.strip()) == (1, "Error: No case was opened in that time. Nothing was replayed.")


async def test_the_present_rules_say_what_they_said(cast: Cast) -> None:
    await some_cases(cast)
    for words in ((), ("--full",)):
        ended = await backtest("--expect-same", *words)
        assert ended.code == 0 and "None of 4 cases would move." in ended.out
        assert "Every stored decision came out again." in ended.out
    told = json.loads((await backtest("--expect-same", "--full", "--json")).out)
    assert told["contradictions"] == [] and told["rule_set"] == rule_set().hash


async def test_a_decision_that_does_not_come_out_again_is_listed(cast: Cast, admin: asyncpg.Connection) -> None:
    await some_cases(cast)
    await admin.execute("UPDATE routing_decision SET queue = 'identity' WHERE case_id = 1")
    ended = await backtest("--expect-same")
    assert ended.code == 3 and "1 stored decisions did not come out again." in ended.out
    assert "C-1" in ended.out and "It says identity by “To the family”, but the same rules now say storage" in ended.out


async def test_what_other_rules_decided_is_held_against_its_own_row(cast: Cast, admin: asyncpg.Connection) -> None:
    """Under another rule set's hash the present rules prove nothing; the row does."""
    await some_cases(cast)
    await admin.execute("UPDATE routing_decision SET rule_set = 'older', queue = 'identity' WHERE case_id = 1")
    ended = await backtest("--expect-same", "--json")
    (wrong,) = json.loads(ended.out)["contradictions"]
    assert ended.code == 3 and wrong["case"] == "C-1" and "but by its own record it is storage" in wrong["what"]


async def test_an_assignee_is_checked_with_full(cast: Cast, admin: asyncpg.Connection) -> None:
    await some_cases(cast)
    assert await admin.fetchval("SELECT max(id) FROM routing_decision") < EVERY
    await admin.execute("UPDATE routing_decision SET assignee_id = $1 WHERE case_id = 3", cast.otto.id)
    assert (await backtest("--expect-same")).code == 0
    ended = await backtest("--expect-same", "--full")
    assert ended.code == 3 and f"to P-{cast.otto.id}, but by its own record" in ended.out


async def test_bad_rules_and_bad_words(cast: Cast, rules: Path) -> None:
    last = sorted((rules / "rules").glob("*.toml"))[-1]
    last.write_text(last.read_text("utf-8").replace('queue = "triage" }', 'queue = "kitchen" }'), "utf-8")
    ended = await backtest("--rules", rules)
    assert ended.code == 2 and f"rules/{last.name}:6: the rule 'Storage to triage' names the queue" in ended.err
    assert (await backtest("--full")).code == 2
    assert (await backtest("--boundary", "moon")).code == 2
    assert (await backtest("--rules", rules / "nowhere")).code == 2


async def test_a_folder_of_rule_files_alone_is_enough(cast: Cast, rules: Path) -> None:
    await some_cases(cast)
    ended = await backtest("--rules", rules / "rules")
    assert ended.code == 0 and "2 of 4 cases would move" in ended.out
