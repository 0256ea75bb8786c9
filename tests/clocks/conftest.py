"""A case opened on Monday at ten (UTC), and what its clocks' ledgers say."""

from datetime import datetime

import pytest

from escalations.cases.models import Case
from escalations.clocks.actions import cancel_clock
from escalations.clocks.queries import open_clock
from escalations.customers.models import Customer
from escalations.platform.time import time_at
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person

from .moments import MONDAY


async def a_case_at(moment: datetime, cast: Cast, customer: Customer | None = None) -> Case:
    """Its resolution clock is out of the way, so that tests start the one they mean."""
    with time_at(moment):
        case = await a_case(cast.ada, customer)
        async with as_person(cast.ada) as db:
            clock = await open_clock(db, case.id, "resolution")
            assert clock is not None
            await cancel_clock(db, clock, "for these tests", by=cast.ada)
    return case


@pytest.fixture
async def case(cast: Cast) -> Case:
    return await a_case_at(MONDAY, cast)
