"""`escalations routing check`: what it prints, what it ends with, and what it asks of the database."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from escalations.cli.main import main
from escalations.platform.settings import settings
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.cli.shell import said
from tests.routing.good_rules import GoodRules

EXPIRED = 'then = { queue = "family", require = { family = 1 }, language = "de" }'


def check(*words: object) -> tuple[int, str]:
    ended = CliRunner().invoke(main, ["routing", "check", *map(str, words)])
    return ended.exit_code, ended.output


@pytest.fixture
def rules() -> GoodRules:
    return GoodRules(3)


def test_the_shipped_rules_pass_the_strictest_check() -> None:
    code, output = check("--no-database", "--strict")
    assert code == 0 and "0 errors, 0 warnings" in output.splitlines()[-1]
    assert "The database was not asked: not wanted." in output


def test_good_rules_have_nothing_to_be_said(rules: GoodRules, tmp_path: Path) -> None:
    code, output = check("--rules", rules.written(tmp_path), "--no-database", "--strict")
    assert code == 0 and output.splitlines() == [
        "25 rules: 0 errors, 0 warnings, 0 notes. The database was not asked: not wanted."
    ]


def test_every_line_names_a_place_a_rule_and_what_to_do(rules: GoodRules, tmp_path: Path) -> None:
    rules.change("<a> critical", 'severity = "A"', 'severity = "Z"')
    rules.change("<b> critical", "queue =", "kyu =")
    code, output = check("--rules", rules.written(tmp_path), "--no-database")
    lines = output.splitlines()
    assert code == 2 and lines[-1].startswith("23 rules: 2 errors")
    for line in lines[:-1]:
        place = line.split(": error: ")[0]
        file, number = place.rsplit(":", 1)
        assert Path(file).is_file() and int(number) > 0
    assert (
        f"“{rules.filled('<a> critical')}” names the severity 'Z', which does not exist. Use one of: A, B, C. [unknown]"
        in output
    )


def test_warnings_count_only_when_asked_to(rules: GoodRules, tmp_path: Path) -> None:
    rules.change("Abroad", "then =", "expires = 2020-01-01\nthen =")
    directory = rules.written(tmp_path)
    code, output = check("--rules", directory, "--no-database")
    assert code == 0 and "warning: “Abroad” expired on 2020-01-01" in output
    assert check("--rules", directory, "--no-database", "--strict")[0] == 1


def test_for_scripts_there_is_one_object(rules: GoodRules, tmp_path: Path) -> None:
    rules.add('[[rule]]\nname = "Again"\nowner = "o"\nreason = "r"\nwhen = { boundary = "germany" }\nthen = { queue = "triage" }\n[[rule.examples]]\nqueue = "triage"\n', before="Last")  # fmt: skip
    code, output = check("--rules", rules.written(tmp_path), "--no-database", "--json")
    told = json.loads(output)
    assert code == 2 and (told["rules"], told["errors"], told["database_asked"]) == (26, 1, False)
    (complaint,) = told["complaints"]
    assert (complaint["kind"], complaint["grade"], complaint["rule"], complaint["other"]) == ("contradictory", "error", "Again", ["Abroad"])  # fmt: skip
    assert Path(complaint["file"]).is_file() and complaint["line"] > 1 and complaint["remedy"]


def test_without_any_database_the_files_are_enough(
    rules: GoodRules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "database_url", None)
    monkeypatch.setattr(settings(), "home", tmp_path / "nothing")
    code, output = check("--rules", rules.written(tmp_path))
    assert code == 0 and "none runs here, and DATABASE_URL is not set" in output
    assert not (tmp_path / "nothing").exists()


def test_a_database_that_does_not_answer_is_no_fault_of_the_rules(
    rules: GoodRules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "database_url", "postgresql://nobody@127.0.0.1:1/nothing")
    code, output = check("--rules", rules.written(tmp_path))
    assert code == 0 and "it cannot be asked" in output


def test_rules_that_cannot_be_read_at_all(rules: GoodRules, tmp_path: Path) -> None:
    directory = rules.written(tmp_path)
    (directory / "assignment.toml").write_text("units = 7\n")
    code, output = check("--rules", directory, "--no-database")
    assert code == 2 and "assignment.toml:1: error:" in output


async def test_a_database_is_asked_what_the_rules_met(cast: Cast) -> None:
    """Nobody of the cast works cases of France, few those of Germany; one case there was, decided by the rule for its contract."""
    await a_case(cast.ada, await a_customer(plan="prodirect"))
    ended = await said("routing", "check", "--json")
    told = json.loads(ended.out)
    kinds = {one["kind"] for one in told["complaints"]}
    unused = {one["rule"] for one in told["complaints"] if one["kind"] == "never_hit"}
    assert ended.code == 0 and told["database_asked"] and {"unworked", "never_hit"} <= kinds
    assert "ProDirect, work impaired" not in unused and "Developer plan" in unused
    assert (await said("routing", "check", "--strict")).code == 1
