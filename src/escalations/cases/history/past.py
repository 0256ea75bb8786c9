"""A case as an earlier system tells of it, with people and places as they are called here."""

from datetime import datetime

from msgspec import Struct

from ...customers.models import Customer
from ...routing.deciding import Decision
from ...routing.facts import CaseFacts


class PastMessage(Struct, frozen=True, kw_only=True, gc=False):
    """`kind` as of a `CaseEntry`. Who wrote it is a person of ours, a contact of the customer, or only a name."""

    kind: str
    at: datetime
    body: str
    author_id: int | None = None
    author_name: str = ""
    contact_id: int | None = None


class PastCase(Struct, frozen=True, kw_only=True, eq=False):
    """`key` is its name in the earlier system, `external_key` the one it keeps here. `zone` is its contact's. The description is
    the customer's first message; `messages` are what followed, oldest first. `facts` say what
    and where it was. `owner_id` is somebody who may have it."""

    key: str
    external_key: str
    customer: Customer
    contact_id: int | None
    zone: str
    title: str
    description: str
    facts: CaseFacts
    resources: tuple[str, ...]
    owner_id: int | None
    owner_name: str
    opened_at: datetime
    closed_at: datetime | None
    resolution: str
    note: str
    messages: tuple[PastMessage, ...]

    @property
    def boundary(self) -> str:
        return self.customer.boundary

    @property
    def family(self) -> str:
        return self.facts.family or "other"

    @property
    def first_answered_at(self) -> datetime | None:
        return next((one.at for one in self.messages if one.kind == "reply"), None)

    @property
    def changed_at(self) -> datetime:
        return self.closed_at or (self.messages[-1].at if self.messages else self.opened_at)


class Numbered(Struct, frozen=True, eq=False):
    """A past case under the number it gets here. An open one stands by a `decision` of the rules alone, with nobody weighed: who takes it
    is decided when its queue is given out."""

    id: int
    past: PastCase
    queue: str
    decision: Decision | None = None

    @property
    def subject(self) -> str:
        return f"case/{self.id}"

    thread = subject

    @property
    def boundary(self) -> str:
        return self.past.boundary
