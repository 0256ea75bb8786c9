"""What an administrator does to jobs that were given up."""

from dataclasses import dataclass

from ..platform.events import Event


@dataclass(frozen=True)
class HeldJobs:
    """They belong to no boundary and have no page but their own."""

    subject: str = "jobs/held"
    thread: str = "jobs/held"
    boundary: str | None = None


HELD_JOBS = HeldJobs()


@dataclass(frozen=True, kw_only=True)
class JobsReplayed(Event):
    jobs: list[int]

    def told(self) -> str:
        return f"sent {_counted(self.jobs)} back to work"


@dataclass(frozen=True, kw_only=True)
class JobsDropped(Event):
    jobs: list[int]

    def told(self) -> str:
        return f"dropped {_counted(self.jobs)}"


def _counted(jobs: list[int]) -> str:
    return "a held job" if len(jobs) == 1 else f"{len(jobs)} held jobs"
