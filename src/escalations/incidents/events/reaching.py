"""What else is said of how far an incident reaches."""

from dataclasses import dataclass

from ...platform.events import Event
from ..counted import counted


@dataclass(frozen=True, kw_only=True)
class SubscriptionsListed(Event):
    count: int

    def told(self) -> str:
        return f"listed {counted(self.count, 'impacted subscription')}"


@dataclass(frozen=True, kw_only=True)
class SubscriptionUnlisted(Event):
    code: str

    def told(self) -> str:
        return f"took subscription {self.code} off the list of impacted ones"


@dataclass(frozen=True, kw_only=True)
class ImpactEstimated(Event):
    customers: int
    source: str

    def told(self) -> str:
        return f"estimated {counted(self.customers, 'customer')} hit: {self.source}"
