"""A customer: an organisation in one boundary."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Computed, Index, Text, UniqueConstraint

from ...platform.lettering import sql_letters
from ...platform.model import Bounded, Versioned, bounded_key, key, metadata
from ...platform.protection import declare_function

PLANS = {
    "developer": "Developer",
    "standard": "Standard",
    "prodirect": "ProDirect",
    "premier": "Premier",
    "unified": "Unified",
}


class Customer(Versioned, Bounded, table=True):
    """`cover_until` is the end of rapid-response cover, None without cover."""

    __tablename__ = "customer"
    __table_args__ = (
        bounded_key(),
        UniqueConstraint("boundary", "name"),
        CheckConstraint("plan IN ('developer', 'standard', 'prodirect', 'premier', 'unified')", name="plan"),
        CheckConstraint("boundary <> 'everywhere'", name="real_boundary"),
        CheckConstraint("name <> ''", name="has_name"),
        Index(
            "ix_customer_cover",
            "cover_until",
            postgresql_where="cover_until IS NOT NULL",
            postgresql_include=["id", "boundary"],
        ),
        Index("ix_customer_name", "name", "id"),
        Index("ix_customer_covered", "name", "id", postgresql_where="cover_until IS NOT NULL"),
        Index("ix_customer_name_parts", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
        {"info": {"owner_reads_all": True}},
    )
    id: int = key()
    name: str
    industry: str = ""
    plan: str = "standard"
    cover_until: datetime | None = None
    handling_notes: str = ""

    @property
    def ref(self) -> str:
        return f"CU-{self.id}"

    @property
    def subject(self) -> str:
        return f"customer/{self.id}"

    thread = subject

    @property
    def plan_name(self) -> str:
        return PLANS[self.plan]

    def is_covered(self, at: datetime) -> bool:
        """Whether rapid response looks after this customer at `at`."""
        return self.cover_until is not None and at < self.cover_until


LEGAL_FORM = "[ ,]+(gmbh|ag|se|kg|inc|llc|ltd|limited|plc|corp|corporation|co|company|group|holding|sa|sas|sarl|bv|nv|ab|oy|spa|srl|pte|pty)[.]?$"
"""What a name is often said without."""
SPOKEN: Column[str] = Column(
    "spoken", Text, Computed(sql_letters(f"regexp_replace(lower(name), '{LEGAL_FORM}', '')"), persisted=True)
)
"""By which a name is recognised in a text. Not mapped: no page loads it."""
Customer.__table__.append_column(SPOKEN)  # type: ignore[attr-defined]
Index("ix_customer_spoken", SPOKEN)


declare_function(
    metadata,
    "customers_named",
    """CREATE FUNCTION customers_named(longest text, parts text[], after_name text, after_id bigint, covered_at timestamptz, at_most integer)
RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  SELECT c.id FROM customer c
  WHERE c.boundary = ANY ((SELECT app_boundaries())::text[]) AND c.name ILIKE longest AND c.name ILIKE ALL (parts)
    AND (after_name IS NULL OR (c.name, c.id) > (after_name, after_id)) AND (covered_at IS NULL OR c.cover_until > covered_at)
  ORDER BY c.name, c.id LIMIT at_most
$$""",
)
"""Ids by parts of their names, in the caller's own boundaries: row-level security alone keeps the index of parts from being used, since
comparing parts is not leakproof. `longest` is the part that the index is asked for."""
