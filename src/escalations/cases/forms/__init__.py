"""What people type on cases."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, field_validator

from .later import Later as Later
from .later import in_zone as in_zone

Severity = Literal["A", "B", "C"]


def _lines(text: object) -> object:
    return [line.strip() for line in text.splitlines() if line.strip()] if isinstance(text, str) else text


Lines = Annotated[list[str], BeforeValidator(_lines)]


class OpenCase(BaseModel):
    """`follows` is the closed case of the same customer that comes back."""

    customer: str = Field(max_length=30)
    contact_id: int | None = None
    subscription_id: int | None = None
    title: str = Field(min_length=5, max_length=200)
    description: str = Field(min_length=10, max_length=60_000)
    claimed: Severity = "C"
    always_contact_id: int | None = None
    around_the_clock: bool = False
    family: str | None = None
    product: str | None = None
    region: str | None = None
    resources: Lines = Field(default_factory=list, max_length=50)
    problem_started_at: datetime | None = None
    follows: str | None = Field(None, max_length=30)


def _lines_of_a_page(text: object) -> object:
    """Places in a text are counted as a browser's field counts them, which sends two characters for the end of a line."""
    return text.replace("\r\n", "\n") if isinstance(text, str) else text


Text = Annotated[str, BeforeValidator(_lines_of_a_page)]


class Drafted(BaseModel):
    """A reply while it is written. `next_update` is a promise: the moment by which the customer hears from us again; `also_by` are
    further ones. `last_seen` is the newest entry that the writer had before them when they began."""

    text: Text = Field("", max_length=60_000)
    last_seen: int | None = None
    next_update: datetime | None = None
    also_by: list[datetime] = Field(default_factory=list, max_length=8)


class Proposing(Drafted):
    """`read_from_text` are the words because of which `read_as` was filled in: it goes when the text no longer says them."""

    read_from_text: str = Field(default="", max_length=300)
    read_as: datetime | None = None


class Reply(Drafted):
    text: Text = Field(min_length=2, max_length=60_000)
    gate_reason: str | None = Field(None, max_length=300)


class Draft(Drafted):
    """`version` is of the draft that the writer had before them, 0 for none."""

    version: int = 0


class Withdrawal(BaseModel):
    reason: str = Field(min_length=3, max_length=300)


class Note(BaseModel):
    text: str = Field(min_length=2, max_length=60_000)


class CustomerMessage(BaseModel):
    text: str = Field(min_length=2, max_length=60_000)


class Assignment(BaseModel):
    owner: str = Field(max_length=30)


class Unassignment(BaseModel):
    reason: str = Field(min_length=3, max_length=300)


class Transfer(BaseModel):
    to_queue: str = Field(min_length=1, max_length=60)
    told_by: Literal["product", "error_code", "resource", "text", "finding"]
    words: str = Field(min_length=5, max_length=1000)


class Swarm(BaseModel):
    why: str = Field(min_length=5, max_length=1000)


class SwarmAnswer(BaseModel):
    answer: Literal["joined", "declined"]
    note: str = Field("", max_length=300)


class SwarmOutcome(BaseModel):
    queue: str = Field(min_length=1, max_length=60)
    outcome: str = Field(min_length=5, max_length=1000)


class SeverityForm(BaseModel):
    """`seen` is the severity the person had before them."""

    kind: Literal["claimed", "assessed", "agreed"] = "assessed"
    severity: Severity
    reason: str = Field(min_length=5, max_length=500)
    ground: str = Field("", max_length=30)
    contact_id: int | None = None
    always_contact_id: int | None = None
    version: int
    seen: Severity | None = None


class FactsForm(BaseModel):
    """`was_…` are the values the person saw: only what they changed is saved, only what both changed is a conflict."""

    title: str = Field(min_length=5, max_length=200)
    family: str
    product: str | None = None
    region: str | None = None
    problem_started_at: datetime | None = None
    around_the_clock: bool = False
    version: int
    was_title: str = ""
    was_family: str = ""
    was_product: str | None = None
    was_region: str | None = None
    was_problem_started_at: datetime | None = None
    was_around_the_clock: bool = False


class Wait(Later):
    on_whom: Literal["customer", "product_group", "third_party"]
    question: str = Field(min_length=5, max_length=1000)


class Resumption(BaseModel):
    because: str = Field("there is something to do again", max_length=300)


class Snooze(Later):
    reason: str = Field(min_length=3, max_length=300)


class Closure(BaseModel):
    resolution: Literal[
        "fixed", "workaround", "known_issue", "incident", "customer_config", "by_design", "no_response", "duplicate"
    ]
    note: str = Field(min_length=10, max_length=4000)


class Reopening(BaseModel):
    reason: str = Field(min_length=5, max_length=500)


class Link(BaseModel):
    kind: Literal["parent", "duplicate", "related"]
    other: str = Field(max_length=30)
    reason: str = Field("", max_length=300)

    @field_validator("other")
    @classmethod
    def is_a_case(cls, value: str) -> str:
        value = value.strip().upper()
        if not value.startswith("C-"):
            raise ValueError("Write the other case's number, such as C-123.")
        return value
