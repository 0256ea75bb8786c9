"""Sweeping as the schedule does, and looking whether it went everywhere it should."""

from collections.abc import Sequence
from datetime import datetime

from escalations.platform.due import boundaries_due
from escalations.schedule import Duty, _sweep


async def swept_where_due(duty: Duty, at: datetime, boundaries: Sequence[str]) -> int:
    """A sweep that finds something where nothing was said to be due would be late for good."""
    told = await boundaries_due({duty.name: duty.due}, boundaries, at) if duty.due else {duty.name: boundaries}
    done = {boundary: await _sweep(duty, boundary, at, None) for boundary in boundaries}
    missed = {boundary: found for boundary, found in done.items() if found and boundary not in told[duty.name]}
    assert not missed, f"{duty.name} had something to do where it was not due: {missed}"
    return sum(done.values())
