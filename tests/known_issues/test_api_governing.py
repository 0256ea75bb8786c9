import httpx

from escalations.known_issues.queries import article_for
from tests.builders import a_case
from tests.cast import Cast
from tests.known_issues.scenes import an_article
from tests.known_issues.test_matching import ERROR_13
from tests.support import as_person, program_of

URL = "/api/known-issues/KI-1"


async def status(program: httpx.AsyncClient, url: str, **said: object) -> int:
    return (await program.post(url, json=said)).status_code


async def test_programs_have_the_same_verbs(cast: Cast) -> None:
    await an_article(cast.ada, match=ERROR_13)
    case = await a_case(cast.ada)
    async with program_of(cast.ada) as program:
        moved = (await program.post(f"{URL}/state", json={"state": "fixed", "fixed_in": "driver 1.5"})).json()[
            "article"
        ]
        assert (moved["state"], moved["fixed_in"], moved["match"], moved["governance"]) == (
            "fixed",
            "driver 1.5",
            ERROR_13,
            "experience",
        )
        assert await status(program, f"{URL}/state", state="fixed") == 409
        flag = (await program.post(f"{URL}/flags", json={"comment": "The cause is wrong."})).json()
        assert [one["id"] for one in (await program.get(f"{URL}/flags")).json()] == [flag["id"]]
        assert await status(program, f"{URL}/flags/{flag['id']}/settlement", answer="mended") == 200
        assert (await program.get(f"{URL}/flags")).json() == []
        assert [one["number"] for one in (await program.get(f"{URL}/versions")).json()] == [2, 1]
        back = await program.post(f"{URL}/versions/1/restoration", json={"version": moved["version"]})
        assert back.json()["article"]["state"] == "workaround"
        assert (
            await status(program, f"{URL}/ownership") == 200
            and await status(program, f"{URL}/governance", governance="compliance") == 403
        )
        tried = (await program.post("/api/known-issues/match-trials", json={"match": ERROR_13})).json()
        assert tried["counts"] == {"open": 1} and tried["cases"][0]["case"] == case.ref
        wrong = await program.post("/api/known-issues/match-trials", json={"match": "x = 1"})
        assert wrong.status_code == 409 and "line 1" in wrong.text
        beside = (await program.get(f"/api/cases/{case.ref}/known-issues")).json()
        assert [one["ref"] for one in beside["matches"]] == ["KI-1"]
    async with program_of(cast.dora) as lead:
        assert await status(lead, f"{URL}/governance", governance="compliance") == 200
    async with as_person(cast.ada) as db:
        assert (await article_for(db, cast.ada, "KI-1")).governance == "compliance"


async def test_an_article_that_names_somebody_is_refused_unless_a_reason_is_given(cast: Cast) -> None:
    said = {
        "title": "Shares cannot be mounted",
        "body": "From 20.50.12.7 it fails.",
        "family": "storage",
        "boundary": "public",
    }
    async with program_of(cast.ada) as program:
        refused = await program.post("/api/known-issues", json=said)
        assert refused.status_code == 409 and "an address of a machine" in refused.text
        assert await status(program, "/api/known-issues", **said, kept="our own test machine") == 201


async def test_outsiders_and_auditors_are_kept_out(cast: Cast) -> None:
    await an_article(cast.ada)
    verbs: dict[str, dict[str, object]] = {
        "state": {"state": "investigating"}, "governance": {"governance": "compliance"}, "ownership": {}, "flags": {"comment": "The cause is wrong."},
        "versions/1/restoration": {"version": 1},
    }  # fmt: skip
    async with program_of(cast.otto) as auditor, program_of(cast.cleo) as outsider:
        for verb, said in verbs.items():
            assert await status(auditor, f"{URL}/{verb}", **said) == 403, verb
            assert await status(outsider, f"{URL}/{verb}", **said) == 404, verb
        assert (await auditor.get(f"{URL}/versions")).status_code == 200
        assert (await outsider.get(f"{URL}/versions")).status_code == 404
