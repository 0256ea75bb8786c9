"""What somebody says an incident is."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from ...cases.forms import in_zone
from ..actions import Account
from .fields import Key, Keys, Line, Text


class AccountForm(BaseModel):
    title: Line
    summary: Text
    severity: Literal["A", "B", "C"]
    started_at: datetime
    families: Keys = []
    products: Keys = []
    regions: Keys = []

    def account(self, zone: str) -> Account:
        """A time without a zone is meant in the person's own."""
        started_at = in_zone(self.started_at, zone)
        assert started_at is not None
        return Account(
            title=self.title, summary=self.summary, severity=self.severity, started_at=started_at, families=self.families,
            products=self.products, regions=self.regions,
        )  # fmt: skip


class DeclareIncident(AccountForm):
    boundary: Key
    case: str | None = Field(None, max_length=30)


class ReviseIncident(AccountForm):
    version: int
