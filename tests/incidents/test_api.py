from datetime import timedelta
from typing import Any

import httpx

from escalations.platform.time import now
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import program_of, run_jobs


def declaration(**more: object) -> dict[str, object]:
    return {
        "title": "Azure Files shares do not mount", "summary": "Front ends drop the session.", "severity": "A", "boundary": "public",
        "products": ["azure_files"], "regions": ["westeurope"], "started_at": (now() - timedelta(hours=1)).isoformat(), **more,
    }  # fmt: skip


async def said(program: httpx.AsyncClient, url: str, **body: object) -> Any:
    answer = await program.post(url, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_an_incident_from_its_declaration_to_its_root_cause(cast: Cast) -> None:
    case = await a_hit_case(cast.ada)
    async with program_of(cast.dora) as program:
        declared = await said(program, "/api/incidents", **declaration(case=case.ref))
        ref = declared["incident"]["ref"]
        assert declared["impact"]["cases"] == 1
        (listed,) = (await program.get("/api/incidents")).json()
        assert (listed["ref"], listed["open_cases"]) == (ref, 1)
        revised = await said(program, f"/api/incidents/{ref}/revisions", **declaration(severity="B", version=1))
        assert (revised["incident"]["severity"], revised["incident"]["version"]) == ("B", 2)
        assert (await said(program, f"/api/incidents/{ref}/updates", text="Rolling back."))["state"] == "active"
        assert (await said(program, f"/api/incidents/{ref}/mitigation", note="Rolled back."))["incident"][
            "state"
        ] == "mitigated"
        assert (await said(program, f"/api/incidents/{ref}/resolution", root_cause="Session table."))["incident"][
            "state"
        ] == "resolved"
        assert [line["ref"] for line in (await program.get("/api/incidents?resolved=true")).json()] == [ref]
        assert (await said(program, f"/api/incidents/{ref}/reactivations", reason="Not over"))["incident"][
            "state"
        ] == "active"
        assert (await program.get(f"/api/incidents/{ref}")).json()["incident"]["mitigated_at"] is None


async def test_links_are_judged_by_programs_too(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    first, second = await a_hit_case(cast.ada), await a_hit_case(cast.ada, await a_customer(name="Second"))
    await run_jobs()
    async with program_of(cast.ada) as program:
        cases = f"/api/incidents/{incident.ref}/cases"
        denied = await said(program, f"{cases}/{first.ref}/rejection", reason="another share")
        assert (denied["state"], denied["reason"]) == ("rejected", "another share")
        assert [
            link["case_ref"] for link in await said(program, f"/api/incidents/{incident.ref}/confirmed-suggestions")
        ] == [second.ref]
        assert (await said(program, f"{cases}/{first.ref}/confirmation"))["state"] == "confirmed"
        assert (await said(program, f"{cases}/{first.ref}/end", reason="after all not"))["state"] == "ended"
        again = await program.post(f"{cases}/{second.ref}/rejection", json={})
        assert (again.status_code, again.json()["error"]) == (409, "Refused")


async def test_refusals_have_their_status(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with program_of(cast.dora) as lead, program_of(cast.cleo) as outsider, program_of(cast.otto) as auditor:
        assert (
            await lead.post("/api/incidents", json=declaration(started_at="2026-11-21T12:00:00"))
        ).status_code == 400
        assert (await lead.post("/api/incidents", json=declaration(regions=["usgovvirginia"]))).status_code == 409
        stale = await lead.post(f"/api/incidents/{incident.ref}/revisions", json=declaration(severity="C", version=7))
        assert (stale.status_code, stale.json()["error"]) == (409, "Stale")
        assert (await outsider.get(f"/api/incidents/{incident.ref}")).status_code == 404
        assert (await outsider.get("/api/incidents")).json() == []
        assert (await auditor.post("/api/incidents", json=declaration())).status_code == 403
        assert (
            await auditor.post(f"/api/incidents/{incident.ref}/mitigation", json={"note": "It is over."})
        ).status_code == 403


async def test_many_at_once_and_how_far_it_reaches(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    other = await an_incident(cast.dora, title="Uploads to shares fail")
    url = f"/api/incidents/{incident.ref}"
    async with program_of(cast.dora) as program:
        batch = await said(program, f"{url}/batches", state="confirmed", link=[f"{case.ref}.0"])
        assert (batch["kind"], batch["author_name"]) == ("confirmed", "Dora")
        stale = await program.post(f"{url}/batches", json={"state": "rejected", "link": [f"{case.ref}.0"]})
        assert stale.status_code == 409 and case.ref in stale.json()["detail"]
        update = await said(program, f"{url}/updates", text="For us.", reach="incident")
        assert await said(program, f"{url}/updates/{update['id']}/spreading") == {"count": 1}
        assert await said(program, f"{url}/subscriptions", codes="sub-1, sub-2") == {"count": 2}
        assert (await program.post(f"{url}/subscriptions/removals", json={"code": "sub-1"})).status_code == 201
        assert (await said(program, f"{url}/estimates", customers=9, source="the log"))["customers"] == 9
        merged = await said(program, f"{url}/merging", into=other.ref, reason="one front end")
        assert (merged["incident"]["ref"], merged["impact"]["cases"]) == (other.ref, 1)
        assert await said(program, f"{url}/unmerging") == {"kept": []}
        split = await said(program, f"{url}/splits", **declaration(title="Only one share"), link=[f"{case.ref}.3"])
        assert split["impact"]["cases"] == 1
        assert await said(program, f"{url}/batches/{batch['id']}/undoing") == {"kept": [case.ref]}
