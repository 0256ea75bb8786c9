-- Inbound feeds: who may tell us something, what came byte for byte, and what vendors say of each incident.
CREATE TABLE inbound_feed (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	key VARCHAR NOT NULL, 
	enabled BOOLEAN NOT NULL, 
	words JSONB NOT NULL, 
	otherwise VARCHAR NOT NULL, 
	mapping VARCHAR NOT NULL, 
	poll_url VARCHAR NOT NULL, 
	poll_minutes INTEGER NOT NULL, 
	added_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_inbound_feed PRIMARY KEY (id), 
	CONSTRAINT uq_inbound_feed_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT uq_inbound_feed_boundary_name UNIQUE (boundary, name), 
	CONSTRAINT uq_inbound_feed_key UNIQUE (key), 
	CONSTRAINT ck_inbound_feed_kind CHECK (kind IN ('azure', 'pagerduty', 'alertmanager', 'google', 'aws', 'generic', 'archive')), 
	CONSTRAINT ck_inbound_feed_is_named CHECK (name <> '' AND key <> ''), 
	CONSTRAINT ck_inbound_feed_polled_has_its_url CHECK ((kind = 'google') = (poll_url <> '')), 
	CONSTRAINT ck_inbound_feed_poll_minutes CHECK (poll_minutes BETWEEN 1 AND 1440), 
	CONSTRAINT ck_inbound_feed_generic_has_its_mapping CHECK ((kind = 'generic') = (mapping <> ''))
);

CREATE TABLE inbound_delivery (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	feed_id BIGINT NOT NULL, 
	received_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	content_type VARCHAR NOT NULL, 
	body BYTEA NOT NULL, 
	body_hash VARCHAR NOT NULL, 
	CONSTRAINT pk_inbound_delivery PRIMARY KEY (id), 
	CONSTRAINT uq_inbound_delivery_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_inbound_delivery_feed_id_boundary FOREIGN KEY(feed_id, boundary) REFERENCES inbound_feed (id, boundary)
);

CREATE INDEX ix_inbound_delivery_feed ON inbound_delivery (feed_id, id);

CREATE INDEX ix_inbound_delivery_hash ON inbound_delivery (feed_id, body_hash);

CREATE INDEX ix_inbound_delivery_received ON inbound_delivery (feed_id, received_at);

CREATE TABLE inbound_key (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	feed_id BIGINT NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	signing_key VARCHAR NOT NULL, 
	added_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ends_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_inbound_key PRIMARY KEY (id), 
	CONSTRAINT fk_inbound_key_feed_id_boundary FOREIGN KEY(feed_id, boundary) REFERENCES inbound_feed (id, boundary), 
	CONSTRAINT ck_inbound_key_one_or_the_other CHECK ((fingerprint = '') <> (signing_key = ''))
);

CREATE INDEX ix_inbound_key_feed ON inbound_key (feed_id, id);

CREATE TABLE inbound_standing (
	boundary TEXT NOT NULL, 
	feed_id BIGINT NOT NULL, 
	seen_at TIMESTAMP WITH TIME ZONE, 
	last_hash VARCHAR NOT NULL, 
	deliveries INTEGER NOT NULL, 
	refused_at TIMESTAMP WITH TIME ZONE, 
	refusals INTEGER NOT NULL, 
	polled_at TIMESTAMP WITH TIME ZONE, 
	etag VARCHAR NOT NULL, 
	last_modified VARCHAR NOT NULL, 
	problem VARCHAR NOT NULL, 
	CONSTRAINT pk_inbound_standing PRIMARY KEY (feed_id), 
	CONSTRAINT fk_inbound_standing_feed_id_boundary FOREIGN KEY(feed_id, boundary) REFERENCES inbound_feed (id, boundary)
);

CREATE TABLE inbound_reading (
	boundary TEXT NOT NULL, 
	delivery_id BIGINT NOT NULL, 
	feed_id BIGINT NOT NULL, 
	read_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	outcome VARCHAR NOT NULL, 
	said VARCHAR NOT NULL, 
	events INTEGER NOT NULL, 
	applied INTEGER NOT NULL, 
	shelved INTEGER NOT NULL, 
	CONSTRAINT pk_inbound_reading PRIMARY KEY (delivery_id), 
	CONSTRAINT fk_inbound_reading_delivery_id_boundary FOREIGN KEY(delivery_id, boundary) REFERENCES inbound_delivery (id, boundary), 
	CONSTRAINT fk_inbound_reading_feed_id_boundary FOREIGN KEY(feed_id, boundary) REFERENCES inbound_feed (id, boundary), 
	CONSTRAINT ck_inbound_reading_outcome CHECK (outcome IN ('applied', 'unchanged', 'kept', 'shelved')), 
	CONSTRAINT ck_inbound_reading_shelved_says_why CHECK (outcome <> 'shelved' OR said <> '')
);

