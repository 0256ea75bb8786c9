CREATE TABLE spike_alarm (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	family VARCHAR NOT NULL, 
	place VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	alarm_at TIMESTAMP WITH TIME ZONE, 
	seen_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	minutes INTEGER NOT NULL, 
	customers INTEGER NOT NULL, 
	expected FLOAT NOT NULL, 
	chance FLOAT NOT NULL, 
	evidence JSONB NOT NULL, 
	rules VARCHAR NOT NULL, 
	closed_at TIMESTAMP WITH TIME ZONE, 
	decided_by BIGINT, 
	kind VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	incident_id BIGINT, 
	CONSTRAINT pk_spike_alarm PRIMARY KEY (id), 
	CONSTRAINT uq_spike_alarm_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_spike_alarm_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary), 
	CONSTRAINT ck_spike_alarm_level CHECK (level IN ('watch', 'alarm')), 
	CONSTRAINT ck_spike_alarm_state CHECK (state IN ('open', 'promoted', 'rejected', 'subsided')), 
	CONSTRAINT ck_spike_alarm_kind CHECK (kind IN ('', 'coincidence', 'known', 'own_doing')), 
	CONSTRAINT ck_spike_alarm_real_boundary CHECK (boundary <> 'everywhere'), 
	CONSTRAINT ck_spike_alarm_alarm_has_its_time CHECK ((level = 'alarm') = (alarm_at IS NOT NULL)), 
	CONSTRAINT ck_spike_alarm_closed_has_its_time CHECK ((state = 'open') = (closed_at IS NULL)), 
	CONSTRAINT ck_spike_alarm_promoted_has_its_incident CHECK ((state = 'promoted') = (incident_id IS NOT NULL)), 
	CONSTRAINT ck_spike_alarm_rejected_has_its_reason CHECK ((state = 'rejected') = (kind <> '' AND reason <> '')), 
	CONSTRAINT ck_spike_alarm_numbers CHECK (customers > 0 AND minutes > 0 AND chance BETWEEN 0 AND 1 AND expected >= 0), 
	CONSTRAINT fk_spike_alarm_decided_by FOREIGN KEY(decided_by) REFERENCES person (id)
);

CREATE INDEX ix_spike_alarm_alarm ON spike_alarm (alarm_at, id) WHERE level = 'alarm';

CREATE INDEX ix_spike_alarm_closed ON spike_alarm (closed_at, id) WHERE state <> 'open';

CREATE INDEX ix_spike_alarm_incident ON spike_alarm (incident_id) WHERE incident_id IS NOT NULL;

CREATE UNIQUE INDEX uq_spike_alarm_open ON spike_alarm (boundary, family, place) WHERE state = 'open';

CREATE INDEX ix_case_arrivals ON support_case (boundary, family, opened_at) INCLUDE (region, customer_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON spike_alarm TO escalations_app;

ALTER TABLE spike_alarm ENABLE ROW LEVEL SECURITY;

ALTER TABLE spike_alarm FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON spike_alarm TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
