"""What is known about a case when it is routed, as it was then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from ..catalog.models import Severity


class TextEvidence(msgspec.Struct, frozen=True, array_like=True):
    """Words of the text that spoke for a family, and how strongly."""

    words: str
    weight: float
    family: str


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """`familiar` are people who worked for this customer lately, `not_again` those who had the case just now and lost it.

    `waited_minutes` is since it came to its queue.
    """

    severity: Severity
    boundary: str
    opened_at: datetime
    cloud: str | None = None
    family: str | None = None
    family_sure: bool = False
    product: str | None = None
    plan: str | None = None
    cover: bool = False
    region: str | None = None
    language: str = "en"
    error_codes: tuple[str, ...] = ()
    text: str = ""
    problem_started_at: datetime | None = None
    familiar: tuple[int, ...] = ()
    not_again: tuple[int, ...] = ()
    waited_minutes: int = 0
    confidence: float | None = None
    evidence: tuple[TextEvidence, ...] = ()

    @property
    def hours_running(self) -> int:
        """Whole hours from the start of the problem to the opening of the case."""
        if self.problem_started_at is None:
            return 0
        return max(0, int((self.opened_at - self.problem_started_at).total_seconds() // 3600))

    def to_json(self) -> dict[str, Any]:
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return plain

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> "CaseFacts":
        return msgspec.convert(record, cls)
