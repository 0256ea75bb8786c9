"""People, tokens, passwords and held jobs from a shell."""

import json
from collections.abc import Iterator

import asyncpg
import click
import pytest
from click.testing import CliRunner

from escalations.cli.importing_cases import cases_command
from escalations.cli.installing import demo_group, roles_command
from escalations.cli.main import main
from escalations.people.access import COOKIE
from escalations.people.actions import start_session
from escalations.people.queries import open_boundaries, person_with_email, specialties_of
from escalations.platform.db import Scope, nothing_to_record, transaction
from escalations.platform.jobs import Job, enqueue
from tests.cast import Cast
from tests.cli.shell import said
from tests.support import as_system, browser_of, program_of

ADD = (
    "people",
    "add",
    "Eve@Support.example",
    "--name",
    "Eve Adler",
    "--role",
    "duty_lead",
    "--time-zone",
    "Europe/Berlin",
)
PASSWORD = "correct horse battery staple"


async def told_of(admin: asyncpg.Connection, person_id: int) -> list[tuple[str, str]]:
    rows = await admin.fetch(
        "SELECT actor_name, action FROM event WHERE subject = $1 ORDER BY id", f"person/{person_id}"
    )
    return [(row["actor_name"], row["action"]) for row in rows]


async def test_a_person_added_at_the_shell_can_sign_in_and_see(cast: Cast, admin: asyncpg.Connection) -> None:
    cleared = ("--clearance", "public:2099-12-31", "--clearance", "germany:2099-06-30", "--specialty", "storage:4")
    ended = await said(*ADD, *cleared, "--password-stdin", typed=f"{PASSWORD}\n")
    assert ended.code == 0, ended.err
    async with browser_of(None) as browser:
        answer = await browser.submit("/sign-in", email="eve@support.example", password=PASSWORD)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    async with as_system() as db:
        eve = await person_with_email(db, "eve@support.example")
        assert eve is not None and (eve.name, eve.role, eve.time_zone) == ("Eve Adler", "duty_lead", "Europe/Berlin")
        ends = await open_boundaries(db, eve)
        assert {boundary: f"{end:%Y-%m-%d %H:%M}" for boundary, end in ends.items()} == {
            "public": "2099-12-31 23:59", "germany": "2099-06-30 23:59",
        }  # fmt: skip
        assert await specialties_of(db, [eve.id]) == {eve.id: {"storage": 4}}
    recorded = ["PersonAdded", "ClearanceGranted", "ClearanceGranted", "SignedIn"]
    assert [action for _, action in await told_of(admin, eve.id)] == recorded


async def test_the_same_address_is_not_added_twice(cast: Cast, admin: asyncpg.Connection) -> None:
    people = await admin.fetchval("SELECT count(*) FROM person")
    ended = await said(*ADD[:2], "ADA@support.example", *ADD[3:])
    assert ended.code == 1 and f"ada@support.example is Ada ({cast.ada.ref}) already" in ended.err
    assert await admin.fetchval("SELECT count(*) FROM person") == people


async def test_one_bad_clearance_adds_nobody(cast: Cast, admin: asyncpg.Connection) -> None:
    ended = await said(*ADD, "--clearance", "public:2020-01-01")
    assert ended.code == 1 and "That date is in the past" in ended.err
    assert not await admin.fetchval("SELECT count(*) FROM person WHERE email = 'eve@support.example'")


async def test_a_clearance_is_granted_with_its_ground(cast: Cast, admin: asyncpg.Connection) -> None:
    ended = await said("people", "clear", cast.ada.email, "france:2099-01-01", "--evidence", "screening 4711")
    assert (ended.code, ended.out) == (0, "Ada is cleared for france until 2099-01-01 23:59 UTC.\n")
    row = await admin.fetchrow("SELECT * FROM clearance WHERE boundary = 'france' AND person_id = $1", cast.ada.id)
    assert row is not None and (row["evidence"], row["granted_by"]) == ("screening 4711", None)
    assert ("Escalations", "ClearanceGranted") in await told_of(admin, cast.ada.id)


async def test_a_new_password_ends_the_sign_ins(cast: Cast, admin: asyncpg.Connection) -> None:
    async with transaction(Scope.nobody()) as db:
        token = await start_session(db, cast.ada, address="there", agent="before")
    ended = await said("people", "password", cast.ada.email, "--password-stdin", typed=f"{PASSWORD}\r\n")
    assert (ended.code, ended.out) == (0, "ada@support.example has a new password; 1 sign-ins ended.\n")
    async with browser_of(None) as browser:
        browser.cookies.set(COOKIE, token)
        assert (await browser.get("/")).headers["Location"].startswith("/sign-in")
        answer = await browser.submit("/sign-in", email=cast.ada.email, password=PASSWORD)
        assert answer.headers["Location"] == "/"
    assert ("Escalations", "PasswordSet") in await told_of(admin, cast.ada.id)


