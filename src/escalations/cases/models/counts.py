"""How many open cases are alike, kept so that no page counts all of them."""

from ...platform.model import Bounded, key, metadata
from ...platform.protection import declare_function


class CaseCount(Bounded, table=True):
    """Open cases of a kind are the sum of `cases` over all its rows: each change adds rows and changes none, so that nobody waits for
    anybody. The database itself writes them with the case, in one transaction; a sweep folds them together."""

    __tablename__ = "case_count"
    id: int = key()
    queue: str
    family: str
    severity: str
    turn: str
    owned: bool
    asleep: bool
    cases: int


declare_function(
    metadata,
    "count_open_cases",
    """CREATE FUNCTION count_open_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.closed_at IS NULL THEN
    INSERT INTO case_count (boundary, queue, family, severity, turn, owned, asleep, cases)
      VALUES (OLD.boundary, OLD.queue, OLD.family, OLD.severity, OLD.turn, OLD.owner_id IS NOT NULL, OLD.snoozed_until IS NOT NULL, -1);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.closed_at IS NULL THEN
    INSERT INTO case_count (boundary, queue, family, severity, turn, owned, asleep, cases)
      VALUES (NEW.boundary, NEW.queue, NEW.family, NEW.severity, NEW.turn, NEW.owner_id IS NOT NULL, NEW.snoozed_until IS NOT NULL, 1);
  END IF;
  RETURN NULL;
END $$""",
)
_ALIKE = ", ".join(
    f"{{0}}.{said}"
    for said in ("boundary", "queue", "family", "severity", "turn", "owner_id IS NOT NULL", "snoozed_until IS NOT NULL", "closed_at IS NULL")
)  # fmt: skip
for _verb, _when in (
    ("INSERT", "NEW.closed_at IS NULL"),
    ("UPDATE", f"(OLD.closed_at IS NULL OR NEW.closed_at IS NULL) AND ({_ALIKE.format('OLD')}) IS DISTINCT FROM ({_ALIKE.format('NEW')})"),
    ("DELETE", "OLD.closed_at IS NULL"),
):  # fmt: skip
    declare_function(
        metadata,
        f"tg_count_open_cases_{_verb.lower()}",
        f"CREATE TRIGGER tg_count_open_cases_{_verb.lower()} AFTER {_verb} ON support_case FOR EACH ROW WHEN ({_when}) EXECUTE FUNCTION count_open_cases()",
    )
