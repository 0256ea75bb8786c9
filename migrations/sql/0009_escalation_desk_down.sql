-- Back: what is only half decided is submitted or accepted again, what the old desk had no word for is resolved or withdrawn.
DROP VIEW dead_end_escalation;

DROP TABLE escalation_transfer;

DROP TABLE escalation_question;

DROP TABLE escalation_case;

DROP TABLE engineering_issue_link;

DROP TABLE escalation_draft;

DROP TABLE tracker_reading;

DROP TABLE tracker_item;

DROP TABLE tracker_key;

DROP TABLE tracker_delivery;

DROP TABLE engineering_issue;

DROP TABLE tracker;

ALTER TABLE escalation NO FORCE ROW LEVEL SECURITY;

DROP INDEX uq_escalation_open;

DROP INDEX ix_escalation_open_group;

DROP INDEX ix_escalation_snoozed;

DROP INDEX ix_escalation_owner;

DROP INDEX ix_escalation_learns;

ALTER TABLE escalation DROP CONSTRAINT ck_escalation_state, DROP CONSTRAINT ck_escalation_closed, DROP CONSTRAINT ck_escalation_duplicate, DROP CONSTRAINT ck_escalation_not_its_own, DROP CONSTRAINT ck_escalation_loop_closed, DROP CONSTRAINT ck_escalation_accepted, DROP CONSTRAINT ck_escalation_in_triage_is_nobodys, DROP CONSTRAINT ck_escalation_mitigated, DROP CONSTRAINT ck_escalation_sleeps_while_open, DROP CONSTRAINT fk_escalation_duplicate_of_id_boundary;

UPDATE escalation SET state = CASE state WHEN 'transferred' THEN 'submitted' WHEN 'acknowledged' THEN 'submitted' WHEN 'mitigated' THEN 'accepted' WHEN 'closed' THEN 'resolved' WHEN 'duplicate' THEN 'withdrawn' ELSE state END;

ALTER TABLE escalation DROP COLUMN evidence, DROP COLUMN absent, DROP COLUMN acknowledged_at, DROP COLUMN snoozed_until, DROP COLUMN mitigation, DROP COLUMN fix_due_at, DROP COLUMN duplicate_of_id, DROP COLUMN loop_closed_at, ADD CONSTRAINT ck_escalation_state CHECK (state IN ('submitted', 'accepted', 'returned', 'resolved', 'withdrawn')), ADD CONSTRAINT ck_escalation_closed CHECK ((state IN ('submitted', 'accepted')) = (closed_at IS NULL)), ADD CONSTRAINT ck_escalation_accepted CHECK (state <> 'accepted' OR accepted_at IS NOT NULL);

CREATE UNIQUE INDEX uq_escalation_open ON escalation (case_id, product_group) WHERE state IN ('submitted', 'accepted');

CREATE INDEX ix_escalation_open_group ON escalation (product_group, severity, id) WHERE state IN ('submitted', 'accepted');

CREATE INDEX ix_escalation_missing_need ON escalation (product_group, closed_at) WHERE missing_need IS NOT NULL;

ALTER TABLE escalation FORCE ROW LEVEL SECURITY;
