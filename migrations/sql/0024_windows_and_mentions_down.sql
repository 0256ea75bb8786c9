DROP INDEX ix_notice_mail;

ALTER TABLE notice DROP COLUMN mailed_at;

ALTER TABLE notice DROP COLUMN mail_at;

ALTER TABLE person DROP COLUMN mails_mentions;

DELETE FROM case_visit;

ALTER TABLE case_visit DROP CONSTRAINT pk_case_visit;

ALTER TABLE case_visit DROP COLUMN tab;

ALTER TABLE case_visit ADD CONSTRAINT pk_case_visit PRIMARY KEY (case_id, person_id);
