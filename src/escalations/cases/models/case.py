"""A case as it stands."""

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from ...platform.model import Bounded, Versioned, bounded_fk, bounded_key, key, metadata
from ...platform.protection import declare_function
from .words import SEVERITIES, TURNS, one_of

_OPEN = "closed_at IS NULL"
_CLOSED = "closed_at IS NOT NULL"


class Case(Versioned, Bounded, table=True):
    """`claimed` is what the customer says, `severity` what we assessed. `due_at` caches the nearest answer that is ours
    to give; the resolution, an objective of our own, never rules a list. `around_the_clock` is the customer's choice of all hours.

    `agreed` is what both sides hold it to be, while they do; `always_contact_id` who of the customer is there at all hours.
    A merged case points at its survivor and is closed; `absorbed` counts those that point here.

    `queued_at` is since when it has stood in its queue, `alerts` how often leads were told since then that nobody takes it;
    `heard_at` when its owner first did something on it.
    """

    __tablename__ = "support_case"
    __table_args__ = (
        bounded_key(),
        bounded_fk("customer_id", "customer"),
        bounded_fk("contact_id", "contact"),
        bounded_fk("subscription_id", "subscription"),
        bounded_fk("always_contact_id", "contact"),
        bounded_fk("merged_into_id", "support_case"),
        bounded_fk("split_from_id", "support_case"),
        UniqueConstraint("boundary", "external_key"),
        one_of("severity", SEVERITIES),
        one_of("claimed", SEVERITIES),
        one_of("agreed", SEVERITIES),
        one_of("turn", TURNS),
        CheckConstraint("boundary <> 'everywhere'", name="real_boundary"),
        CheckConstraint("queue <> ''", name="has_queue"),
        CheckConstraint("transfers >= 0 AND alerts >= 0 AND absorbed >= 0", name="counts"),
        CheckConstraint("merged_into_id <> id AND split_from_id <> id", name="not_its_own"),
        CheckConstraint("merged_into_id IS NULL OR closed_at IS NOT NULL", name="merged_is_closed"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closed_after_opened"),
        Index(
            "ix_case_open_queue",
            "queue",
            "severity",
            "due_at",
            "id",
            postgresql_where=_OPEN,
            postgresql_include=["due_kind", "boundary", "customer_id", "family", "owner_id", "snoozed_until", "turn"],
        ),
        Index(
            "ix_case_open_due",
            "severity",
            "due_at",
            "id",
            postgresql_where=_OPEN,
            postgresql_include=["boundary", "family", "turn"],
        ),
        Index("ix_case_open_owner", "owner_id", "due_at", "id", postgresql_where=_OPEN),
        Index(
            "ix_case_waiting", "queue", "severity", "opened_at", "id", postgresql_where=f"{_OPEN} AND owner_id IS NULL"
        ),
        Index(
            "ix_case_unheard",
            "assigned_at",
            "id",
            postgresql_where=f"{_OPEN} AND owner_id IS NOT NULL AND heard_at IS NULL",
        ),
        Index("ix_case_owner", "owner_id", "assigned_at", postgresql_where="owner_id IS NOT NULL"),
        Index(
            "ix_case_open_unowned",
            "severity",
            "due_at",
            "id",
            "queue",
            postgresql_where=f"{_OPEN} AND owner_id IS NULL",
        ),
        Index(
            "ix_case_open_customer",
            "customer_id",
            "severity",
            "due_at",
            "id",
            postgresql_where=_OPEN,
            postgresql_include=["queue", "boundary"],
        ),
        Index(
            "ix_case_open_family",
            "family",
            "region",
            "id",
            postgresql_where=_OPEN,
            postgresql_include=["severity", "due_at", "turn", "boundary"],
        ),
        Index(
            "ix_case_open_region",
            "region",
            "severity",
            "due_at",
            "id",
            postgresql_where=_OPEN,
            postgresql_include=["boundary", "family", "turn"],
        ),
        Index(
            "ix_case_open_subscription", "subscription_id", postgresql_where=f"{_OPEN} AND subscription_id IS NOT NULL"
        ),
        Index("ix_case_open_age", "opened_at", "id", postgresql_where=_OPEN, postgresql_include=["queue", "boundary"]),
        Index(
            "ix_case_open_clock",
            "due_at",
            "id",
            postgresql_where=_OPEN,
            postgresql_include=["queue", "due_kind", "boundary"],
        ),
        Index(
            "ix_case_open_owed",
            "queue",
            "due_at",
            postgresql_where=f"{_OPEN} AND due_kind <> 'follow_up'",
            postgresql_include=["boundary", "family", "owner_id", "severity", "snoozed_until", "turn"],
        ),
        Index(
            "ix_case_open_product",
            "product",
            "severity",
            "due_at",
            "id",
            postgresql_where=f"{_OPEN} AND product IS NOT NULL",
        ),
        Index(
            "ix_case_open_snoozed",
            "severity",
            "due_at",
            "id",
            postgresql_where=f"{_OPEN} AND snoozed_until IS NOT NULL",
        ),
        Index("ix_case_in_hand", "owner_id", "turn", "severity", postgresql_where=f"{_OPEN} AND owner_id IS NOT NULL"),
        Index("ix_case_closed", "closed_at", "id", postgresql_where=_CLOSED),
        Index("ix_case_closed_family", "family", "closed_at", "id", postgresql_where=_CLOSED),
        Index("ix_case_closed_customer", "customer_id", "closed_at", "id", postgresql_where=_CLOSED),
        Index("ix_case_closed_owner", "owner_id", "closed_at", "id", postgresql_where=_CLOSED),
        Index(
            "ix_case_closed_queue",
            "queue",
            "closed_at",
            "id",
            postgresql_where=_CLOSED,
            postgresql_include=["severity", "boundary"],
        ),
        Index("ix_case_snoozed", "snoozed_until", postgresql_where="snoozed_until IS NOT NULL"),
        Index("ix_case_customer", "customer_id", text("(closed_at IS NOT NULL)"), text("id DESC")),
        Index("ix_case_opened", "opened_at", "id"),
        Index("ix_case_merged", "merged_into_id", postgresql_where="merged_into_id IS NOT NULL"),
        Index("ix_case_arrivals", "boundary", "family", "opened_at", postgresql_include=["region", "customer_id"]),
        {"info": {"owner_reads_all": True}},
    )
    id: int = key()
    title: str
    description: str
    customer_id: int = Field(sa_type=BigInteger)
    contact_id: int | None = Field(default=None, sa_type=BigInteger)
    subscription_id: int | None = Field(default=None, sa_type=BigInteger)
    family: str
    product: str | None = None
    region: str | None = None
    resources: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    error_codes: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    language: str = "en"
    channel: str = "web"
    external_key: str | None = None
    claimed: str
    severity: str
    agreed: str | None = None
    always_contact_id: int | None = Field(default=None, sa_type=BigInteger)
    around_the_clock: bool = False
    turn: str = "us"
    queue: str
    owner_id: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    problem_started_at: datetime | None = None
    opened_at: datetime
    opened_by: int | None = Field(default=None, sa_type=BigInteger, foreign_key="person.id")
    queued_at: datetime
    assigned_at: datetime | None = None
    heard_at: datetime | None = None
    transfers: int = 0
    alerts: int = 0
    first_answered_at: datetime | None = None
    changed_at: datetime
    due_at: datetime | None = None
    due_kind: str | None = None
    snoozed_until: datetime | None = None
    closed_at: datetime | None = None
    merged_into_id: int | None = Field(default=None, sa_type=BigInteger)
    absorbed: int = 0
    split_from_id: int | None = Field(default=None, sa_type=BigInteger)

    @property
    def ref(self) -> str:
        return f"C-{self.id}"

    @property
    def subject(self) -> str:
        return f"case/{self.id}"

    thread = subject

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


declare_function(
    metadata,
    "work_in_hand",
    """CREATE FUNCTION work_in_hand(among bigint[]) RETURNS TABLE (person_id bigint, a bigint, b bigint, c bigint, last_assigned_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, coalesce(held.a, 0), coalesce(held.b, 0), coalesce(held.c, 0),
    CASE WHEN among IS NULL OR p.id = ANY (among) THEN (SELECT max(k.assigned_at) FROM support_case k WHERE k.owner_id = p.id) END
  FROM person p LEFT JOIN (
    SELECT k.owner_id, count(*) FILTER (WHERE k.severity = 'A') AS a, count(*) FILTER (WHERE k.severity = 'B') AS b,
      count(*) FILTER (WHERE k.severity = 'C') AS c
    FROM support_case k WHERE k.owner_id IS NOT NULL AND k.closed_at IS NULL AND k.turn IN ('us', 'close_the_loop') GROUP BY k.owner_id) held
    ON held.owner_id = p.id
  WHERE p.disabled_at IS NULL
$$""",
)
"""How many cases of each severity everybody has in hand, over all boundaries: numbers only, so that nobody is given more
than they can carry by somebody who does not see the rest."""
