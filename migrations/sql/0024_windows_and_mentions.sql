-- Each window of a person is at a case by itself. The rows last a minute, so none needs to be kept.
DELETE FROM case_visit;

ALTER TABLE case_visit DROP CONSTRAINT pk_case_visit;

ALTER TABLE case_visit ADD COLUMN tab VARCHAR NOT NULL;

ALTER TABLE case_visit ADD CONSTRAINT pk_case_visit PRIMARY KEY (case_id, person_id, tab);

-- Who is spoken to in a note is mailed if they have not looked, at once, or never.
ALTER TABLE person ADD COLUMN mails_mentions VARCHAR NOT NULL DEFAULT 'unseen';

ALTER TABLE person ADD CONSTRAINT ck_person_mails_mentions CHECK (mails_mentions IN ('unseen', 'always', 'never'));

ALTER TABLE notice ADD COLUMN mail_at TIMESTAMP WITH TIME ZONE;

ALTER TABLE notice ADD COLUMN mailed_at TIMESTAMP WITH TIME ZONE;

CREATE INDEX ix_notice_mail ON notice (person_id, mail_at) WHERE mail_at IS NOT NULL;
