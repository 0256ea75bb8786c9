"""`escalations search suggest`, from a few files of our own: what it answers, refuses, and never leaves behind."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from escalations.cli.main import main
from escalations.cli.throw_away import meilisearch_binary

ARTICLES = {
    "files/mount.md": "# Share cannot be mounted\n\n## Symptoms\n\n`mount error(13)`: permission denied on the file share.\n\n## Cause\n\nThe key was rotated.",
    "identity/reply.md": "---\ntitle: Sign-in says that the reply address differs\n---\n\nError AADSTS50011 is shown after signing in.",
    "network/tunnel.md": "# The tunnel drops at rekeying\n\nThe gateway and the device disagree about lifetimes.",
}  # fmt: skip
CASES = [
    {"id": 1, "title": "Login does not work", "summary": "It ends in AADSTS50011.", "error_codes": ["AADSTS50011"]},
    {"id": "b", "title": "Pods cannot mount the file share", "description": "mount error(13), permission denied"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in ARTICLES.items():
        (tmp_path / "articles" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "articles" / name).write_text(text, "utf-8")
    (tmp_path / "articles" / "index.csv").write_text("path,family\n")
    return tmp_path


def asked(folder: Path, rows: list[Any], *more: str) -> Result:
    source = folder / "in.jsonl"
    source.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), "utf-8")
    words = [
        "search",
        "suggest",
        "--input",
        source,
        "--articles",
        folder / "articles",
        "--output",
        folder / "out.jsonl",
        *more,
    ]
    return CliRunner().invoke(main, [str(word) for word in words])


def answers(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("engine", ["postgres", "meilisearch"])
def test_the_fitting_article_comes_first_with_its_evidence(
    folder: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is configured is neither asked nor needed."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing")
    monkeypatch.setenv("MEILISEARCH_URL", "http://127.0.0.1:9")
    ended = asked(folder, CASES, "--engine", engine, "--json")
    assert ended.exit_code == 0, ended.output
    told = json.loads(ended.stdout)
    assert (told["rows"], told["articles"], told["failed"]) == (2, 3, 0)
    first, second = answers(folder)
    assert (first["id"], first["articles"][0]["path"]) == (1, "identity/reply.md")
    assert (second["id"], second["articles"][0]["path"]) == ("b", "files/mount.md")
    best = first["articles"][0]
    assert "AADSTS50011" in {
        word for part in best["evidence"] for word in part["text"].removeprefix("codes: ").split(", ")
    }
    assert best["score"] == pytest.approx(sum(part["weight"] for part in best["evidence"]), abs=0.01)
    assert not list(folder.glob(".out*"))


def test_a_bad_line_is_named_and_nothing_is_written(folder: Path) -> None:
    (folder / "out.jsonl").write_text("as it was")
    ended = asked(folder, [CASES[0], "{", {"title": "no id"}])
    assert ended.exit_code == 1 and "in.jsonl:2: not JSON" in ended.output and "in.jsonl:3: has no id" in ended.output
    assert (folder / "out.jsonl").read_text() == "as it was"


def test_no_article_no_answer(folder: Path) -> None:
    for path in (folder / "articles").rglob("*.md"):
        path.unlink()
    ended = asked(folder, CASES)
    assert ended.exit_code == 1 and "no Markdown file" in ended.output and not (folder / "out.jsonl").exists()


def test_what_is_read_is_never_overwritten(folder: Path) -> None:
    source = folder / "in.jsonl"
    source.write_text(json.dumps(CASES[0]))
    words = ["search", "suggest", "--input", source, "--articles", folder / "articles", "--output", source]
    ended = CliRunner().invoke(main, [str(word) for word in words])
    assert ended.exit_code == 2 and "overwrite" in ended.output


def test_an_engine_that_is_not_there_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEILISEARCH_BIN", str(folder / "no-such-server"))
    ended = asked(folder, CASES, "--engine", "meilisearch")
    assert ended.exit_code == 1 and "MEILISEARCH_BIN" in ended.output and not (folder / "out.jsonl").exists()


def test_the_packaged_server_is_found() -> None:
    assert meilisearch_binary().is_file()
