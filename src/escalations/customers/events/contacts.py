"""What happens to a customer's contacts and subscriptions."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class ContactAdded(Event):
    contact_id: int
    name: str

    def told(self) -> str:
        return f"added the contact {self.name}"


@dataclass(frozen=True, kw_only=True)
class ContactRevised(Event):
    contact_id: int
    name: str
    fields: list[str]

    def told(self) -> str:
        return f"corrected the {' and '.join(self.fields).replace('_', ' ')} of the contact {self.name}"


@dataclass(frozen=True, kw_only=True)
class ContactLeft(Event):
    contact_id: int
    name: str

    def told(self) -> str:
        return f"noted that the contact {self.name} has left"


@dataclass(frozen=True, kw_only=True)
class SubscriptionAdded(Event):
    subscription_id: int
    code: str

    def told(self) -> str:
        return f"added the subscription {self.code}"
