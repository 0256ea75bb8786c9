"""Hours that nobody able covers, as they were last found."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index

from ...platform.model import Bounded, key
from ..spans import Span
from .shifts import during, is_stretch


class KnownGap(Bounded, table=True):
    """So that each is told once. `requirement` is the key of the rule in coverage.toml; `missing` so many heads."""

    __tablename__ = "coverage_gap"
    __table_args__ = (is_stretch("during"), Index("ix_coverage_gap_requirement", "boundary", "requirement"))
    id: int = key()
    requirement: str
    during: Any = during()
    missing: int
    found_at: datetime

    @property
    def subject(self) -> str:
        return f"coverage/{self.boundary}"

    thread = subject

    @property
    def span(self) -> Span:
        return Span.of(self.during)
