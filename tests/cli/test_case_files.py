"""What is read of a file, and what is written of it again."""

import json
from pathlib import Path

import click
import pytest

from escalations.cli.case_files import REASON, rows_of, write_failures


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_json_lines_keep_their_line_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, "cases.jsonl", '{"title": "One"}\n\n{"title": "Three", "n": 3}\r\n')
    assert [(row.number, row.values) for row in rows_of(path)] == [
        (1, {"title": "One"}),
        (3, {"title": "Three", "n": 3}),
    ]


@pytest.mark.parametrize(("line", "told"), [("{oh", "The line is not JSON"), ('["a"]', "not a JSON object")])
def test_a_broken_line_is_a_row_with_a_problem(tmp_path: Path, line: str, told: str) -> None:
    broken, whole = rows_of(written(tmp_path, "cases.jsonl", f'{line}\n{{"title": "Two"}}\n'))
    assert told in broken.problem and broken.values == {"line": line}
    assert whole.problem == ""


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_as_spreadsheets_write_it(tmp_path: Path, separator: str) -> None:
    text = f'\ufefftitle{separator} body\r\n"Two\nlines"{separator}b\r\n{separator}\r\n\r\nLast{separator}c\r\n'
    rows = rows_of(written(tmp_path, "cases.csv", text))
    assert [(row.number, row.values["title"], row.values["body"]) for row in rows] == [
        (2, "Two\nlines", "b"),
        (5, "Last", "c"),
    ]


def test_a_csv_row_with_too_many_cells_is_not_guessed_at(tmp_path: Path) -> None:
    (row,) = rows_of(written(tmp_path, "cases.csv", "title,body\na,b,c\n"))
    assert "more cells than the header" in row.problem
    assert row.values == {"title": "a", "body": "b", "further_cells": ["c"]}


def test_a_csv_row_may_end_early(tmp_path: Path) -> None:
    (row,) = rows_of(written(tmp_path, "cases.csv", "title,body\na\n"))
    assert row.values == {"title": "a"} and row.problem == ""


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, "cases.csv", "")) == []
    assert rows_of(written(tmp_path, "cases.jsonl", "")) == []


def test_a_file_of_another_kind_is_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match=r"neither \.jsonl nor \.csv"):
        rows_of(written(tmp_path, "cases.xlsx", ""))
    latin = tmp_path / "cases.csv"
    latin.write_bytes("title\nGrüße aus Köln\n".encode("latin-1"))
    with pytest.raises(click.UsageError, match="not UTF-8"):
        rows_of(latin)


def test_failed_rows_come_out_as_they_went_in(tmp_path: Path) -> None:
    (row,) = rows_of(written(tmp_path, "cases.jsonl", json.dumps({"title": "ß", "codes": [1], REASON: "of last time"})))
    write_failures(tmp_path / "mend.jsonl", [(row, "No title.")])
    (again,) = rows_of(tmp_path / "mend.jsonl")
    assert again.values == {"title": "ß", "codes": [1], REASON: "No title."}
