"""Other teams tried on open cases from a shell, before their file is saved."""

import json
import re
import shutil
from pathlib import Path

import pytest

from escalations.platform.resources import resource_dir
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.cli.shell import said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource_dir("routing_rules"), tmp_path / "rules"))


def storage_for(folder: Path, roles: str) -> str:
    path = folder / "queues.toml"
    path.write_text(re.sub(r"(\[storage\].*?roles = )\[[^]]*\]", rf"\1[{roles}]", path.read_text(), flags=re.DOTALL))
    return str(folder)


async def test_the_teams_in_force_move_nothing(cast: Cast, folder: Path) -> None:
    await a_case(cast.ada)
    ended = await said("routing", "impact", "--rules", str(folder))
    assert (ended.code, ended.out) == (0, "It moves none of the 1 open cases.\n")


async def test_a_team_without_anybody_strands_its_cases(cast: Cast, folder: Path) -> None:
    public, german = await a_case(cast.ada), await a_case(cast.cleo, await a_customer("germany", "Kern"))
    tried = storage_for(folder, '"auditor"')
    ended = await said("routing", "impact", "--rules", tried)
    assert ended.code == 1
    assert (
        f"It strands 2 cases: of the coming week nobody could take them any more: {public.ref}, {german.ref}."
        in ended.out
    )
    told = json.loads((await said("routing", "impact", "--rules", tried, "--boundary", "germany", "--json")).out)
    assert (told["cases"], told["stranded"], told["homeless"]) == (1, [german.ref], [])


async def test_an_owner_outside_of_the_team_is_named(cast: Cast, folder: Path) -> None:
    case = await a_case(cast.ada)
    assert case.owner_id == cast.ada.id
    ended = await said("routing", "impact", "--rules", storage_for(folder, '"duty_lead"'))
    assert ended.code == 1 and case.ref in ended.out


async def test_a_folder_that_is_not_in_order_is_refused(cast: Cast, folder: Path) -> None:
    (folder / "queues.toml").write_text("[storage]\nname = 3\n")
    ended = await said("routing", "impact", "--rules", str(folder))
    assert ended.code == 2 and "queues.toml:" in ended.err
