-- Who is at a case this moment: not logged, since it is forgotten within a minute.
CREATE UNLOGGED TABLE case_visit (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	doing VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_case_visit PRIMARY KEY (case_id, person_id), 
	CONSTRAINT fk_case_visit_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary) ON DELETE CASCADE, 
	CONSTRAINT ck_case_visit_doing CHECK (doing IN ('viewing', 'replying', 'noting')), 
	CONSTRAINT fk_case_visit_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_case_visit_at ON case_visit (at);

GRANT SELECT, INSERT, UPDATE, DELETE ON case_visit TO escalations_app;

ALTER TABLE case_visit ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_visit FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_visit TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));


-- Macros: of the team where nobody owns them, else seen by their owner alone.
CREATE TABLE macro (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	owner_id BIGINT, 
	wait_on VARCHAR, 
	wait_hours INTEGER, 
	wait_question VARCHAR NOT NULL, 
	claims VARCHAR, 
	claim_reason VARCHAR NOT NULL, 
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	changed_by VARCHAR NOT NULL, 
	retired_at TIMESTAMP WITH TIME ZONE, 
	used INTEGER NOT NULL, 
	used_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_macro PRIMARY KEY (id), 
	CONSTRAINT ck_macro_kind CHECK (kind IN ('reply', 'note')), 
	CONSTRAINT ck_macro_says_something CHECK (name <> '' AND body <> ''), 
	CONSTRAINT ck_macro_waits_for_an_answer CHECK (wait_on IS NULL OR (wait_on IN ('customer', 'third_party') AND wait_hours BETWEEN 1 AND 720 AND wait_question <> '')), 
	CONSTRAINT ck_macro_claims_with_a_reason CHECK (claims IS NULL OR (claims IN ('A', 'B', 'C') AND claim_reason <> '')), 
	CONSTRAINT ck_macro_used CHECK (used >= 0), 
	CONSTRAINT fk_macro_owner_id FOREIGN KEY(owner_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX uq_macro_name ON macro (boundary, owner_id, name) NULLS NOT DISTINCT WHERE retired_at IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON macro TO escalations_app;

ALTER TABLE macro ENABLE ROW LEVEL SECURITY;

ALTER TABLE macro FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON macro TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[]) AND (owner_id IS NULL OR owner_id = (SELECT nullif(current_setting('app.person_id', true), '')::bigint))) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]) AND (owner_id IS NULL OR owner_id = (SELECT nullif(current_setting('app.person_id', true), '')::bigint)));

-- Files: what a page may show by its bytes, and which are ours alone. Those of before are downloads.
ALTER TABLE attachment ADD COLUMN shown_as VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE attachment ADD COLUMN internal BOOLEAN DEFAULT false NOT NULL;

ALTER TABLE attachment ADD CONSTRAINT ck_attachment_shown_as CHECK (shown_as IN ('', 'image/png', 'image/jpeg', 'image/gif', 'image/webp'));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
