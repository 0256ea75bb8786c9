from datetime import timedelta

from escalations.platform.time import now
from tests.cast import Cast
from tests.customers.builders import a_customer
from tests.support import program_of


async def test_a_program_keeps_customers(cast: Cast) -> None:
    async with program_of(cast.adam) as program:
        made = await program.post(
            "/api/customers", json={"name": "Nordhavn Rail", "boundary": "public", "plan": "unified"}
        )
        assert made.status_code == 201 and made.json()["version"] == 1
        url = f"/api/customers/{made.json()['ref']}"
        lena = {"name": "Lena Vogt", "email": "lena@nordhavn.example", "time_zone": "Europe/Berlin", "language": "de"}
        for _ in range(2):
            assert (await program.post(f"{url}/contacts", json=lena)).status_code == 201
        assert [contact["email"] for contact in (await program.get(f"{url}/contacts")).json()] == [lena["email"]]
        subscription = {"name": "Production", "code": "s-1", "regions": ["westeurope"], "services": ["blob_storage"]}
        assert (await program.post(f"{url}/subscriptions", json=subscription)).status_code == 201
        assert (await program.get(f"{url}/subscriptions")).json()[0]["services"] == ["blob_storage"]
        until = (now() + timedelta(days=9)).isoformat()
        assert (await program.post(f"{url}/cover", json={"until": until})).json()["cover_until"] is not None
        notes = {"handling_notes": "Call first.", "version": 2}
        assert (await program.post(f"{url}/handling-notes", json=notes)).json()["version"] == 3
        stale = await program.post(f"{url}/revisions", json={"name": "Other", "plan": "standard", "version": 1})
        assert stale.status_code == 409 and stale.json()["error"] == "Stale"
        fresh = await program.post(f"{url}/revisions", json={"name": "Other", "plan": "standard", "version": 3})
        assert fresh.json()["name"] == "Other"
        assert (await program.get(url)).json()["handling_notes"] == "Call first."
        assert [one["name"] for one in (await program.get("/api/customers?q=other")).json()] == ["Other"]


async def test_a_program_may_no_more_than_its_person(cast: Cast) -> None:
    customer = await a_customer()
    body = {"name": "Mine", "boundary": "public"}
    async with program_of(cast.otto) as auditor, program_of(cast.cleo) as outsider:
        assert (await auditor.post("/api/customers", json=body)).status_code == 403
        assert (await auditor.get(f"/api/customers/{customer.ref}")).status_code == 200
        assert (await outsider.get(f"/api/customers/{customer.ref}")).status_code == 404
        assert (await outsider.get("/api/customers")).json() == []
        assert (await outsider.post(f"/api/customers/{customer.ref}/contacts", json=body)).status_code in (400, 404)


async def test_nonsense_is_a_400(cast: Cast) -> None:
    async with program_of(cast.adam) as program:
        for body in (
            {},
            {"name": "", "boundary": "public"},
            {"name": "N", "boundary": "Public Cloud"},
            {"name": "N", "boundary": "public", "plan": "gold"},
        ):
            assert (await program.post("/api/customers", json=body)).status_code == 400, body
