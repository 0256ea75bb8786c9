ALTER TABLE outgoing_mail DROP CONSTRAINT fk_outgoing_mail_verdict;

DROP TABLE case_draft;

DROP TABLE gate_verdict;

DROP INDEX ix_subscription_code;

ALTER TABLE contact DROP COLUMN domain;

ALTER TABLE customer DROP COLUMN spoken;