CREATE INDEX ix_inbound_reading_shelf ON inbound_reading (feed_id, delivery_id) WHERE outcome = 'shelved';

CREATE TABLE vendor_incident (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	feed_id BIGINT NOT NULL, 
	vendor_id VARCHAR NOT NULL, 
	about VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	severity VARCHAR NOT NULL, 
	severity_as_told VARCHAR NOT NULL, 
	services TEXT[] NOT NULL, 
	regions TEXT[] NOT NULL, 
	accounts TEXT[] NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	told_at TIMESTAMP WITH TIME ZONE, 
	url VARCHAR NOT NULL, 
	incident_id BIGINT, 
	told JSONB NOT NULL, 
	shelf VARCHAR NOT NULL, 
	delivery_id BIGINT NOT NULL, 
	CONSTRAINT pk_vendor_incident PRIMARY KEY (id), 
	CONSTRAINT uq_vendor_incident_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_vendor_incident_feed_id_boundary FOREIGN KEY(feed_id, boundary) REFERENCES inbound_feed (id, boundary), 
	CONSTRAINT fk_vendor_incident_delivery_id_boundary FOREIGN KEY(delivery_id, boundary) REFERENCES inbound_delivery (id, boundary), 
	CONSTRAINT fk_vendor_incident_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary), 
	CONSTRAINT uq_vendor_incident_feed_id_vendor_id UNIQUE (feed_id, vendor_id), 
	CONSTRAINT ck_vendor_incident_about CHECK (about IN ('incident', 'maintenance', 'advisory', 'security', 'test')), 
	CONSTRAINT ck_vendor_incident_state CHECK (state IN ('active', 'mitigated', 'resolved', 'explained', ''))
);

CREATE INDEX ix_vendor_incident_incident ON vendor_incident (incident_id) WHERE incident_id IS NOT NULL;

CREATE INDEX ix_vendor_incident_shelf ON vendor_incident (feed_id, id) WHERE shelf <> '';

CREATE TABLE vendor_update (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	vendor_incident_id BIGINT NOT NULL, 
	delivery_id BIGINT NOT NULL, 
	key VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	stage VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	is_html BOOLEAN NOT NULL, 
	CONSTRAINT pk_vendor_update PRIMARY KEY (id), 
	CONSTRAINT fk_vendor_update_vendor_incident_id_boundary FOREIGN KEY(vendor_incident_id, boundary) REFERENCES vendor_incident (id, boundary), 
	CONSTRAINT fk_vendor_update_delivery_id_boundary FOREIGN KEY(delivery_id, boundary) REFERENCES inbound_delivery (id, boundary), 
	CONSTRAINT uq_vendor_update_vendor_incident_id_key UNIQUE (vendor_incident_id, key)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON inbound_feed TO escalations_app;

ALTER TABLE inbound_feed ENABLE ROW LEVEL SECURITY;

ALTER TABLE inbound_feed FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON inbound_feed TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON inbound_delivery TO escalations_app;

ALTER TABLE inbound_delivery ENABLE ROW LEVEL SECURITY;

ALTER TABLE inbound_delivery FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON inbound_delivery TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON inbound_key TO escalations_app;

ALTER TABLE inbound_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE inbound_key FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON inbound_key TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON inbound_standing TO escalations_app;

ALTER TABLE inbound_standing ENABLE ROW LEVEL SECURITY;

ALTER TABLE inbound_standing FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON inbound_standing TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON inbound_reading TO escalations_app;

ALTER TABLE inbound_reading ENABLE ROW LEVEL SECURITY;

ALTER TABLE inbound_reading FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON inbound_reading TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON vendor_incident TO escalations_app;

ALTER TABLE vendor_incident ENABLE ROW LEVEL SECURITY;

ALTER TABLE vendor_incident FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON vendor_incident TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON vendor_update TO escalations_app;

ALTER TABLE vendor_update ENABLE ROW LEVEL SECURITY;

ALTER TABLE vendor_update FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON vendor_update TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
