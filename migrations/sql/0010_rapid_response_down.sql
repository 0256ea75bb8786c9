-- Back: an engagement is its first case again; plans, roles, summaries, packs and contracts are given up.
DROP VIEW dead_end_engagement;

CREATE TABLE rapid_response_request (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	state VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	requested_by BIGINT, 
	requested_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	taken_by BIGINT, 
	taken_at TIMESTAMP WITH TIME ZONE, 
	stood_down_by BIGINT, 
	stood_down_at TIMESTAMP WITH TIME ZONE, 
	stand_down_note VARCHAR NOT NULL, 
	CONSTRAINT pk_rapid_response_request PRIMARY KEY (id), 
	CONSTRAINT fk_rapid_response_request_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_rapid_response_request_state CHECK (state IN ('requested', 'engaged', 'stood_down')), 
	CONSTRAINT ck_rapid_response_request_stood_down CHECK ((state = 'stood_down') = (stood_down_at IS NOT NULL)), 
	CONSTRAINT ck_rapid_response_request_engaged CHECK (state <> 'engaged' OR taken_at IS NOT NULL), 
	CONSTRAINT ck_rapid_response_request_says_why CHECK (reason <> '' AND (stood_down_at IS NULL OR stand_down_note <> '')), 
	CONSTRAINT fk_rapid_response_request_requested_by FOREIGN KEY(requested_by) REFERENCES person (id), 
	CONSTRAINT fk_rapid_response_request_taken_by FOREIGN KEY(taken_by) REFERENCES person (id), 
	CONSTRAINT fk_rapid_response_request_stood_down_by FOREIGN KEY(stood_down_by) REFERENCES person (id)
);

CREATE INDEX ix_rapid_response_request_case ON rapid_response_request (case_id, id);

CREATE UNIQUE INDEX uq_rapid_response_request_open ON rapid_response_request (case_id) WHERE state <> 'stood_down';

ALTER TABLE engagement NO FORCE ROW LEVEL SECURITY;

ALTER TABLE engagement_case NO FORCE ROW LEVEL SECURITY;

ALTER TABLE engagement_role NO FORCE ROW LEVEL SECURITY;

INSERT INTO rapid_response_request (id, version, boundary, case_id, state, reason, requested_by, requested_at, taken_by, taken_at,
    stood_down_by, stood_down_at, stand_down_note)
  SELECT e.id, e.version, e.boundary, m.case_id, e.state, e.reason, e.requested_by, e.requested_at, r.person_id, e.taken_at,
    e.stood_down_by, e.stood_down_at, e.stand_down_note
  FROM engagement e
  JOIN LATERAL (SELECT case_id FROM engagement_case WHERE engagement_id = e.id ORDER BY id LIMIT 1) m ON true
  LEFT JOIN LATERAL (SELECT person_id FROM engagement_role WHERE engagement_id = e.id AND role = 'lead' ORDER BY id DESC LIMIT 1) r ON true;

SELECT setval(pg_get_serial_sequence('rapid_response_request', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM rapid_response_request), false);

DROP TABLE silent_contact;

DROP TABLE handover_line;

DROP TABLE handover;

DROP TABLE engagement_summary;

DROP TABLE engagement_promise;

DROP TABLE engagement_step;

DROP TABLE engagement_guest;

DROP TABLE engagement_role;

DROP TABLE engagement_case;

DROP TABLE engagement;

DROP TABLE business_moment;

DROP TABLE customer_cover_subscription;

DROP TABLE customer_cover;

GRANT SELECT, INSERT, UPDATE, DELETE ON rapid_response_request TO escalations_app;

ALTER TABLE rapid_response_request ENABLE ROW LEVEL SECURITY;

ALTER TABLE rapid_response_request FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON rapid_response_request TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
