"""Held jobs as an administrator may see them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ...platform.job_desk import HeldJob


@dataclass(frozen=True)
class JobLine:
    """A held job. What it carried and why it failed is told only to who may see its boundary."""

    id: int
    name: str
    attempts: int
    held_at: datetime
    boundary: str | None
    in_sight: bool
    problem: str
    payload: str
    trace: str


def job_lines(jobs: Iterable[HeldJob], boundaries: Iterable[str]) -> list[JobLine]:
    known = set(boundaries)
    return [_job_line(job, job.boundary is None or job.boundary in known) for job in jobs]


def _job_line(job: HeldJob, in_sight: bool) -> JobLine:
    name = str(job.payload.get("reaction", job.name)) if in_sight else job.name
    payload = json.dumps(job.payload, indent=2, ensure_ascii=False) if in_sight else ""
    return JobLine(
        job.id,
        name,
        job.attempts,
        job.held_at,
        job.boundary,
        in_sight,
        job.problem if in_sight else "",
        payload,
        job.trace if in_sight else "",
    )
