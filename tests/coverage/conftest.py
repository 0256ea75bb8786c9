"""Time stands still for the tests that ask for it."""

from collections.abc import AsyncIterator

import pytest

from escalations.platform.time import time_at
from tests.cast import Cast
from tests.coverage.scenes import NOW


@pytest.fixture
async def monday(cast: Cast) -> AsyncIterator[None]:
    """After the people have come: the database asks its own clock for their clearances."""
    with time_at(NOW):
        yield
