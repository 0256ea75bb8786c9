"""Covered customers whom an incident hits and who have not written."""

import pytest

from escalations.cases.queries import case_for
from escalations.customers.models import Customer, Subscription
from escalations.customers.queries import customer_for
from escalations.incidents.actions import confirm_link, list_subscriptions
from escalations.incidents.models import Incident
from escalations.incidents.queries import incident_for
from escalations.platform.db import nothing_to_record
from escalations.platform.errors import NotAllowed
from escalations.rapid_response.actions import note_contact
from escalations.rapid_response.presenting import board
from escalations.rapid_response.queries import silence
from escalations.rapid_response.queries.silence import Silent, silent_in
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.incidents.scenes import an_incident
from tests.rapid_response.builders import recorded
from tests.support import as_person, as_system, browser_of, program_of


async def with_subscription(
    name: str,
    *,
    covered: bool = True,
    regions: tuple[str, ...] = ("westeurope",),
    services: tuple[str, ...] = ("azure_files",),
    code: str = "",
) -> Customer:
    customer = await a_customer(name=name, covered=covered)
    async with as_system() as db:
        nothing_to_record(db, "the stage is set before the play")
        code = code or f"sub-{customer.id}"
        db.add(
            Subscription(
                boundary="public",
                customer_id=customer.id,
                code=code,
                name=f"{name} shop",
                regions=list(regions),
                services=list(services),
            )
        )
    return customer


async def silent(cast: Cast, incident: Incident) -> list[Silent]:
    async with as_person(cast.rex) as db:
        return await silent_in(db, [await incident_for(db, cast.rex, incident.ref)])


async def test_hit_by_list_or_by_place_and_product(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    await with_subscription("Near")
    await with_subscription("Far", regions=("japaneast",))
    await with_subscription("Other", services=("aks",))
    await with_subscription("Uncovered", covered=False)
    await with_subscription("Named", regions=("japaneast",), code="SUB-NAMED")
    async with as_person(cast.dora) as db:
        await list_subscriptions(db, await incident_for(db, cast.dora, incident.ref), ["sub-named"], by=cast.dora)
    assert {one.customer: one.why for one in await silent(cast, incident)} == {
        "Named": ("the cloud names Named shop",),
        "Near": ("Near shop uses Azure Files there",),
    }


async def test_who_cannot_be_hit_takes_nobody_s_place(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many covered customers come before in the order of their names."""
    monkeypatch.setattr(silence, "MOST", 1)
    incident = await an_incident(cast.dora)
    await with_subscription("Another", services=("aks",))
    await with_subscription("Elsewhere", regions=("japaneast",))
    await with_subscription("Near")
    assert [one.customer for one in await silent(cast, incident)] == ["Near"]


async def test_a_case_of_it_ends_the_silence(cast: Cast) -> None:
    incident, near = await an_incident(cast.dora), await with_subscription("Near")
    case = await a_case(cast.ada, near)
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref, lock=True)
        await confirm_link(db, row, await incident_for(db, cast.ada, incident.ref, lock=True), by=cast.ada)
    assert await silent(cast, incident) == []


async def test_a_contact_and_what_came_of_it(cast: Cast) -> None:
    incident, near = await an_incident(cast.dora), await with_subscription("Near")
    async with as_person(cast.rex) as db:
        found, customer = await incident_for(db, cast.rex, incident.ref), await customer_for(db, cast.rex, near.ref)
        for _ in range(2):
            await note_contact(db, found, customer, how="phone", whom="Lena", outcome="no_answer", by=cast.rex)
        (one,) = await silent_in(db, [found])
        assert not one.is_settled
        assert [one.customer for one in (await board(db)).unreached] == ["Near"]
        await note_contact(db, found, customer, how="phone", whom="Lena", outcome="not_affected", by=cast.rex)
        assert (await board(db)).unreached == []
    assert (await recorded(f"customer/{near.id}")).count("SilentCustomerContacted") == 2
    async with as_person(cast.otto) as db:
        with pytest.raises(NotAllowed):
            await note_contact(db, found, customer, how="phone", whom="Lena", outcome="copes", by=cast.otto)


async def test_the_incident_stands_on_the_board(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    await with_subscription("Near")
    async with as_person(cast.rex) as db:
        (row,) = (await board(db)).ranked
        assert row.line.ref == incident.ref and "1 covered customer hit and silent" in row.sum


async def test_the_slot(cast: Cast) -> None:
    incident, near = await an_incident(cast.dora), await with_subscription("Near")
    said = {"customer": near.ref, "how": "phone", "outcome": "copes"}
    async with browser_of(cast.rex) as rex, browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        url = f"/incidents/{incident.ref}/silent"
        assert (
            "Near" in (await rex.get(url)).text and "slot-silent" in (await rex.get(f"/incidents/{incident.ref}")).text
        )
        bad = await rex.submit(f"{url}/contacts", htmx=True, **said)
        assert bad.status_code == 422 and "Fill this in" in bad.text
        assert (await rex.submit(f"{url}/contacts", whom="Lena", **said)).status_code == 303
        assert "affected, copes without a case" in (await rex.get("/rapid-response")).text
        assert (await cleo.get(url)).status_code == 404
        assert (await otto.submit(f"{url}/contacts", whom="Lena", **said)).status_code == 403
    async with program_of(cast.rex) as rapid:
        assert [one["outcome"] for one in (await rapid.get(f"/api{url}")).json()] == ["copes"]
        again = await rapid.post(f"/api{url}/contacts", json={**said, "whom": "Lena", "outcome": "opens_case"})
        assert again.json()[0]["outcome"] == "opens_case"