async def test_a_token_is_all_that_is_written_and_opens_the_api(cast: Cast) -> None:
    ended = await said("people", "token", cast.ada.email, "--name", "alert feed", "--days", "3")
    assert ended.code == 0 and len(ended.out.split()) == 1 and "Valid for 3 days as Ada" in ended.err
    async with program_of(cast.ben) as program:
        answer = await program.get("/api/cases", headers={"Authorization": f"Bearer {ended.out.strip()}"})
    assert answer.status_code == 200


async def test_a_token_is_ended_by_its_name_or_with_all_of_its_person(cast: Cast, admin: asyncpg.Connection) -> None:
    tokens = [
        (await said("people", "token", cast.ada.email, "--name", name)).out for name in ("feed", "feed", "export")
    ]
    assert (await said("people", "revoke-token", cast.ada.email, "--name", "feed")).out.startswith(
        "2 API tokens of Ada"
    )
    assert await _answers(tokens) == [401, 401, 200]
    again = await said("people", "revoke-token", cast.ada.email, "--name", "feed")
    assert again.code and "no such token" in again.err
    assert (await said("people", "revoke-token", cast.ada.email)).out.startswith("1 API token of Ada")
    assert await _answers(tokens) == [401, 401, 401]
    revoked = [action for who, action in await told_of(admin, cast.ada.id) if who == "Escalations"]
    assert revoked[-3:] == ["ApiTokenRevoked"] * 3


async def _answers(tokens: list[str]) -> list[int]:
    async with browser_of(None) as program:
        asked = [program.get("/api/cases", headers={"Authorization": f"Bearer {token.strip()}"}) for token in tokens]
        return [(await one).status_code for one in asked]


async def test_nobody_by_that_name(cast: Cast) -> None:
    ended = await said("people", "token", "nobody@support.example", "--name", "x")
    assert (ended.code, ended.out) == (1, "") and "Nobody has the e-mail address nobody@support.example" in ended.err


async def test_held_jobs_are_listed_and_sent_back(cast: Cast, admin: asyncpg.Connection) -> None:
    async with as_system() as db:
        nothing_to_record(db, "a job that nobody knows")
        await enqueue(db, [Job("unknown", {"boundary": "germany", "name": "Elbe Kliniken"})])
    await admin.execute("UPDATE pgqueuer SET status = 'failed'")
    ended = await said("jobs", "held", "--json")
    (held,) = json.loads(ended.out)
    assert ended.code == 1 and held["name"] == "unknown" and "Elbe" not in ended.out
    ended = await said("jobs", "replay", str(held["id"]))
    assert (ended.code, ended.out) == (0, "1 jobs went back to work.\n")
    assert await admin.fetchval("SELECT status FROM pgqueuer") == "queued"


WRONG = [
    ([*ADD, "--clearance", "mars:2099-01-01"], "There is no boundary mars"),
    ([*ADD, "--clearance", "public"], "write a boundary and the last day"),
    ([*ADD, "--specialty", "gardening:3"], "There is no family gardening"),
    ([*ADD, "--specialty", "storage:9"], "write a level from 1"),
    ([*ADD[:-1], "Berlin"], "There is no time zone Berlin"),
    ([*ADD, "--password-stdin"], "A password has at least 12 characters"),
    (["people", "token", "a@b.example", "--name", "x", "--days", "4000"], "4000 is not in the range"),
    (["jobs", "replay"], "Name the jobs to replay, or say --all"),
    (["jobs", "replay", "1", "--all"], "Name the jobs to replay, or say --all"),
    (["roles"], "--print-sql"),
]


@pytest.mark.parametrize(("words", "told"), WRONG)
def test_asked_wrongly(words: list[str], told: str) -> None:
    result = CliRunner().invoke(main, words, input="short\n")
    assert result.exit_code == 2 and told in result.output


def commands(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from commands(below, f"{name} {below.name}")
    else:
        yield name, command


def test_every_command_shows_an_example() -> None:
    groups = [main.commands["people"], main.commands["jobs"], demo_group, roles_command, cases_command]
    for name, command in (found for group in groups for found in commands(group)):
        assert command.help is not None and "Example:\n  " in command.help, name
