CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE EXTENSION IF NOT EXISTS btree_gist;

SET check_function_bodies = off;

CREATE TABLE event (
	id BIGSERIAL NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	action VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	thread VARCHAR NOT NULL, 
	boundary VARCHAR, 
	actor_id BIGINT, 
	actor_name VARCHAR NOT NULL, 
	particulars JSONB NOT NULL, 
	request_id VARCHAR, 
	CONSTRAINT pk_event PRIMARY KEY (id)
);

CREATE INDEX ix_event_actor ON event (actor_id, id) WHERE actor_id IS NOT NULL;

CREATE INDEX ix_event_subject_id ON event (subject, id);

CREATE INDEX ix_event_thread_id ON event (thread, id);

CREATE TABLE person (
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	password_hash VARCHAR, 
	time_zone VARCHAR NOT NULL, 
	languages TEXT[] NOT NULL, 
	product_group VARCHAR, 
	capacity INTEGER NOT NULL, 
	presence VARCHAR NOT NULL, 
	shift_start INTEGER NOT NULL, 
	shift_end INTEGER NOT NULL, 
	shift_days INTEGER[] NOT NULL, 
	disabled_at TIMESTAMP WITH TIME ZONE, 
	demo BOOLEAN NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT uq_person_email UNIQUE (email), 
	CONSTRAINT ck_person_role CHECK (role IN ('support_engineer', 'duty_lead', 'rapid_response', 'product_group_engineer', 'communications_lead', 'readiness_manager', 'administrator', 'auditor')), 
	CONSTRAINT ck_person_presence CHECK (presence IN ('available', 'busy', 'away', 'offline')), 
	CONSTRAINT ck_person_capacity CHECK (capacity BETWEEN 0 AND 100), 
	CONSTRAINT ck_person_shift CHECK (shift_start BETWEEN 0 AND 1439 AND shift_end BETWEEN 0 AND 1439), 
	CONSTRAINT ck_person_email_lower CHECK (email = lower(email))
);

CREATE TABLE reaction_done (
	event_id BIGINT NOT NULL, 
	reaction VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_reaction_done PRIMARY KEY (event_id, reaction)
);

CREATE TABLE sign_in_attempt (
	id BIGSERIAL NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	email VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	succeeded BOOLEAN NOT NULL, 
	CONSTRAINT pk_sign_in_attempt PRIMARY KEY (id)
);

CREATE INDEX ix_sign_in_attempt_address_at ON sign_in_attempt (address, at);

CREATE INDEX ix_sign_in_attempt_email_at ON sign_in_attempt (email, at);

