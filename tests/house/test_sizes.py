"""Budgets that show when a file has two jobs."""

import ast
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def length(path: Path) -> int:
    return path.read_text().count("\n")


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text())
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(f"{path.name}:{node.name}", (node.end_lineno or 0) - node.lineno + 1) for node in found]


def test_no_source_file_has_two_jobs() -> None:
    assert [f"{path.relative_to(ROOT)}: {length(path)}" for path in SOURCES if length(path) > 250] == []
    assert median(map(length, SOURCES)) <= 60


def test_no_function_does_too_much() -> None:
    every = [function for path in SOURCES for function in functions(path)]
    assert [f"{name}: {lines}" for name, lines in every if lines > 50] == []
    assert median(lines for _, lines in every) <= 8


def test_no_template_is_a_program() -> None:
    assert [f"{path.relative_to(ROOT)}: {length(path)}" for path in TEMPLATES if length(path) > 120] == []
    assert median(map(length, TEMPLATES)) <= 25
