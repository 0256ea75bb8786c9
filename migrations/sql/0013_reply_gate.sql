-- The reply gate: verdicts that mail depends on, drafts on the server, and what customers are recognised by in a text.
ALTER TABLE customer ADD COLUMN spoken TEXT GENERATED ALWAYS AS (translate(lower(regexp_replace(lower(name), '[ ,]+(gmbh|ag|se|kg|inc|llc|ltd|limited|plc|corp|corporation|co|company|group|holding|sa|sas|sarl|bv|nv|ab|oy|spa|srl|pte|pty)[.]?$', '')), 'àáâãäåāăąаαвβçćčсϲďđԁèéêëēėęěеεğһнηìíîïīıіιјкκłľмμñńňνòóôõöøōőоοрρŕřśšşșѕțťтτùúûüūůűυхχýÿуγźžżζ  ­​.,;:-–—_&+''’"()/!|*@#$?[]<>=~´`', 'aaaaaaaaaaabbcccccdddeeeeeeeeeeghhhiiiiiiiijkkllmmnnnnoooooooooopprrsssssttttuuuuuuuuxxyyyyzzzz')) STORED;

ALTER TABLE contact ADD COLUMN domain TEXT GENERATED ALWAYS AS (split_part(email, '@', 2)) STORED;

CREATE TABLE gate_verdict (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	entry_id BIGINT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	recipient VARCHAR NOT NULL, 
	text_hash VARCHAR NOT NULL, 
	rules VARCHAR NOT NULL, 
	errors INTEGER NOT NULL, 
	warnings INTEGER NOT NULL, 
	findings JSONB NOT NULL, 
	reason VARCHAR NOT NULL, 
	CONSTRAINT pk_gate_verdict PRIMARY KEY (id), 
	CONSTRAINT fk_gate_verdict_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_gate_verdict_entry_id_boundary FOREIGN KEY(entry_id, boundary) REFERENCES case_entry (id, boundary), 
	CONSTRAINT uq_gate_verdict_entry_id_boundary UNIQUE (entry_id, boundary), 
	CONSTRAINT ck_gate_verdict_lets_no_error_pass CHECK (errors = 0), 
	CONSTRAINT ck_gate_verdict_warnings_have_their_reason CHECK (warnings = 0 OR reason <> ''), 
	CONSTRAINT ck_gate_verdict_text_hash CHECK (length(text_hash) = 64), 
	CONSTRAINT fk_gate_verdict_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE case_draft (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	seen BIGINT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_case_draft PRIMARY KEY (id), 
	CONSTRAINT fk_case_draft_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_case_draft_kind CHECK (kind IN ('reply', 'note')), 
	CONSTRAINT ck_case_draft_says_something CHECK (body <> ''), 
	CONSTRAINT uq_case_draft_case_id_person_id_kind UNIQUE (case_id, person_id, kind), 
	CONSTRAINT fk_case_draft_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_gate_verdict_case ON gate_verdict (case_id, id);

CREATE INDEX ix_customer_spoken ON customer (spoken);

CREATE INDEX ix_contact_domain ON contact (domain);

CREATE INDEX ix_subscription_code ON subscription (code);

GRANT SELECT, INSERT ON gate_verdict TO escalations_app;

ALTER TABLE gate_verdict ENABLE ROW LEVEL SECURITY;

ALTER TABLE gate_verdict FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON gate_verdict TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_draft TO escalations_app;

ALTER TABLE case_draft ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_draft FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_draft TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[]) AND person_id = (SELECT nullif(current_setting('app.person_id', true), '')::bigint)) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]) AND person_id = (SELECT nullif(current_setting('app.person_id', true), '')::bigint));

ALTER TABLE case_entry NO FORCE ROW LEVEL SECURITY;

ALTER TABLE gate_verdict NO FORCE ROW LEVEL SECURITY;

-- Replies of before: they passed the gate of their time, which kept only the reason.
INSERT INTO gate_verdict (boundary, case_id, entry_id, at, author_id, author_name, recipient, text_hash, rules, errors, warnings, findings, reason)
  SELECT boundary, case_id, id, at, author_id, author_name, '', encode(sha256(convert_to(body, 'UTF8')), 'hex'), 'before verdicts were kept', 0,
    CASE WHEN coalesce(gate_reason, '') = '' THEN 0 ELSE 1 END, '[]', coalesce(gate_reason, '')
  FROM case_entry WHERE kind = 'reply' ORDER BY id;

ALTER TABLE gate_verdict FORCE ROW LEVEL SECURITY;

ALTER TABLE case_entry FORCE ROW LEVEL SECURITY;

ALTER TABLE outgoing_mail ADD CONSTRAINT fk_outgoing_mail_verdict FOREIGN KEY (entry_id, boundary) REFERENCES gate_verdict (entry_id, boundary);

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
