"""`escalations routing classify` and `train` from files: what they answer, refuse, and never leave half written."""

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from escalations.catalog import catalogue
from escalations.cli.main import main
from escalations.routing.learning.model_files import load_model, shipped_path
from tests.routing.texts import texts

ASKED = [
    {"id": "a/b#1", "title": "Pods stay in CrashLoopBackOff", "summary": "After the upgrade of our AKS cluster.", "error_codes": ["CrashLoopBackOff"]},
    {"id": 2, "title": "Cannot sign in", "description": "The reply URL does not match.", "error_codes": ["AADSTS50011"]},
    {"id": "c", "title": "Hello", "description": None, "labels": ["ignored"]},
    {"id": "d", "title": "", "summary": "xyzzy"},
]  # fmt: skip


def in_file(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), "utf-8")
    return path


def labelled(path: Path, **changes: Any) -> Path:
    told = [
        {"id": n, "title": one.title, "summary": one.description, "family": one.family} for n, one in enumerate(texts())
    ]
    told[3] |= changes
    return in_file(path, told)


def asked(*words: object) -> Result:
    return CliRunner().invoke(main, ["routing", *map(str, words)])


def answers(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_every_row_is_answered_in_its_order(tmp_path: Path) -> None:
    source, output = in_file(tmp_path / "in.jsonl", ASKED), tmp_path / "out.jsonl"
    ended = asked("classify", "--input", source, "--output", output, "--json")
    assert ended.exit_code == 0, ended.output
    assert json.loads(ended.stdout) == {"rows": 4, "sure": 2, "not_sure": 2, "output": str(output)}
    found = answers(output)
    assert [one["id"] for one in found] == ["a/b#1", 2, "c", "d"]
    assert [(one["families"][0]["family"], one["sure"]) for one in found[:2]] == [
        ("kubernetes", True),
        ("identity", True),
    ]
    assert "aks" in found[0]["products"]
    assert not found[2]["sure"] and not found[3]["sure"]
    assert sorted(os.listdir(tmp_path)) == ["in.jsonl", "out.jsonl"]


def test_an_answer_says_how_likely_and_because_of_what(tmp_path: Path) -> None:
    source, output = in_file(tmp_path / "in.jsonl", ASKED), tmp_path / "out.jsonl"
    asked("classify", "--input", source, "--output", output)
    for one in answers(output):
        scores = [family["score"] for family in one["families"]]
        assert len(scores) >= 2 and scores == sorted(scores, reverse=True) and sum(scores) <= 1
        assert one["confidence"] == scores[0]
        assert {family["family"] for family in one["families"]} <= set(catalogue().families)
        weights = [word["weight"] for word in one["evidence"]]
        assert weights == sorted(weights, reverse=True) and all(weight > 0 for weight in weights)
    assert "CrashLoopBackOff" in [word["text"] for word in answers(output)[0]["evidence"]]


def test_the_same_again_gives_the_same(tmp_path: Path) -> None:
    source = in_file(tmp_path / "in.jsonl", ASKED)
    for name in ("one.jsonl", "two.jsonl"):
        asked("classify", "--input", source, "--output", tmp_path / name)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "in.jsonl:2: not JSON"),
        ("[1]", "in.jsonl:2: not a JSON object"),
        ({"title": "No id"}, "in.jsonl:2: has no id"),
        ({"id": 1}, "in.jsonl:2: has neither a title nor a description"),
        ({"id": 1, "title": 7}, "in.jsonl:2: title is 7, not text"),
        ({"id": 1, "title": "x", "error_codes": {"a": 1}}, "in.jsonl:2: error_codes is not a list of texts"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(tmp_path: Path, line: Any, told: str) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("the old answers")
    ended = asked("classify", "--input", in_file(tmp_path / "in.jsonl", [ASKED[0], line]), "--output", output)
    assert ended.exit_code == 1
    assert told in ended.output and "Nothing was written" in ended.output
    assert output.read_text() == "the old answers"
    assert sorted(os.listdir(tmp_path)) == ["in.jsonl", "out.jsonl"]


def test_all_bad_lines_are_told_at_once(tmp_path: Path) -> None:
    ended = asked("classify", "--input", in_file(tmp_path / "in.jsonl", ["{"] * 30), "--output", tmp_path / "out.jsonl")
    assert "in.jsonl:1:" in ended.output and "in.jsonl:20:" in ended.output and "… and 10 more." in ended.output


def test_a_bad_model_an_empty_file_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    source, output = in_file(tmp_path / "in.jsonl", ASKED), tmp_path / "out.jsonl"
    (tmp_path / "model.json").write_text("{}")
    assert asked("classify", "--model", tmp_path / "model.json", "--input", source, "--output", output).exit_code == 1
    assert asked("classify", "--input", in_file(tmp_path / "empty.jsonl", []), "--output", output).exit_code == 1
    assert asked("classify", "--input", source, "--output", tmp_path / "no" / "out.jsonl").exit_code == 2
    assert asked("classify", "--input", source, "--output", source).exit_code == 2
    assert not output.exists()


def test_training_learns_what_the_rows_say(tmp_path: Path) -> None:
    model, output = tmp_path / "model.json", tmp_path / "out.jsonl"
    ended = asked("train", "--input", labelled(tmp_path / "in.jsonl"), "--output", model, "--without-ours", "--json")
    assert ended.exit_code == 0, ended.output
    told = json.loads(ended.stdout)
    assert (told["model"], told["rows"], told["first_right"]) == (str(model), 80, 1.0)
    source = in_file(tmp_path / "ask.jsonl", [{"id": 1, "title": "zorblax"}, {"id": 2, "title": "quuxly"}])
    asked("classify", "--model", model, "--input", source, "--output", output)
    assert [one["families"][0]["family"] for one in answers(output)] == ["storage", "networking"]
    assert answers(output)[0]["evidence"][0]["text"] == "zorblax"


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    source = labelled(tmp_path / "in.jsonl", secondary_family="identity")
    for name in ("one.json", "two.json"):
        assert asked("train", "--input", source, "--output", tmp_path / name, "--without-ours").exit_code == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_a_dry_run_says_how_good_it_is_and_writes_nothing(tmp_path: Path) -> None:
    source = labelled(tmp_path / "in.jsonl")
    ended = asked("train", "--input", source, "--output", tmp_path / "model.json", "--without-ours", "--dry-run")
    assert ended.exit_code == 0
    assert "First family right" in ended.output and "nothing was written" in ended.output
    assert os.listdir(tmp_path) == ["in.jsonl"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"family": "netwroking"}, "in.jsonl:4: there is no family 'netwroking' (family). Write one of: web_apps"),
        ({"family": None}, "in.jsonl:4: has no family"),
        ({"secondary_family": 3}, "in.jsonl:4: there is no family 3 (secondary_family)"),
        ({"title": None, "summary": ""}, "in.jsonl:4: has neither a title nor a description"),
    ],
)
def test_a_bad_row_stops_training_before_anything_is_written(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    (tmp_path / "model.json").write_text("the old one")
    ended = asked("train", "--input", labelled(tmp_path / "in.jsonl", **changes), "--output", tmp_path / "model.json")
    assert ended.exit_code == 1 and told in ended.output
    assert (tmp_path / "model.json").read_text() == "the old one"


def test_too_few_texts_and_contradictory_wishes_are_refused(tmp_path: Path) -> None:
    few = in_file(tmp_path / "few.jsonl", [{"id": 1, "title": "zorblax", "family": "storage"}])
    model = tmp_path / "model.json"
    assert asked("train", "--input", few, "--output", model).exit_code == 1
    assert asked("train", "--input", few).exit_code == 2
    assert asked("train", "--input", few, "--output", few).exit_code == 2
    assert asked("train", "--input", few, "--shipped", "--output", model).exit_code == 2
    assert asked("train", "--input", few, "--output", tmp_path / "no" / "model.json").exit_code == 2
    assert asked("train", "--input", tmp_path / "none.jsonl", "--output", model).exit_code == 2
    assert not model.exists()


def test_both_say_what_they_do() -> None:
    for command, word in (("train", "closed cases"), ("classify", "in the same order")):
        ended = asked(command, "--help")
        assert ended.exit_code == 0 and word in ended.output


def test_the_model_that_ships_is_the_one_that_is_used_when_none_is_named(tmp_path: Path) -> None:
    source = in_file(tmp_path / "in.jsonl", ASKED)
    asked("classify", "--input", source, "--output", tmp_path / "one.jsonl")
    asked("classify", "--model", shipped_path(), "--input", source, "--output", tmp_path / "two.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert msgspec.json.encode(load_model(shipped_path()).families)
