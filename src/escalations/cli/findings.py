"""What the doctor finds."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "warn", "bad"]


@dataclass(frozen=True)
class Finding:
    what: str
    verdict: Verdict
    says: str
