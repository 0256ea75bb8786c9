DROP INDEX ix_case_open_due;

CREATE INDEX ix_case_open_due ON support_case (severity, due_at, id) WHERE closed_at IS NULL;
