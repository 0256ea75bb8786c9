"""What the environment may say: each setting is described, and what cannot be is refused before anything starts."""

import json
import socket

import pytest

from escalations.platform.misnamed import known_settings, misnamed
from escalations.platform.resources import resource_dir
from tests.cast import Cast
from tests.cli.shell import said, shell

WRONG = [
    ("ESCALATIONS_PORT", "99999"),
    ("ESCALATIONS_WORKER_PORT", "0"),
    ("ESCALATIONS_POOL_SIZE", "0"),
    ("ESCALATIONS_ATTACHMENT_LIMIT", "20000000"),
    ("ESCALATIONS_LOG", "loud"),
    ("ESCALATIONS_PUBLIC_URL", "support.example.com"),
    ("ESCALATIONS_FEED_HOSTS", "status.example.com"),
    ("ESCALATIONS_ROUTING_MODEL", "/nowhere/model.json"),
    ("DATABASE_URL", "hunter2"),
    ("DATABASE_DIRECT_URL", "mysql://hunter2@db.example/escalations"),
    ("DATABASE_ADMIN_URL", "postgresql+asyncpg://hunter2@db.example/escalations"),
    ("SMTP_URL", "hunter2@mail.example.com"),
    ("MEILISEARCH_URL", "localhost:7700"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
async def test_what_cannot_be_is_refused_by_the_name_of_its_variable(cast: Cast, name: str, value: str) -> None:
    ended = await said("web", **{name: value})
    assert ended.code == 2 and f"{name}: " in ended.err and "hunter2" not in ended.err + ended.out


def test_every_setting_is_described() -> None:
    page = (resource_dir("migrations").parent / "docs" / "production.md").read_text()
    assert [name for name in sorted(known_settings()) if f"| `{name}` |" not in page] == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ESCALATIONS_POOLSIZE", ["ESCALATIONS_POOLSIZE is no setting; did you mean ESCALATIONS_POOL_SIZE?"]),
        ("ESCALATIONS_SECERT", ["ESCALATIONS_SECERT is no setting; did you mean ESCALATIONS_SECRET?"]),
        ("ESCALATIONS_COLOUR", ["ESCALATIONS_COLOUR is no setting"]),
        ("DATABASE_DIRECT_ULR", ["DATABASE_DIRECT_ULR is no setting; did you mean DATABASE_DIRECT_URL?"]),
        ("SMTP_URI", ["SMTP_URI is no setting; did you mean SMTP_URL?"]),
        ("DATABASE_POOL", []),
        ("SMTP_PASSWORD", []),
        ("escalations_log", []),
        ("ESCALATIONS_SERVICE_HOST", []),
        ("ESCALATIONS_PORT_8000_TCP_ADDR", []),
    ],
)
def test_a_mistyped_name_is_told_with_what_it_may_mean(name: str, told: list[str]) -> None:
    used = dict.fromkeys(known_settings(), "hunter2")
    assert list(misnamed(used | {name: "hunter2"})) == told


async def test_a_mistyped_name_is_told_where_somebody_looks(cast: Cast) -> None:
    ended = await said("doctor", "--json", ESCALATIONS_POOLSIZE="20")
    told = [one["says"] for one in json.loads(ended.out) if one["verdict"] == "warn"]
    assert "ESCALATIONS_POOLSIZE is no setting; did you mean ESCALATIONS_POOL_SIZE?" in told
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        started = await shell("web", ESCALATIONS_PORT=str(other.getsockname()[1]), ESCALATIONS_POOLSIZE="20")
    assert "did you mean ESCALATIONS_POOL_SIZE?" in started.err


async def test_a_port_that_is_taken_ends_the_process(cast: Cast) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ended = await shell("web", ESCALATIONS_PORT=str(other.getsockname()[1]))
    assert ended.code == 1 and "Cannot listen on 127.0.0.1:" in ended.err and "ESCALATIONS_PORT" in ended.err


@pytest.mark.parametrize("command", [["migrate"], ["backup", "somewhere.backup"], ["backup", "verify", __file__]])
async def test_a_database_that_refuses_is_told_in_words(cast: Cast, command: list[str]) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"postgresql://someone:hunter2@127.0.0.1:{nobody.getsockname()[1]}/escalations"
        ended = await said(*command, DATABASE_OWNER_URL=url, DATABASE_ADMIN_URL=url)
    assert ended.code == 1 and ended.err.startswith("Error: ") and "hunter2" not in ended.err
    assert len(ended.err.splitlines()) == 1
