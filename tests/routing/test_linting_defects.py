"""Good rules have no fault; each fault that is planted is found, where it stands, and nothing else is."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from escalations.catalog import catalogue
from escalations.platform.resources import resource_dir
from escalations.routing.linting import Complaint, all_complaints, collect
from tests.routing.good_rules import AT, GoodRules

DEFECTS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("defects.toml").read_text("utf-8"))["defect"]
PLANTED = {"owner": '"leads"', "reason": '"Planted."'}


def complaints_about(directory: Path) -> list[Complaint]:
    return all_complaints(collect(directory, resource_dir("routing_rules")), AT)


@pytest.mark.parametrize("seed", range(5))
def test_good_rules_have_no_fault(tmp_path: Path, seed: int) -> None:
    assert complaints_about(GoodRules(seed).written(tmp_path)) == []


@pytest.mark.parametrize(
    ("seed", "defect"), list(enumerate(DEFECTS)), ids=[f"{one['kind']}: {one['what']}" for one in DEFECTS]
)
def test_a_planted_fault_is_found(tmp_path: Path, seed: int, defect: dict[str, Any]) -> None:
    rules = GoodRules(seed)
    rules.names["german region"] = next(one.key for one in catalogue().regions.values() if one.boundary == "germany")
    rules.names["families"] = ", ".join(f'"{family}"' for family in catalogue().families)
    plant(rules, defect)
    directory = rules.written(tmp_path)
    (complaint,) = complaints_about(directory)
    assert (complaint.kind, complaint.grade) == (defect["kind"], defect.get("grade", "error"))
    assert complaint.rule == rules.filled(defect["rule"])
    assert {*map(rules.filled, defect.get("other", []))} == {*complaint.other}
    assert defect.get("says", "") in complaint.says and complaint.remedy
    assert rules.filled(defect.get("line", "")) in line_of(directory, complaint.place)


def plant(rules: GoodRules, defect: dict[str, Any]) -> None:
    if "change" in defect:
        rules.change(*defect["change"])
    if "remove" in defect:
        rules.remove(defect["remove"])
    for rule in defect.get("add", []):
        rules.add(rule_text(**rule), before=defect["before"])


def rule_text(name: str, example: str = 'queue = "triage"', **parts: str) -> str:
    told = {"name": f'"{name}"', **PLANTED, **parts}
    lines = [f"{key} = {value}" for key, value in told.items()]
    return "\n".join(["[[rule]]", *lines, "[[rule.examples]]", *example.split("|"), ""])


def line_of(directory: Path, place: str) -> str:
    file, _, number = place.partition(":")
    return (directory / file).read_text("utf-8").split("\n")[int(number) - 1]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Those of files that cannot be read, of rules, and of their order."""
    rules = GoodRules(99)
    for defect in (one for one in DEFECTS if one["what"] in AT_ONCE):
        plant(rules, defect)
    found = {(one.kind, one.rule) for one in complaints_about(rules.written(tmp_path))}
    assert found == {
        ("unknown", rules.filled("<a> critical")),
        ("malformed", rules.filled("<a> that is <b>")),
        ("shadowed", "Narrow"),
        ("catch_all", ""),
    }


AT_ONCE = ("a severity that does not exist", "a level above the highest", "a narrower rule after a broader one", "a rule for the rest that expires")  # fmt: skip


def test_where_not_even_the_catalogue_can_be_read(tmp_path: Path) -> None:
    directory = GoodRules(1).written(tmp_path)
    for name in ("families", "queues", "clouds", "regions", "plans", "product_groups"):
        shutil.copy(resource_dir("routing_rules") / f"{name}.toml", directory)
    (directory / "families.toml").write_text("[storage]\nname = 7\n")
    (complaint,) = complaints_about(directory)
    assert complaint.grade == "error" and complaint.place.startswith("families.toml:") and complaint.remedy
