-- The tallies of a queue, and how many of a severity were closed in it, are told from their index alone.
DROP INDEX ix_case_open_queue;
CREATE INDEX ix_case_open_queue ON support_case (queue, severity, due_at, id)
  INCLUDE (due_kind, boundary, customer_id, family, owner_id, snoozed_until, turn) WHERE closed_at IS NULL;
DROP INDEX ix_case_closed_queue;
CREATE INDEX ix_case_closed_queue ON support_case (queue, closed_at, id) INCLUDE (severity, boundary) WHERE closed_at IS NOT NULL;
