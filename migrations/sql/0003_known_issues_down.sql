DROP TABLE search_asked;

DROP TABLE known_issue_flag;

DROP TABLE known_issue_version;

ALTER TABLE case_known_issue DROP COLUMN told_event;

DROP INDEX ix_known_issue_match;

DROP INDEX ix_known_issue_confidence;

ALTER TABLE known_issue DROP CONSTRAINT ck_known_issue_audience;

ALTER TABLE known_issue NO FORCE ROW LEVEL SECURITY;

UPDATE known_issue SET audience = CASE audience WHEN 'partner' THEN 'internal' WHEN 'public' THEN 'customer' ELSE audience END;

ALTER TABLE known_issue FORCE ROW LEVEL SECURITY;

ALTER TABLE known_issue DROP COLUMN governance, DROP COLUMN match, ADD CONSTRAINT ck_known_issue_audience CHECK (audience IN ('internal', 'customer'));
