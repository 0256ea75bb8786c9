"""A case opened on Monday at ten (UTC), and what its clocks' ledgers say."""

import pytest

from escalations.cases.models import Case
from escalations.platform.time import time_at
from tests.builders import a_case
from tests.cast import Cast

from .moments import MONDAY


@pytest.fixture
async def case(cast: Cast) -> Case:
    with time_at(MONDAY):
        return await a_case(cast.ada)
