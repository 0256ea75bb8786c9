"""The worker: runs queued jobs and, once a minute, the time-driven verbs."""

from .running import run_worker

__all__ = ["run_worker"]
