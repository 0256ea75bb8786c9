"""What is known of an incident, and what of it cannot be."""

from dataclasses import dataclass, field, fields
from datetime import datetime

from ..cases.models import SEVERITIES
from ..catalog.loading import catalogue
from ..platform.errors import Refused
from ..platform.time import now
from .models import Incident


@dataclass(frozen=True, kw_only=True)
class Account:
    """What is known of an incident. Families, products and regions are keys of the catalogue; no region means all of them."""

    title: str
    summary: str
    severity: str
    started_at: datetime
    families: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nobody knows the second in which it began, and a form shows minutes."""
        object.__setattr__(self, "started_at", self.started_at.replace(second=0, microsecond=0))

    @classmethod
    def of(cls, incident: Incident) -> "Account":
        return cls(**{part.name: getattr(incident, part.name) for part in fields(cls)})


def refuse_merged(incident: Incident) -> None:
    """For every verb but the one that undoes the merging."""
    if incident.merged_into_id is not None:
        raise Refused(
            f"{incident.ref} was merged into I-{incident.merged_into_id}. Do it there, or undo the merging first."
        )


def refuse_impossible(account: Account, boundary: str) -> None:
    known = catalogue()
    if account.severity not in SEVERITIES:
        raise Refused("A severity is A, B or C.")
    if not account.families and not account.products:
        raise Refused("Choose at least one technology family or product, so that cases can be matched.")
    if not known.families.keys() >= {*account.families} or not known.products.keys() >= {*account.products}:
        raise Refused("Choose families and products of the catalogue.")
    if any(key not in known.regions or known.regions[key].boundary != boundary for key in account.regions):
        raise Refused(f"Choose regions of {boundary}, or none when all of them are hit.")
    if account.started_at > now():
        raise Refused("An incident cannot begin in the future. Correct when it started.")
