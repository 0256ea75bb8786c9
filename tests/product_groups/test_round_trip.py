from sqlalchemy import text

from escalations.cases.actions import add_customer_message, close_case, reply_to_customer
from escalations.cases.queries import case_for
from escalations.platform.db import Session
from escalations.product_groups.actions import accept_escalation, escalate_case, resolve_escalation, return_escalation
from escalations.product_groups.queries import escalation_for, escalations_of
from tests.builders import a_case
from tests.cast import Cast
from tests.product_groups.builders import BRIEF, GROUP
from tests.support import as_person


async def no_dead_end(db: Session) -> None:
    await db.flush()
    assert not (await db.execute(text("SELECT id, why FROM dead_end_case"))).all()


async def test_there_and_back_and_there_again(cast: Cast) -> None:
    """Whoever has it, something will wake the case up."""
    opened = await a_case(cast.ada, claimed="A")
    for verdict in ("return", "resolve"):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref)
            escalation = await escalate_case(db, case, GROUP, BRIEF, by=cast.ada)
            await no_dead_end(db)
        async with as_person(cast.pia) as db:
            found = await escalation_for(db, cast.pia, escalation.ref)
            await accept_escalation(db, found, by=cast.pia)
            await no_dead_end(db)
            if verdict == "return":
                await return_escalation(db, found, "needs_repro", "It works on our share.", by=cast.pia)
            else:
                await resolve_escalation(db, found, "The subnet was missing in the firewall.", by=cast.pia)
            await no_dead_end(db)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        assert case.turn == "close_the_loop"
        assert [one.state for one in await escalations_of(db, case)] == ["resolved", "returned"]
        await reply_to_customer(db, case, "The firewall of the share lacked your subnet; it is added.", by=cast.ada)
        await no_dead_end(db)
        await close_case(db, case, "fixed", "Subnet added to the firewall.", by=cast.ada)
        await no_dead_end(db)


async def test_the_customer_writes_while_the_group_has_it(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        await reply_to_customer(db, case, "We asked the people who build it.", by=cast.ada)
        escalation = await escalate_case(db, case, GROUP, BRIEF, by=cast.ada)
        await add_customer_message(db, case, "Any news?", by=cast.ada)
        assert case.turn == "us"
        await no_dead_end(db)
    async with as_person(cast.pia) as db:
        await return_escalation(
            db, await escalation_for(db, cast.pia, escalation.ref), "duplicate", "The same as E-0.", by=cast.pia
        )
        await no_dead_end(db)
