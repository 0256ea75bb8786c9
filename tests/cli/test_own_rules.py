"""Rule files of an installation's own: copied, named, examined before anything serves, taken over by what reads them."""

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from escalations.platform.resources import resource_dir, rules_dir
from escalations.platform.settings import settings
from tests.cast import Cast
from tests.cli.shell import said, shell

NAME = "ESCALATIONS_ROUTING_RULES"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource_dir("routing_rules"), tmp_path / "own"))


async def test_the_copy_is_what_ships_and_is_taken_over(cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "copied"
    assert (await said("routing", "copy", str(folder))).code == 0
    shipped = {
        path.relative_to(resource_dir("routing_rules")) for path in resource_dir("routing_rules").rglob("*.toml")
    }
    assert {path.relative_to(folder) for path in folder.rglob("*.toml")} == shipped
    told = await said("doctor", **{NAME: str(folder)})
    assert f"from {folder}" in told.out.replace("\n", "")
    assert (await said("routing", "check", "--no-database", "--strict", **{NAME: str(folder)})).code == 0


async def test_what_is_there_is_not_written_over(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("# ours")
    ended = await said("routing", "copy", str(tmp_path))
    assert ended.code == 2 and "not empty" in ended.err and os.listdir(tmp_path) == ["mine.toml"]
    nowhere = await said("routing", "copy", str(tmp_path / "no" / "such" / "place"))
    assert nowhere.code == 1 and "cannot be written" in nowhere.err


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("families.toml", "[broken"),
        ("rules/10-rapid-response.toml", "[[rule]]\nname = 3"),
        ("clocks/calendars.toml", "x = 1"),
        ("spikes.toml", "x = 1"),
        ("rapid_response.toml", "x = 1"),
        ("coverage.toml", "x = 1"),
        ("assignment.toml", "x = 1"),
    ],
)
@pytest.mark.parametrize("command", ["web", "worker"])
async def test_nothing_starts_on_files_that_cannot_be_used(
    cast: Cast, own: Path, file: str, line: str, command: str
) -> None:
    (own / file).write_text((own / file).read_text() + f"\n{line}\n")
    ended = await asyncio.wait_for(shell(command, **{NAME: str(own)}), 60)
    assert ended.code == 2 and "The rule files cannot be used" in ended.err and file.split("/")[-1] in ended.err
    assert "Traceback" not in ended.err


async def test_a_file_that_is_gone_is_named(cast: Cast, own: Path) -> None:
    (own / "spikes.toml").unlink()
    ended = await shell("web", **{NAME: str(own)})
    assert ended.code == 2 and "spikes.toml" in ended.err and "Put it back" in ended.err


async def test_the_demo_world_is_refused_to_rules_that_lack_what_it_names(
    cast: Cast, own: Path, tmp_path: Path
) -> None:
    plans = own / "plans.toml"
    plans.write_text(plans.read_text().replace("[developer]", "[builder]"))
    home = tmp_path / "home"
    world = {"DATABASE_URL": "", "ESCALATIONS_ENV": "", "ESCALATIONS_HOME": str(home), NAME: str(own)}
    ended = await asyncio.wait_for(shell("run", **world), 60)
    assert ended.code == 2 and "developer" in ended.err and not home.exists()


def test_what_ships_counts_where_nothing_is_named() -> None:
    assert settings().routing_rules is None and rules_dir() == resource_dir("routing_rules")
