-- Incidents: many links at once and back, merging and splitting, impacted subscriptions, estimates, prepared replies.
ALTER TABLE incident ADD COLUMN merged_into_id BIGINT, ADD COLUMN split_from_id BIGINT, ADD CONSTRAINT fk_incident_merged_into_id_boundary FOREIGN KEY (merged_into_id, boundary) REFERENCES incident (id, boundary), ADD CONSTRAINT fk_incident_split_from_id_boundary FOREIGN KEY (split_from_id, boundary) REFERENCES incident (id, boundary), ADD CONSTRAINT ck_incident_not_its_own CHECK (merged_into_id <> id AND split_from_id <> id);

ALTER TABLE case_incident_link ADD CONSTRAINT uq_case_incident_link_id_boundary UNIQUE (id, boundary), DROP CONSTRAINT ck_case_incident_link_method, ADD CONSTRAINT ck_case_incident_link_method CHECK (method IN ('manual', 'rule', 'text', 'subscription', 'merged', 'split'));

CREATE TABLE incident_link_batch (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	incident_id BIGINT NOT NULL, 
	other_id BIGINT, 
	kind VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	undone_at TIMESTAMP WITH TIME ZONE, 
	undone_by VARCHAR NOT NULL, 
	CONSTRAINT pk_incident_link_batch PRIMARY KEY (id), 
	CONSTRAINT uq_incident_link_batch_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_incident_link_batch_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary), 
	CONSTRAINT fk_incident_link_batch_other_id_boundary FOREIGN KEY(other_id, boundary) REFERENCES incident (id, boundary), 
	CONSTRAINT ck_incident_link_batch_kind CHECK (kind IN ('confirmed', 'rejected', 'merged', 'split')), 
	CONSTRAINT ck_incident_link_batch_of_two CHECK (other_id <> incident_id), 
	CONSTRAINT ck_incident_link_batch_names_the_other CHECK ((kind IN ('merged', 'split')) = (other_id IS NOT NULL)), 
	CONSTRAINT ck_incident_link_batch_undone_by_somebody CHECK ((undone_at IS NULL) = (undone_by = '')), 
	CONSTRAINT fk_incident_link_batch_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE incident_link_change (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	batch_id BIGINT NOT NULL, 
	link_id BIGINT NOT NULL, 
	was_state VARCHAR NOT NULL, 
	was_at TIMESTAMP WITH TIME ZONE, 
	was_author_id BIGINT, 
	was_reason VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_incident_link_change PRIMARY KEY (id), 
	CONSTRAINT fk_incident_link_change_batch_id_boundary FOREIGN KEY(batch_id, boundary) REFERENCES incident_link_batch (id, boundary), 
	CONSTRAINT fk_incident_link_change_link_id_boundary FOREIGN KEY(link_id, boundary) REFERENCES case_incident_link (id, boundary)
);

CREATE TABLE incident_subscription (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	incident_id BIGINT NOT NULL, 
	code VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	batch_id BIGINT, 
	removed_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_incident_subscription PRIMARY KEY (id), 
	CONSTRAINT fk_incident_subscription_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary), 
	CONSTRAINT fk_incident_subscription_batch_id_boundary FOREIGN KEY(batch_id, boundary) REFERENCES incident_link_batch (id, boundary), 
	CONSTRAINT ck_incident_subscription_code_lower CHECK (code = lower(code) AND code <> ''), 
	CONSTRAINT fk_incident_subscription_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE incident_estimate (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	incident_id BIGINT NOT NULL, 
	customers INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	CONSTRAINT pk_incident_estimate PRIMARY KEY (id), 
	CONSTRAINT fk_incident_estimate_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary), 
	CONSTRAINT ck_incident_estimate_customers CHECK (customers >= 0), 
	CONSTRAINT ck_incident_estimate_has_its_source CHECK (source <> ''), 
	CONSTRAINT fk_incident_estimate_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE case_prepared_reply (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	body VARCHAR NOT NULL, 
	why VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	after_entry BIGINT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	withdrawn_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_case_prepared_reply PRIMARY KEY (id), 
	CONSTRAINT fk_case_prepared_reply_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_case_prepared_reply_is_told CHECK (body <> '' AND why <> '')
);

CREATE INDEX ix_incident_merged ON incident (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE INDEX ix_incident_estimate_incident ON incident_estimate (incident_id, id);

CREATE INDEX ix_incident_link_batch_incident ON incident_link_batch (incident_id, id);

CREATE INDEX ix_incident_link_batch_other ON incident_link_batch (other_id, id) WHERE other_id IS NOT NULL;

CREATE INDEX ix_case_open_subscription ON support_case (subscription_id) WHERE closed_at IS NULL AND subscription_id IS NOT NULL;

CREATE UNIQUE INDEX uq_case_prepared_reply_standing ON case_prepared_reply (case_id) WHERE withdrawn_at IS NULL;

CREATE INDEX ix_incident_subscription_code ON incident_subscription (code, incident_id) WHERE removed_at IS NULL;

CREATE UNIQUE INDEX uq_incident_subscription_listed ON incident_subscription (incident_id, code) WHERE removed_at IS NULL;

CREATE INDEX ix_incident_link_change_batch ON incident_link_change (batch_id, id);

GRANT SELECT, INSERT ON incident_estimate TO escalations_app;

ALTER TABLE incident_estimate ENABLE ROW LEVEL SECURITY;

ALTER TABLE incident_estimate FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON incident_estimate TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON incident_link_batch TO escalations_app;

ALTER TABLE incident_link_batch ENABLE ROW LEVEL SECURITY;

ALTER TABLE incident_link_batch FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON incident_link_batch TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_prepared_reply TO escalations_app;

ALTER TABLE case_prepared_reply ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_prepared_reply FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_prepared_reply TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON incident_subscription TO escalations_app;

ALTER TABLE incident_subscription ENABLE ROW LEVEL SECURITY;

ALTER TABLE incident_subscription FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON incident_subscription TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON incident_link_change TO escalations_app;

ALTER TABLE incident_link_change ENABLE ROW LEVEL SECURITY;

ALTER TABLE incident_link_change FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON incident_link_change TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
