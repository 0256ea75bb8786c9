"""The hard facts: whether what, where and when allow that a case comes of an incident, and how much they say for it."""

from datetime import timedelta

from ..platform.time import spell
from .facts import CaseFacts, Ground, IncidentFacts
from .reach import families_of, family_name, product_name, region_name

BEFORE = timedelta(minutes=30)
"""Customers feel an incident before we date its beginning."""
AFTER = timedelta(hours=2)
"""And go on writing after it is mitigated."""
_NEAR, _FAR = timedelta(hours=2), timedelta(hours=12)


def ground_of_product(case: CaseFacts, incident: IncidentFacts) -> Ground | None:
    if case.product and case.product in incident.products:
        return Ground(40, f"product {product_name(case.product)}")
    if case.family in incident.families:
        return Ground(25, f"family {family_name(case.family)}")
    if not case.product and case.family in families_of(incident.products):
        return Ground(20, f"family {family_name(case.family)}, product not yet known")
    return None


def ground_of_place(case: CaseFacts, incident: IncidentFacts) -> Ground | None:
    if case.region and case.region in incident.regions:
        return Ground(25, f"region {region_name(case.region)}")
    if not incident.regions:
        return Ground(12, "the incident is in all regions")
    return None if case.region else Ground(8, "region not yet known")


def ground_of_time(case: CaseFacts, incident: IncidentFacts) -> Ground | None:
    end = incident.mitigated_at + AFTER if incident.mitigated_at else None
    if case.began_at < incident.started_at - BEFORE or (end and case.began_at > end):
        return None
    lag = case.began_at - incident.started_at
    points = 20 if lag <= _NEAR else 12 if lag <= _FAR else 6
    return Ground(points, _told(lag, began=case.problem_started_at is not None))


def _told(lag: timedelta, *, began: bool) -> str:
    if abs(lag) < timedelta(minutes=1):
        return "problem started together with the incident" if began else "opened together with the incident"
    if lag < timedelta(0):
        return (
            f"problem started {spell(lag)} before the incident" if began else f"opened {spell(lag)} before the incident"
        )
    return f"problem started {spell(lag)} after the incident" if began else f"opened {spell(lag)} after the incident"
