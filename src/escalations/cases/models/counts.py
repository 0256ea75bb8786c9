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
_TRIGGERS = {
    "insert": """CREATE TRIGGER tg_count_open_cases_insert AFTER INSERT ON support_case FOR EACH ROW WHEN (NEW.closed_at IS NULL) EXECUTE FUNCTION count_open_cases()""",
    "update": """CREATE TRIGGER tg_count_open_cases_update AFTER UPDATE ON support_case FOR EACH ROW WHEN ((OLD.closed_at IS NULL OR NEW.closed_at IS NULL)
  AND (OLD.boundary, OLD.queue, OLD.family, OLD.severity, OLD.turn, OLD.owner_id IS NOT NULL, OLD.snoozed_until IS NOT NULL, OLD.closed_at IS NULL)
  IS DISTINCT FROM (NEW.boundary, NEW.queue, NEW.family, NEW.severity, NEW.turn, NEW.owner_id IS NOT NULL, NEW.snoozed_until IS NOT NULL, NEW.closed_at IS NULL))
  EXECUTE FUNCTION count_open_cases()""",
    "delete": """CREATE TRIGGER tg_count_open_cases_delete AFTER DELETE ON support_case FOR EACH ROW WHEN (OLD.closed_at IS NULL) EXECUTE FUNCTION count_open_cases()""",
}
for _verb, _sql in _TRIGGERS.items():
    declare_function(metadata, f"tg_count_open_cases_{_verb}", _sql)
