-- On call and coverage: rotations, shifts, overrides, swaps, absences, calendars, known gaps.
CREATE TABLE coverage_gap (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	requirement VARCHAR NOT NULL, 
	during TSTZRANGE NOT NULL, 
	missing INTEGER NOT NULL, 
	found_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_coverage_gap PRIMARY KEY (id), 
	CONSTRAINT ck_coverage_gap_during_is_a_stretch CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during) AND NOT lower_inf(during) AND NOT upper_inf(during))
);

CREATE TABLE on_call_rotation (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	key VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	time_zone VARCHAR NOT NULL, 
	every VARCHAR NOT NULL, 
	handoff_day INTEGER NOT NULL, 
	handoff_at INTEGER NOT NULL, 
	starts_on DATE NOT NULL, 
	hours_from INTEGER NOT NULL, 
	hours_until INTEGER NOT NULL, 
	days INTEGER[] NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_on_call_rotation PRIMARY KEY (id), 
	CONSTRAINT uq_on_call_rotation_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT uq_on_call_rotation_boundary_key UNIQUE (boundary, key), 
	CONSTRAINT ck_on_call_rotation_is_named CHECK (key ~ '^[a-z][a-z0-9-]*$' AND name <> ''), 
	CONSTRAINT ck_on_call_rotation_every CHECK (every IN ('day', 'week')), 
	CONSTRAINT ck_on_call_rotation_handoff CHECK (handoff_day BETWEEN 1 AND 7 AND handoff_at BETWEEN 0 AND 1439), 
	CONSTRAINT ck_on_call_rotation_hours CHECK (hours_from BETWEEN 0 AND 1439 AND hours_until BETWEEN 0 AND 1439), 
	CONSTRAINT ck_on_call_rotation_days CHECK (days <@ '{1,2,3,4,5,6,7}' AND cardinality(days) > 0)
);

