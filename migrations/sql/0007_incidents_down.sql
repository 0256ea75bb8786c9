-- Back: lists, estimates, batches and prepared replies are given up; a merged incident stands for itself again, its cases stay where they are.
DROP TABLE incident_subscription;

DROP TABLE incident_estimate;

DROP TABLE incident_link_change;

DROP TABLE incident_link_batch;

DROP TABLE case_prepared_reply;

DROP INDEX ix_case_open_subscription;

ALTER TABLE case_incident_link NO FORCE ROW LEVEL SECURITY;

UPDATE case_incident_link SET method = 'manual' WHERE method IN ('subscription', 'merged', 'split');

ALTER TABLE case_incident_link FORCE ROW LEVEL SECURITY;

ALTER TABLE case_incident_link DROP CONSTRAINT uq_case_incident_link_id_boundary, DROP CONSTRAINT ck_case_incident_link_method, ADD CONSTRAINT ck_case_incident_link_method CHECK (method IN ('manual', 'rule', 'text'));

ALTER TABLE incident DROP COLUMN merged_into_id, DROP COLUMN split_from_id;
