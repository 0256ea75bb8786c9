import pytest

from tests.builders import a_case
from tests.cast import Cast
from tests.product_groups.builders import BRIEF, GROUP, an_escalation, taught
from tests.support import program_of

BODY = {
    "product_group": GROUP, "reason": BRIEF.reason, "asked": BRIEF.asked, "business_impact": BRIEF.business_impact, "tried": BRIEF.tried,
    "environment": BRIEF.environment, "answers": dict(BRIEF.answers),
}  # fmt: skip


async def test_programs_of_both_sides(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with program_of(cast.ada) as support, program_of(cast.pia) as group:
        made = await support.post(f"/api/cases/{case.ref}/escalations", json=BODY)
        assert made.status_code == 201
        assert made.json() | {"ref": "E-1", "state": "submitted", "answers": BODY["answers"]} == made.json()
        assert [one["ref"] for one in (await group.get("/api/escalations")).json()] == ["E-1"]
        accepted = await group.post("/api/escalations/E-1/acceptance")
        assert (accepted.json()["state"], accepted.json()["version"]) == ("accepted", 2)
        said = await group.post("/api/escalations/E-1/comments", json={"body": "Which driver is it?"})
        assert said.status_code == 201 and said.json()["author_name"] == "Pia"
        returned = await group.post(
            "/api/escalations/E-1/return", json={"code": "needs_repro", "comment": "It works on our share."}
        )
        assert returned.json()["return_code"] == "needs_repro"
        assert (await support.post(f"/api/cases/{case.ref}/escalations", json=BODY)).json()["ref"] == "E-2"
        resolved = await group.post("/api/escalations/E-2/resolution", json={"resolution": "The subnet was missing."})
        assert resolved.json()["closing_note"] == "The subnet was missing."
        assert [one["ref"] for one in (await support.get("/api/escalations?view=closed")).json()] == ["E-2", "E-1"]
        assert (await support.get("/api/escalations/E-2")).json()["state"] == "resolved"


async def test_a_gap_is_a_422_with_its_fields(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await taught(case, "time_range", 3)
    async with program_of(cast.ada) as support:
        answer = await support.post(f"/api/cases/{case.ref}/escalations", json=BODY | {"answers": {}})
        assert answer.status_code == 422
        assert answer.json()["error"] == "Incomplete" and "need_time_range" in answer.json()["fields"]
        assert (await support.get("/api/escalations?view=all")).json() == []
        assert (await support.post(f"/api/cases/{case.ref}/escalations", json={"reason": "boredom"})).status_code == 400


@pytest.mark.parametrize("answers", [{"time_range": "a" * 20_001}, {f"need_{n}": "a" for n in range(51)}, ["a"]])
async def test_answers_are_an_object_of_some_length(cast: Cast, answers: object) -> None:
    case = await a_case(cast.ada)
    async with program_of(cast.ada) as support:
        answer = await support.post(f"/api/cases/{case.ref}/escalations", json=BODY | {"answers": answers})
        assert answer.status_code == 400 and {one["field"].split(".")[0] for one in answer.json()["fields"]} == {
            "answers"
        }


async def test_refusals_have_words(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with program_of(cast.ada) as support, program_of(cast.cleo) as outsider, program_of(cast.otto) as auditor:
        again = await support.post(f"/api/cases/{escalation.case_ref}/escalations", json=BODY)
        assert again.status_code == 409 and "E-1 is already with" in again.json()["detail"]
        assert (await support.post("/api/escalations/E-1/acceptance")).status_code == 403
        assert (await support.get("/api/escalations?view=mine")).status_code == 404
        assert (await support.post("/api/escalations/E-1/withdrawal", json={"reason": "Solved."})).json()[
            "state"
        ] == "withdrawn"
        assert (await outsider.get("/api/escalations/E-1")).status_code == 404
        assert (await outsider.get("/api/escalations?view=all")).json() == []
        assert (await auditor.post("/api/escalations/E-1/withdrawal", json={"reason": "Solved."})).status_code == 403
