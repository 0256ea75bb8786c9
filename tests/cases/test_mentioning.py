"""An @ in a note: only there, only people who may see the case, and they are told once."""

from dataclasses import dataclass

import pytest

from escalations.cases.actions import add_note
from escalations.cases.mentioning import marked, mentions_in
from escalations.cases.queries import case_for
from escalations.people.models import Person
from escalations.people.queries import notices_of
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.trail import trail_of
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, browser_of, program_of, run_jobs


@dataclass(frozen=True)
class One:
    id: int
    name: str
    email: str


PEOPLE = [One(1, "Ben Ito", "ben@v.example"), One(2, "Ben", "b@v.example"), One(3, "Åsa Öberg", "asa@v.example"), One(4, "Kim Lee", "kim1@v.example"), One(5, "Kim Lee", "kim2@v.example")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@Ben Ito, look", [[1]]), ("see @ben ito. Thanks @Ben", [[1], [2]]), ("@Åsa Öberg?", [[3]]), ("(@kim2@v.example)", [[5]]), ("@Kim Lee", [[4, 5]]),
        ("@Nobody here", []), ("lena@ben.example", []), ("`@Ben Ito`", []), ("```\n@Ben Ito\n```", []), ("@Ben Ito and @ben ito", [[1]]), ("@Benjamin", []), ("@@Ben", []),
    ],
)  # fmt: skip
def test_who_is_meant(text: str, meant: list[list[int]]) -> None:
    assert mentions_in(text, PEOPLE) == meant


def test_mentions_stand_out() -> None:
    assert marked("@Ben Ito and @Ben", ["Ben", "Ben Ito"]) == "**@Ben Ito** and **@Ben**"


async def noted(by: Person, ref: str, text: str) -> None:
    async with as_person(by) as db:
        await add_note(db, await case_for(db, by, ref, lock=True), text, by=by)


async def told(person: Person) -> list[str]:
    await run_jobs()
    async with as_person(person) as db:
        return [notice.text for notice in await notices_of(db, person) if "mentioned" in notice.text]


async def test_the_mentioned_are_told_once_and_led_to_the_note(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await noted(cast.ada, case.ref, f"@{cast.ben.name} could you look? @{cast.ben.name}, @{cast.ada.name}")
    assert await told(cast.ben) == [f"{cast.ada.name} mentioned you in a note on {case.ref}."]
    assert await told(cast.ben) == [f"{cast.ada.name} mentioned you in a note on {case.ref}."]
    assert await told(cast.ada) == []
    async with as_person(cast.ada) as db:
        trail = [row.told for row in await trail_of(db, case.subject)]
        assert trail.count(f"mentioned {cast.ben.name} in a note") == 1
    async with browser_of(cast.ben) as ben:
        assert f"<strong>@{cast.ben.name}</strong>" in (await ben.get(f"/cases/{case.ref}")).text
        assert f"/cases/{case.ref}#entry-" in (await ben.get("/notices")).text


async def test_who_may_not_see_the_case_cannot_be_mentioned_and_learns_nothing(cast: Cast) -> None:
    case = await a_case(cast.ada)
    with pytest.raises(Refused, match=f"{cast.cleo.name} may not see {case.ref}"):
        await noted(cast.ada, case.ref, f"@{cast.ben.name} and @{cast.cleo.name}, look")
    assert await told(cast.cleo) == [] == await told(cast.ben)
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(f"/cases/{case.ref}/notes", htmx=True, text=f"Look, @{cast.cleo.name}")
        assert answer.status_code == 422 and "may not see" in answer.text and f"Look, @{cast.cleo.name}" in answer.text
    async with program_of(cast.ada) as ada:
        answer = await ada.post(f"/api/cases/{case.ref}/notes", json={"text": f"Look, @{cast.cleo.name}"})
        assert answer.status_code == 409


async def test_only_those_who_may_see_it_are_offered(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada, program_of(cast.ada) as program, browser_of(cast.cleo) as cleo:
        shown = (await ada.get(f"/cases/{case.ref}/mentions")).text
        assert cast.ben.name in shown and cast.cleo.name not in shown and f'data-name="{cast.ada.name}"' not in shown
        assert [one["name"] for one in (await program.get(f"/api/cases/{case.ref}/mentions?q=be")).json()] == [
            cast.ben.name
        ]
        assert (await program.get(f"/api/cases/{case.ref}/mentions?q=%25")).status_code == 200
        assert (await cleo.get(f"/cases/{case.ref}/mentions")).status_code == 404


async def test_replies_mention_nobody_and_auditors_write_no_notes(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        await ada.submit(
            f"/cases/{case.ref}/replies", text=f"Hello @{cast.ben.name}", last_seen=99, gate_reason="a test"
        )
    assert await told(cast.ben) == []
    with pytest.raises(NotAllowed):
        await noted(cast.otto, case.ref, "Hello")
