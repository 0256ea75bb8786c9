from datetime import timedelta

from sqlalchemy import event

from escalations.cases.actions import close_case
from escalations.cases.queries import case_for
from escalations.customers.models import Customer, Subscription
from escalations.incidents.actions import confirm_link, reject_link
from escalations.incidents.queries import hit_customers, impact_of, resolved_incidents, unresolved_incidents
from escalations.platform.db import nothing_to_record
from escalations.platform.time import now
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person, as_system


async def a_subscription(customer: Customer) -> Subscription:
    subscription = Subscription(
        boundary=customer.boundary, customer_id=customer.id, code=f"sub-{customer.id}", name="Production"
    )
    async with as_system(customer.boundary) as db:
        nothing_to_record(db, "the stage is set before the play")
        db.add(subscription)
        await db.flush()
    return subscription


async def test_the_numbers_come_of_the_confirmed_links_alone(cast: Cast) -> None:
    plain, covered = await a_customer(name="Plain"), await a_customer(name="Covered", covered=True)
    subscription = await a_subscription(covered)
    cases = [
        await a_hit_case(cast.ada, plain),
        await a_hit_case(cast.ada, covered, subscription_id=subscription.id),
        await a_hit_case(cast.ada, covered, subscription_id=subscription.id, region="northeurope"),
    ]
    denied = await a_hit_case(cast.ada, await a_customer(name="Somebody Else"))
    incident = await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        for case in cases:
            await confirm_link(db, case, incident, by=cast.ada)
        await reject_link(db, denied, incident, by=cast.ada)
        await close_case(
            db, await case_for(db, cast.ada, cases[0].ref, lock=True), "incident", "Verified with them.", by=cast.ada
        )
        impact = await impact_of(db, incident)
        customers = await hit_customers(db, incident)
    assert (impact.cases, impact.open_cases, impact.customers, impact.covered, impact.subscriptions) == (3, 2, 2, 1, 1)
    assert impact.region_names == ["North Europe", "West Europe"]
    assert (impact.first_case_at, impact.before_declared) == (cases[0].opened_at, 3)
    assert [(c.name, c.covered, c.cases, c.open_cases) for c in customers] == [
        ("Covered", True, 2, 2),
        ("Plain", False, 1, 0),
    ]


async def test_without_a_case_there_is_no_impact_and_no_invented_zero(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        impact = await impact_of(db, incident)
    assert (impact.cases, impact.regions, impact.first_case_at) == (0, (), None)


async def test_the_list_counts_all_its_incidents_in_one_query(cast: Cast) -> None:
    case = await a_hit_case(cast.ada)
    worse = await an_incident(cast.dora, title="Shares are gone")
    less = await an_incident(cast.dora, title="Shares are slow", severity="C", started_at=now() - timedelta(hours=3))
    async with as_person(cast.ada) as db:
        await confirm_link(db, case, worse, by=cast.ada)
        await db.flush()
        statements: list[str] = []
        connection = (await db.connection()).sync_connection
        assert connection is not None
        event.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
        lines = await unresolved_incidents(db)
        assert len(statements) == 1
        assert await resolved_incidents(db) == []
    assert [(line.ref, line.cases, line.customers, line.open_cases) for line in lines] == [
        (worse.ref, 1, 1, 1),
        (less.ref, 0, 0, 0),
    ]
    assert [line.time for line in lines] == ["for 1 h", "for 3 h"]