CREATE TABLE absence (
	id BIGSERIAL NOT NULL, 
	boundary TEXT NOT NULL, 
	person_id BIGINT NOT NULL, 
	during TSTZRANGE NOT NULL, 
	kind VARCHAR NOT NULL, 
	uid VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	cancelled_at TIMESTAMP WITH TIME ZONE, 
	cancelled_by VARCHAR NOT NULL, 
	CONSTRAINT pk_absence PRIMARY KEY (id), 
	CONSTRAINT ck_absence_during_is_a_stretch CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during) AND NOT lower_inf(during) AND NOT upper_inf(during)), 
	CONSTRAINT ck_absence_of_a_person CHECK (boundary = 'everywhere'), 
	CONSTRAINT ck_absence_kind CHECK (kind IN ('holiday', 'sick', 'training', 'other')), 
	CONSTRAINT ck_absence_cancelled_by_somebody CHECK ((cancelled_at IS NULL) = (cancelled_by = '')), 
	CONSTRAINT ex_absence_person EXCLUDE USING gist (person_id WITH =, during WITH &&) WHERE (cancelled_at IS NULL), 
	CONSTRAINT fk_absence_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_absence_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE calendar_key (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	token VARCHAR NOT NULL, 
	person_id BIGINT NOT NULL, 
	rotation_id BIGINT, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_calendar_key PRIMARY KEY (id), 
	CONSTRAINT uq_calendar_key_token UNIQUE (token), 
	CONSTRAINT fk_calendar_key_rotation_id_boundary FOREIGN KEY(rotation_id, boundary) REFERENCES on_call_rotation (id, boundary), 
	CONSTRAINT fk_calendar_key_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE calendar_source (
	id BIGSERIAL NOT NULL, 
	boundary TEXT NOT NULL, 
	person_id BIGINT NOT NULL, 
	url VARCHAR NOT NULL, 
	etag VARCHAR NOT NULL, 
	last_modified VARCHAR NOT NULL, 
	problem VARCHAR NOT NULL, 
	polled_at TIMESTAMP WITH TIME ZONE, 
	seen_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_calendar_source PRIMARY KEY (id), 
	CONSTRAINT uq_calendar_source_person_id UNIQUE (person_id), 
	CONSTRAINT ck_calendar_source_of_a_person CHECK (boundary = 'everywhere'), 
	CONSTRAINT fk_calendar_source_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE on_call_member (
	boundary TEXT NOT NULL, 
	rotation_id BIGINT NOT NULL, 
	position INTEGER NOT NULL, 
	person_id BIGINT NOT NULL, 
	CONSTRAINT pk_on_call_member PRIMARY KEY (rotation_id, position), 
	CONSTRAINT fk_on_call_member_rotation_id_boundary FOREIGN KEY(rotation_id, boundary) REFERENCES on_call_rotation (id, boundary) ON DELETE CASCADE, 
	CONSTRAINT uq_on_call_member_rotation_id_person_id UNIQUE (rotation_id, person_id), 
	CONSTRAINT ck_on_call_member_position CHECK (position >= 0), 
	CONSTRAINT fk_on_call_member_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE on_call_override (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	rotation_id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	during TSTZRANGE NOT NULL, 
	reason VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	cancelled_at TIMESTAMP WITH TIME ZONE, 
	cancelled_by VARCHAR NOT NULL, 
	CONSTRAINT pk_on_call_override PRIMARY KEY (id), 
	CONSTRAINT fk_on_call_override_rotation_id_boundary FOREIGN KEY(rotation_id, boundary) REFERENCES on_call_rotation (id, boundary), 
	CONSTRAINT ck_on_call_override_during_is_a_stretch CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during) AND NOT lower_inf(during) AND NOT upper_inf(during)), 
	CONSTRAINT ck_on_call_override_cancelled_by_somebody CHECK ((cancelled_at IS NULL) = (cancelled_by = '')), 
	CONSTRAINT fk_on_call_override_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_on_call_override_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE on_call_shift (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	rotation_id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	during TSTZRANGE NOT NULL, 
	origin VARCHAR NOT NULL, 
	CONSTRAINT pk_on_call_shift PRIMARY KEY (id), 
	CONSTRAINT fk_on_call_shift_rotation_id_boundary FOREIGN KEY(rotation_id, boundary) REFERENCES on_call_rotation (id, boundary), 
	CONSTRAINT ck_on_call_shift_during_is_a_stretch CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during) AND NOT lower_inf(during) AND NOT upper_inf(during)), 
	CONSTRAINT ck_on_call_shift_origin CHECK (origin IN ('turn', 'override', 'swap')), 
	CONSTRAINT ex_on_call_shift_person EXCLUDE USING gist (person_id WITH =, during WITH &&), 
	CONSTRAINT ex_on_call_shift_rotation EXCLUDE USING gist (rotation_id WITH =, during WITH &&), 
	CONSTRAINT fk_on_call_shift_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE on_call_swap (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	rotation_id BIGINT NOT NULL, 
	asker_id BIGINT NOT NULL, 
	asked_id BIGINT NOT NULL, 
	gives TSTZRANGE NOT NULL, 
	takes TSTZRANGE, 
	note VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_on_call_swap PRIMARY KEY (id), 
	CONSTRAINT uq_on_call_swap_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_on_call_swap_rotation_id_boundary FOREIGN KEY(rotation_id, boundary) REFERENCES on_call_rotation (id, boundary), 
	CONSTRAINT ck_on_call_swap_gives_is_a_stretch CHECK (NOT isempty(gives) AND lower_inc(gives) AND NOT upper_inc(gives) AND NOT lower_inf(gives) AND NOT upper_inf(gives)), 
	CONSTRAINT ck_on_call_swap_of_two CHECK (asker_id <> asked_id), 
	CONSTRAINT ck_on_call_swap_state CHECK (state IN ('asked', 'accepted', 'declined', 'withdrawn')), 
	CONSTRAINT ck_on_call_swap_answered_when CHECK ((state = 'asked') = (answered_at IS NULL)), 
	CONSTRAINT fk_on_call_swap_asker_id FOREIGN KEY(asker_id) REFERENCES person (id), 
	CONSTRAINT fk_on_call_swap_asked_id FOREIGN KEY(asked_id) REFERENCES person (id)
);

CREATE INDEX ix_coverage_gap_requirement ON coverage_gap (boundary, requirement);

CREATE UNIQUE INDEX uq_absence_entry ON absence (person_id, uid) WHERE cancelled_at IS NULL AND uid <> '';

CREATE INDEX ix_calendar_key_person ON calendar_key (person_id) WHERE revoked_at IS NULL;

CREATE INDEX ix_on_call_member_person ON on_call_member (person_id);

CREATE INDEX ix_on_call_override_rotation ON on_call_override (rotation_id, id);

CREATE INDEX ix_on_call_swap_asked ON on_call_swap (asked_id) WHERE state = 'asked';

CREATE INDEX ix_on_call_swap_asker ON on_call_swap (asker_id) WHERE state = 'asked';

CREATE INDEX ix_on_call_swap_open ON on_call_swap (rotation_id) WHERE state = 'asked';

CREATE FUNCTION keep_past_shifts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF upper(OLD.during) <= now() THEN RAISE EXCEPTION 'a past shift never changes' USING ERRCODE = 'check_violation'; END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER tg_keep_past_shifts BEFORE UPDATE OR DELETE ON on_call_shift FOR EACH ROW EXECUTE FUNCTION keep_past_shifts();

GRANT SELECT, INSERT, UPDATE, DELETE ON coverage_gap TO escalations_app;

ALTER TABLE coverage_gap ENABLE ROW LEVEL SECURITY;

ALTER TABLE coverage_gap FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON coverage_gap TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON on_call_rotation TO escalations_app;

ALTER TABLE on_call_rotation ENABLE ROW LEVEL SECURITY;

ALTER TABLE on_call_rotation FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON on_call_rotation TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON absence TO escalations_app;

ALTER TABLE absence ENABLE ROW LEVEL SECURITY;

ALTER TABLE absence FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON absence TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_key TO escalations_app;

ALTER TABLE calendar_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE calendar_key FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON calendar_key TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_source TO escalations_app;

ALTER TABLE calendar_source ENABLE ROW LEVEL SECURITY;

ALTER TABLE calendar_source FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON calendar_source TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON on_call_member TO escalations_app;

ALTER TABLE on_call_member ENABLE ROW LEVEL SECURITY;

ALTER TABLE on_call_member FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON on_call_member TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON on_call_override TO escalations_app;

ALTER TABLE on_call_override ENABLE ROW LEVEL SECURITY;

ALTER TABLE on_call_override FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON on_call_override TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON on_call_shift TO escalations_app;

ALTER TABLE on_call_shift ENABLE ROW LEVEL SECURITY;

ALTER TABLE on_call_shift FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON on_call_shift TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON on_call_swap TO escalations_app;

ALTER TABLE on_call_swap ENABLE ROW LEVEL SECURITY;

ALTER TABLE on_call_swap FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON on_call_swap TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
