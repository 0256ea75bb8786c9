DROP TRIGGER tg_cases_follow_cover ON customer;

DROP TRIGGER tg_case_knows_cover_update ON support_case;

DROP TRIGGER tg_case_knows_cover_insert ON support_case;

DROP FUNCTION cases_follow_cover;

DROP FUNCTION case_knows_cover;

DROP INDEX ix_event_reopened;

DROP INDEX ix_case_open_due;

CREATE INDEX ix_case_open_due ON support_case (severity, due_at, id) INCLUDE (customer_id, boundary) WHERE closed_at IS NULL;

DROP INDEX ix_case_open_covered;

ALTER TABLE support_case DROP COLUMN covered_until;