CREATE TABLE api_token (
	id BIGSERIAL NOT NULL, 
	token VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	person_id BIGINT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_api_token PRIMARY KEY (id), 
	CONSTRAINT uq_api_token_token UNIQUE (token), 
	CONSTRAINT fk_api_token_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE clearance (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	person_id BIGINT NOT NULL, 
	granted_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	granted_by BIGINT, 
	evidence VARCHAR NOT NULL, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_clearance PRIMARY KEY (id), 
	CONSTRAINT ck_clearance_lasts CHECK (expires_at > granted_at), 
	CONSTRAINT ck_clearance_real_boundary CHECK (boundary <> 'everywhere'), 
	CONSTRAINT fk_clearance_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_clearance_granted_by FOREIGN KEY(granted_by) REFERENCES person (id)
);

CREATE INDEX ix_clearance_person ON clearance (person_id);

CREATE TABLE sign_in (
	id BIGSERIAL NOT NULL, 
	token VARCHAR NOT NULL, 
	person_id BIGINT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	seen_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	address VARCHAR NOT NULL, 
	agent VARCHAR NOT NULL, 
	CONSTRAINT pk_sign_in PRIMARY KEY (id), 
	CONSTRAINT uq_sign_in_token UNIQUE (token), 
	CONSTRAINT fk_sign_in_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_sign_in_person ON sign_in (person_id);

CREATE TABLE specialty (
	person_id BIGINT NOT NULL, 
	family VARCHAR NOT NULL, 
	level INTEGER NOT NULL, 
	CONSTRAINT pk_specialty PRIMARY KEY (person_id, family), 
	CONSTRAINT ck_specialty_level CHECK (level BETWEEN 1 AND 5), 
	CONSTRAINT fk_specialty_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);

CREATE FUNCTION app_boundaries() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT CASE
    WHEN coalesce(current_setting('app.person_id', true), '') <> '' THEN
      (SELECT coalesce(array_agg(c.boundary::text), '{}') || '{everywhere}' FROM clearance c JOIN person p ON p.id = c.person_id
        WHERE c.person_id = current_setting('app.person_id')::bigint AND p.disabled_at IS NULL
          AND c.granted_at <= now() AND c.expires_at > now() AND (c.revoked_at IS NULL OR c.revoked_at > now()))
    WHEN coalesce(current_setting('app.boundaries', true), '') <> '' THEN
      string_to_array(current_setting('app.boundaries'), ',') || '{everywhere}'
    ELSE '{}'::text[] END
$$;

GRANT SELECT, INSERT ON event TO escalations_app;

ALTER TABLE event ENABLE ROW LEVEL SECURITY;

ALTER TABLE event FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON event TO escalations_app USING (boundary IS NULL OR boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary IS NULL OR boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON person TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON reaction_done TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_attempt TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON api_token TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON clearance TO escalations_app;

ALTER TABLE clearance ENABLE ROW LEVEL SECURITY;

ALTER TABLE clearance FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON clearance TO escalations_app USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON specialty TO escalations_app;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;

-- pgqueuer 1.6.0 -- prefix='' schema=None durability=durable

CREATE TYPE pgqueuer_status AS ENUM ('queued', 'picked', 'successful', 'exception', 'canceled', 'deleted', 'failed');

CREATE TABLE pgqueuer (
    id bigserial NOT NULL PRIMARY KEY,
    priority integer NOT NULL,
    queue_manager_id uuid,
    created timestamp with time zone NOT NULL DEFAULT now(),
    updated timestamp with time zone NOT NULL DEFAULT now(),
    heartbeat timestamp with time zone NOT NULL DEFAULT now(),
    execute_after timestamp with time zone NOT NULL DEFAULT now(),
    status pgqueuer_status NOT NULL,
    entrypoint text NOT NULL,
    dedupe_key text,
    payload bytea,
    headers jsonb,
    attempts integer NOT NULL DEFAULT 0,
    slot bigint
);

CREATE TABLE pgqueuer_log (
    id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL PRIMARY KEY,
    created timestamp with time zone NOT NULL DEFAULT now(),
    job_id bigint NOT NULL,
    status pgqueuer_status NOT NULL,
    priority integer NOT NULL,
    entrypoint text NOT NULL,
    traceback jsonb,
    aggregated boolean DEFAULT false
);

CREATE TABLE pgqueuer_schedules (
    id bigserial NOT NULL PRIMARY KEY,
    expression text NOT NULL,
    entrypoint text NOT NULL,
    heartbeat timestamp with time zone NOT NULL DEFAULT now(),
    created timestamp with time zone NOT NULL DEFAULT now(),
    updated timestamp with time zone NOT NULL DEFAULT now(),
    next_run timestamp with time zone NOT NULL DEFAULT now(),
    last_run timestamp with time zone,
    status pgqueuer_status DEFAULT 'queued'::pgqueuer_status,
    UNIQUE (expression, entrypoint)
);

CREATE TABLE pgqueuer_statistics (
    id bigserial NOT NULL PRIMARY KEY,
    created timestamp with time zone NOT NULL DEFAULT date_trunc('sec'::text, now()),
    count bigint NOT NULL,
    priority integer NOT NULL,
    status pgqueuer_status NOT NULL,
    entrypoint text NOT NULL
);

CREATE INDEX pgqueuer_ep_ea_idx ON pgqueuer USING btree (entrypoint, execute_after) WHERE (status = 'queued'::pgqueuer_status);

CREATE INDEX pgqueuer_ep_prio_id_idx ON pgqueuer USING btree (entrypoint, priority DESC, id) WHERE (status = 'queued'::pgqueuer_status);

CREATE INDEX pgqueuer_log_created ON pgqueuer_log USING btree (created);

CREATE INDEX pgqueuer_log_job_id_status ON pgqueuer_log USING btree (job_id, created DESC);

CREATE INDEX pgqueuer_log_not_aggregated ON pgqueuer_log USING btree ((1)) WHERE (NOT aggregated);

CREATE INDEX pgqueuer_log_status ON pgqueuer_log USING btree (status);

CREATE INDEX pgqueuer_picked_heartbeat_idx ON pgqueuer USING btree (heartbeat) WHERE (status = 'picked'::pgqueuer_status);

CREATE UNIQUE INDEX pgqueuer_picked_slot_idx ON pgqueuer USING btree (entrypoint, slot) WHERE ((status = 'picked'::pgqueuer_status) AND (slot IS NOT NULL));

CREATE INDEX pgqueuer_priority_id_id1_idx ON pgqueuer USING btree (priority, id DESC) INCLUDE (id) WHERE (status = 'queued'::pgqueuer_status);

CREATE INDEX pgqueuer_queue_manager_id_idx ON pgqueuer USING btree (queue_manager_id) WHERE (queue_manager_id IS NOT NULL);

CREATE UNIQUE INDEX pgqueuer_statistics_unique_count ON pgqueuer_statistics USING btree (priority, date_trunc('sec'::text, timezone('UTC'::text, created)), status, entrypoint);

CREATE UNIQUE INDEX pgqueuer_unique_dedupe_key ON pgqueuer USING btree (dedupe_key) WHERE ((status = ANY (ARRAY['queued'::pgqueuer_status, 'picked'::pgqueuer_status])) AND (dedupe_key IS NOT NULL));

CREATE INDEX pgqueuer_updated_id_id1_idx ON pgqueuer USING btree (updated, id DESC) INCLUDE (id) WHERE (status = 'picked'::pgqueuer_status);

CREATE FUNCTION fn_pgqueuer_changed() RETURNS TRIGGER AS $$
DECLARE
    to_emit BOOLEAN := false;  -- Flag to decide whether to emit a notification
BEGIN
    -- Check operation type and set the emit flag accordingly
    IF TG_OP = 'UPDATE' AND OLD IS DISTINCT FROM NEW THEN
        to_emit := true;
    ELSIF TG_OP = 'DELETE' THEN
        to_emit := true;
    ELSIF TG_OP = 'INSERT' THEN
        to_emit := true;
    ELSIF TG_OP = 'TRUNCATE' THEN
        to_emit := true;
    END IF;

    -- Perform notification if the emit flag is set
    IF to_emit THEN
        PERFORM pg_notify(
            'ch_pgqueuer',
            json_build_object(
                'channel', 'ch_pgqueuer',
                'operation', lower(TG_OP),
                'sent_at', NOW(),
                'table', TG_TABLE_NAME,
                'type', 'table_changed_event'
            )::text
        );
    END IF;

    -- Return appropriate value based on the operation
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        RETURN OLD;
    ELSE
        RETURN NULL; -- For TRUNCATE and other non-row-specific contexts
    END IF;

END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER tg_pgqueuer_changed
AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON pgqueuer
EXECUTE FUNCTION fn_pgqueuer_changed();

GRANT SELECT, INSERT, UPDATE, DELETE ON pgqueuer TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON pgqueuer_log TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON pgqueuer_statistics TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON pgqueuer_schedules TO escalations_app;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
