"""A folder of Markdown files: in once, again without effect, revised when a file changes, left alone where people wrote."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import col, select

from escalations.cli.importing_articles import articles_command, import_articles, markdown_files
from escalations.known_issues.actions import revise_article
from escalations.known_issues.models import Article
from escalations.known_issues.queries import article_for
from escalations.platform.search import search
from tests.cast import Cast
from tests.known_issues.scenes import an_account, recorded
from tests.support import as_person, as_system, run_jobs

FILES = {
    "storage/share.md": "---\ntitle: Share cannot be mounted\nconfidence: validated\n---\nMount error 13.",
    "pods.md": "# Pods stay pending\n\nThe AKS cluster has no node that fits.",
    "old/cdn.md": '<properties pageTitle="Content is stale after a purge" services="cdn" />\n\n# Stale\n\nPurge it again.',
    "german.md": "---\ntitle: Nodes stay NotReady in Germany\nboundary: germany\n---\nEgress names public endpoints.",
    "notes.txt": "This is no article.",
}

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "articles"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


async def articles(*boundaries: str) -> dict[str, Article]:
    async with as_system(*(boundaries or ("public", "germany"))) as db:
        rows = (await db.exec(select(Article).order_by(col(Article.id)))).all()
    return {row.source_path or "": row for row in rows}


async def test_every_file_becomes_an_article_that_is_found(cast: Cast, folder: Path) -> None:
    done: list[int] = []
    tally = await import_articles(folder, "public", done=lambda: done.append(1))
    assert (tally.fates["added"], tally.failures, len(done)) == (4, [], 4)
    there = await articles()
    assert {path: (row.boundary, row.title, row.confidence) for path, row in there.items()} == {
        "storage/share.md": ("public", "Share cannot be mounted", "validated"),
        "pods.md": ("public", "Pods stay pending", "not_validated"),
        "old/cdn.md": ("public", "Content is stale after a purge", "not_validated"),
        "german.md": ("germany", "Nodes stay NotReady in Germany", "not_validated"),
    }
    assert await recorded(there["pods.md"].subject) == ["ArticleAdded"]
    await run_jobs()
    async with as_person(cast.ada) as db:
        assert [hit.object_id for hit in await search(db, "pending pods", kinds=["known_issue"])] == [
            there["pods.md"].id
        ]
        assert await search(db, "NotReady", kinds=["known_issue"]) == []


async def test_again_changes_nothing_and_a_changed_file_revises(cast: Cast, folder: Path) -> None:
    await import_articles(folder, "public")
    (folder / "pods.md").write_text("# Pods stay pending\n\nA new node pool helps.")
    tally = await import_articles(folder, "public")
    assert (tally.fates["unchanged"], tally.fates["revised"], tally.fates["added"]) == (3, 1, 0)
    pods = (await articles())["pods.md"]
    assert "new node pool" in pods.body and await recorded(pods.subject) == ["ArticleAdded", "ArticleRevised"]
    (folder / "pods.md").write_text("# Pods stay pending\n\nA new node pool helps.\n\n")
    assert (await import_articles(folder, "public")).fates["revised"] == 1
    assert await recorded(pods.subject) == ["ArticleAdded", "ArticleRevised"], "only the file changed, not what it says"
    assert (await import_articles(folder, "public")).fates["unchanged"] == 4


async def test_what_people_changed_here_is_left_alone(cast: Cast, folder: Path) -> None:
    await import_articles(folder, "public")
    pods = (await articles())["pods.md"]
    async with as_person(cast.ada) as db:
        article = await article_for(db, cast.ada, pods.ref, lock=True)
        await revise_article(db, article, an_account(title="What Ada knows of it"), article.version, by=cast.ada)
    (folder / "pods.md").write_text("# Pods stay pending\n\nSomething else entirely.")
    assert (await import_articles(folder, "public")).fates["kept"] == 1
    assert (await articles())["pods.md"].title == "What Ada knows of it"


async def test_the_same_path_in_two_boundaries_is_two_articles(cast: Cast, folder: Path) -> None:
    await import_articles(folder, "public")
    tally = await import_articles(folder, "usgov")
    assert (tally.fates["added"], tally.fates["unchanged"]) == (3, 1)


async def test_a_dry_run_tells_and_writes_nothing(cast: Cast, folder: Path) -> None:
    tally = await import_articles(folder, "public", dry_run=True)
    assert tally.fates["added"] == 4 and await articles() == {}


async def test_a_file_that_fails_stops_no_other(cast: Cast, folder: Path) -> None:
    (folder / "bad.md").write_text("---\ntitle: a: b: c\n---\nText")
    (folder / "fixed.md").write_text("---\nstate: fixed\n---\nFixed, but nobody says in which release.")
    tally = await import_articles(folder, "public")
    assert tally.fates["added"] == 4 and tally.files == 6
    assert [path for path, _ in tally.failures] == ["bad.md", "fixed.md"]
    assert "not valid YAML" in tally.failures[0][1] and "which release" in tally.failures[1][1]


def test_a_folder_or_boundary_that_does_not_exist_is_asked_wrongly(tmp_path: Path) -> None:
    assert CliRunner().invoke(articles_command, [str(tmp_path / "nowhere")]).exit_code == 2
    told = CliRunner().invoke(articles_command, [str(tmp_path), "--boundary", "atlantis"])
    assert told.exit_code == 2 and "There is no boundary atlantis" in told.output


def test_the_command_tells_what_it_did(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from escalations.cli import importing_articles
    from escalations.cli.importing_articles import ArticleTally

    async def pretend(*_: object) -> ArticleTally:
        tally = ArticleTally()
        tally.fates.update({"added": 2, "kept": 1})
        tally.failures.append(("bad.md", "It holds no text."))
        return tally

    monkeypatch.setattr(importing_articles, "_run", pretend)
    told = CliRunner().invoke(articles_command, [str(folder)])
    assert (
        told.exit_code == 1
        and "4 files: 2 added, 1 left alone, because people changed them here, 1 failed" in told.output
    )
    assert "bad.md It holds no text." in told.output
    as_json = json.loads(CliRunner().invoke(articles_command, [str(folder), "--json"]).output)
    assert (as_json["added"], as_json["failures"]) == (2, [{"file": "bad.md", "reason": "It holds no text."}])


async def test_real_articles_come_in_whole(cast: Cast, tmp_path: Path) -> None:
    """Every twentieth file of the folder: with front matter, without, of other makers and other years."""
    assert REAL.is_dir(), "The folder shared/data belongs beside the checkout."
    for file in markdown_files(REAL)[::20]:
        copy = tmp_path / file.relative_to(REAL)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    tally = await import_articles(tmp_path, "everywhere")
    assert tally.failures == [] and tally.files == len(markdown_files(tmp_path)) >= 45
