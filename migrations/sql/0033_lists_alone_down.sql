DROP INDEX ix_case_open_queue;
CREATE INDEX ix_case_open_queue ON support_case (queue, severity, due_at, id) WHERE closed_at IS NULL;
DROP INDEX ix_case_closed_queue;
CREATE INDEX ix_case_closed_queue ON support_case (queue, closed_at, id) WHERE closed_at IS NOT NULL;
