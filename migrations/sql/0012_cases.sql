-- Cases: merged, split, severities with their grounds, and asking each other for help.
ALTER TABLE support_case ADD COLUMN agreed VARCHAR, ADD COLUMN always_contact_id BIGINT, ADD COLUMN merged_into_id BIGINT, ADD COLUMN absorbed INTEGER NOT NULL DEFAULT 0, ADD COLUMN split_from_id BIGINT, ADD CONSTRAINT fk_support_case_always_contact_id_boundary FOREIGN KEY (always_contact_id, boundary) REFERENCES contact (id, boundary), ADD CONSTRAINT fk_support_case_merged_into_id_boundary FOREIGN KEY (merged_into_id, boundary) REFERENCES support_case (id, boundary), ADD CONSTRAINT fk_support_case_split_from_id_boundary FOREIGN KEY (split_from_id, boundary) REFERENCES support_case (id, boundary), ADD CONSTRAINT ck_support_case_agreed CHECK (agreed IN ('A', 'B', 'C')), DROP CONSTRAINT ck_support_case_counts, ADD CONSTRAINT ck_support_case_counts CHECK (transfers >= 0 AND alerts >= 0 AND absorbed >= 0), ADD CONSTRAINT ck_support_case_not_its_own CHECK (merged_into_id <> id AND split_from_id <> id), ADD CONSTRAINT ck_support_case_merged_is_closed CHECK (merged_into_id IS NULL OR closed_at IS NOT NULL);

ALTER TABLE support_case ALTER COLUMN absorbed DROP DEFAULT;

CREATE INDEX ix_case_merged ON support_case (merged_into_id) WHERE merged_into_id IS NOT NULL;

ALTER TABLE case_link DROP CONSTRAINT ck_case_link_kind, ADD CONSTRAINT ck_case_link_kind CHECK (kind IN ('parent', 'duplicate', 'related', 'split'));

ALTER TABLE severity_change ADD COLUMN ground VARCHAR NOT NULL DEFAULT '', ADD COLUMN contact_id BIGINT, ADD CONSTRAINT fk_severity_change_contact_id_boundary FOREIGN KEY (contact_id, boundary) REFERENCES contact (id, boundary), DROP CONSTRAINT ck_severity_change_kind, ADD CONSTRAINT ck_severity_change_kind CHECK (kind IN ('claimed', 'assessed', 'agreed')), ADD CONSTRAINT ck_severity_change_ground CHECK (ground IN ('', 'mitigated', 'workaround', 'less_impact', 'unreachable', 'no_contact', 'no_data', 'customer_asked'));

ALTER TABLE severity_change ALTER COLUMN ground DROP DEFAULT;

CREATE TABLE case_alias (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	absorbed_id BIGINT NOT NULL, 
	survivor_id BIGINT NOT NULL, 
	reason VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	rested JSONB NOT NULL, 
	undone_at TIMESTAMP WITH TIME ZONE, 
	undone_by VARCHAR NOT NULL, 
	CONSTRAINT pk_case_alias PRIMARY KEY (id), 
	CONSTRAINT fk_case_alias_absorbed_id_boundary FOREIGN KEY(absorbed_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_case_alias_survivor_id_boundary FOREIGN KEY(survivor_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_case_alias_two_cases CHECK (absorbed_id <> survivor_id), 
	CONSTRAINT ck_case_alias_says_why CHECK (reason <> ''), 
	CONSTRAINT fk_case_alias_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_case_alias_survivor ON case_alias (survivor_id, id);

CREATE UNIQUE INDEX uq_case_alias_standing ON case_alias (absorbed_id) WHERE undone_at IS NULL;

CREATE TABLE case_help (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	person_id BIGINT NOT NULL, 
	question VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	until TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	answer VARCHAR NOT NULL, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	note VARCHAR NOT NULL, 
	CONSTRAINT pk_case_help PRIMARY KEY (id), 
	CONSTRAINT fk_case_help_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_case_help_kind CHECK (kind IN ('asked', 'offered')), 
	CONSTRAINT ck_case_help_answer CHECK (answer IN ('', 'accepted', 'declined', 'lapsed', 'ended')), 
	CONSTRAINT ck_case_help_answered CHECK ((answer = '') = (answered_at IS NULL)), 
	CONSTRAINT ck_case_help_says_what CHECK (question <> ''), 
	CONSTRAINT fk_case_help_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_case_help_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_case_help_open ON case_help (until, id) WHERE answer = '';

CREATE INDEX ix_case_help_person ON case_help (person_id) WHERE answer = '';

CREATE UNIQUE INDEX uq_case_help_standing ON case_help (case_id, person_id) WHERE answer IN ('', 'accepted');

CREATE TABLE case_help_call (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	family VARCHAR NOT NULL, 
	question VARCHAR NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	until TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	CONSTRAINT pk_case_help_call PRIMARY KEY (case_id), 
	CONSTRAINT fk_case_help_call_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_case_help_call_says_what CHECK (question <> ''), 
	CONSTRAINT fk_case_help_call_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_case_help_call_until ON case_help_call (until, case_id);

CREATE TABLE case_entry_reference (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	entry_id BIGINT NOT NULL, 
	CONSTRAINT pk_case_entry_reference PRIMARY KEY (case_id, entry_id), 
	CONSTRAINT fk_case_entry_reference_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_case_entry_reference_entry_id_boundary FOREIGN KEY(entry_id, boundary) REFERENCES case_entry (id, boundary)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON case_alias TO escalations_app;

ALTER TABLE case_alias ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_alias FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_alias TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_help TO escalations_app;

ALTER TABLE case_help ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_help FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_help TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_help_call TO escalations_app;

ALTER TABLE case_help_call ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_help_call FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_help_call TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_entry_reference TO escalations_app;

ALTER TABLE case_entry_reference ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_entry_reference FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_entry_reference TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

DROP VIEW dead_end_case;

CREATE VIEW dead_end_case WITH (security_invoker = true) AS SELECT c.id, c.boundary, c.title, c.queue, c.owner_id,
  CASE WHEN c.owner_id IS NOT NULL AND p.disabled_at IS NOT NULL THEN 'its owner is disabled'
       ELSE 'nothing will wake it up: no running clock, no snooze' END AS why
FROM support_case c LEFT JOIN person p ON p.id = c.owner_id
WHERE c.closed_at IS NULL
  AND ((c.owner_id IS NOT NULL AND p.disabled_at IS NOT NULL)
    OR NOT EXISTS (SELECT 1 FROM clock k WHERE k.case_id = c.id AND k.boundary = c.boundary AND k.state = 'running' AND k.wake_at IS NOT NULL
      AND k.kind <> 'resolution'))
UNION ALL
SELECT m.id, m.boundary, m.title, m.queue, m.owner_id, 'it is merged, and a clock of its own still runs' AS why
FROM support_case m
WHERE m.merged_into_id IS NOT NULL AND EXISTS (SELECT 1 FROM clock k WHERE k.case_id = m.id AND k.boundary = m.boundary AND k.state = 'running');

GRANT SELECT ON dead_end_case TO escalations_app;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
