-- Lists that are kept, what was done to many cases at once, and the orders in which lists stand.
CREATE TABLE saved_view (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	owner_id BIGINT NOT NULL, 
	owner_name VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	columns TEXT[] NOT NULL, 
	grouping VARCHAR NOT NULL, 
	ordering VARCHAR NOT NULL, 
	team VARCHAR, 
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	changed_by VARCHAR NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	deleted_by VARCHAR NOT NULL, 
	CONSTRAINT pk_saved_view PRIMARY KEY (id), 
	CONSTRAINT uq_saved_view_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT ck_saved_view_has_name CHECK (name <> '' AND length(name) <= 60), 
	CONSTRAINT ck_saved_view_short_words CHECK (length(words) <= 400), 
	CONSTRAINT ck_saved_view_deleted_by_somebody CHECK ((deleted_at IS NULL) = (deleted_by = '')), 
	CONSTRAINT fk_saved_view_owner_id FOREIGN KEY(owner_id) REFERENCES person (id)
);

CREATE TABLE view_pin (
	boundary TEXT NOT NULL, 
	person_id BIGINT NOT NULL, 
	view_id BIGINT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_view_pin PRIMARY KEY (person_id, view_id), 
	CONSTRAINT fk_view_pin_view_id_boundary FOREIGN KEY(view_id, boundary) REFERENCES saved_view (id, boundary), 
	CONSTRAINT fk_view_pin_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE bulk (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	person_id BIGINT NOT NULL, 
	action VARCHAR NOT NULL, 
	chosen INTEGER NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	undone_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_bulk PRIMARY KEY (id), 
	CONSTRAINT ck_bulk_of_some CHECK (chosen > 0), 
	CONSTRAINT fk_bulk_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE bulk_case (
	boundary TEXT NOT NULL, 
	bulk_id BIGINT NOT NULL, 
	case_id BIGINT NOT NULL, 
	outcome VARCHAR NOT NULL, 
	why VARCHAR NOT NULL, 
	before JSONB NOT NULL, 
	undone VARCHAR NOT NULL, 
	undone_why VARCHAR NOT NULL, 
	CONSTRAINT pk_bulk_case PRIMARY KEY (bulk_id, case_id), 
	CONSTRAINT fk_bulk_case_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_bulk_case_outcome CHECK (outcome IN ('done', 'same', 'refused', 'stale')), 
	CONSTRAINT ck_bulk_case_undone CHECK (undone IN ('', 'undone', 'kept'))
);

CREATE INDEX ix_bulk_person ON bulk (person_id, id);

CREATE INDEX ix_saved_view_owner ON saved_view (owner_id, id);

CREATE INDEX ix_saved_view_team ON saved_view (team, id) WHERE team IS NOT NULL AND deleted_at IS NULL;

CREATE UNIQUE INDEX uq_saved_view_name ON saved_view (owner_id, lower(name)) WHERE deleted_at IS NULL;

CREATE INDEX ix_case_closed ON support_case (closed_at, id) WHERE closed_at IS NOT NULL;

CREATE INDEX ix_case_closed_family ON support_case (family, closed_at, id) WHERE closed_at IS NOT NULL;

CREATE INDEX ix_case_closed_owner ON support_case (owner_id, closed_at, id) WHERE closed_at IS NOT NULL;

CREATE INDEX ix_case_closed_queue ON support_case (queue, closed_at, id) WHERE closed_at IS NOT NULL;

CREATE INDEX ix_case_open_age ON support_case (opened_at, id) WHERE closed_at IS NULL;

CREATE INDEX ix_case_open_clock ON support_case (due_at, id) WHERE closed_at IS NULL;

CREATE INDEX ix_view_pin_view ON view_pin (view_id);

CREATE INDEX ix_bulk_case_case ON bulk_case (case_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON bulk TO escalations_app;

ALTER TABLE bulk ENABLE ROW LEVEL SECURITY;

ALTER TABLE bulk FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON bulk TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[]) AND person_id = (SELECT nullif(current_setting('app.person_id', true), '')::bigint)) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]) AND person_id = (SELECT nullif(current_setting('app.person_id', true), '')::bigint));

GRANT SELECT, INSERT, UPDATE, DELETE ON saved_view TO escalations_app;

ALTER TABLE saved_view ENABLE ROW LEVEL SECURITY;

ALTER TABLE saved_view FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON saved_view TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON view_pin TO escalations_app;

ALTER TABLE view_pin ENABLE ROW LEVEL SECURITY;

ALTER TABLE view_pin FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON view_pin TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[]) AND person_id = (SELECT nullif(current_setting('app.person_id', true), '')::bigint)) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]) AND person_id = (SELECT nullif(current_setting('app.person_id', true), '')::bigint));

GRANT SELECT, INSERT, UPDATE, DELETE ON bulk_case TO escalations_app;

ALTER TABLE bulk_case ENABLE ROW LEVEL SECURITY;

ALTER TABLE bulk_case FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON bulk_case TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
