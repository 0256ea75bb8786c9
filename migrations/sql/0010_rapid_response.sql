-- Rapid response: engagements over many cases, packs handed over, silent customers asked, cover by contract.
CREATE TABLE business_moment (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	customer_id BIGINT NOT NULL, 
	name VARCHAR NOT NULL, 
	starts_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ends_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	withdrawn_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_business_moment PRIMARY KEY (id), 
	CONSTRAINT fk_business_moment_customer_id_boundary FOREIGN KEY(customer_id, boundary) REFERENCES customer (id, boundary), 
	CONSTRAINT ck_business_moment_has_name CHECK (name <> ''), 
	CONSTRAINT ck_business_moment_lasts CHECK (ends_at > starts_at)
);

CREATE INDEX ix_business_moment_customer ON business_moment (customer_id, ends_at) WHERE withdrawn_at IS NULL;

CREATE TABLE customer_cover (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	customer_id BIGINT NOT NULL, 
	contract VARCHAR NOT NULL, 
	hours VARCHAR NOT NULL, 
	products TEXT[] NOT NULL, 
	starts_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	until TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	ended_why VARCHAR NOT NULL, 
	CONSTRAINT pk_customer_cover PRIMARY KEY (id), 
	CONSTRAINT uq_customer_cover_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_customer_cover_customer_id_boundary FOREIGN KEY(customer_id, boundary) REFERENCES customer (id, boundary), 
	CONSTRAINT ck_customer_cover_hours CHECK (hours IN ('always', 'business')), 
	CONSTRAINT ck_customer_cover_lasts CHECK (until > starts_at), 
	CONSTRAINT ck_customer_cover_says_why_it_ended CHECK ((ended_at IS NULL) = (ended_why = ''))
);

CREATE INDEX ix_customer_cover_customer ON customer_cover (customer_id, id);

CREATE UNIQUE INDEX uq_customer_cover_standing ON customer_cover (customer_id, contract) WHERE ended_at IS NULL;

CREATE TABLE handover (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	giver_id BIGINT NOT NULL, 
	receiver_id BIGINT NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	written_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	note VARCHAR NOT NULL, 
	withdrawn_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_handover PRIMARY KEY (id), 
	CONSTRAINT uq_handover_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT ck_handover_of_two CHECK (giver_id <> receiver_id), 
	CONSTRAINT ck_handover_looks_back CHECK (since <= written_at), 
	CONSTRAINT fk_handover_giver_id FOREIGN KEY(giver_id) REFERENCES person (id), 
	CONSTRAINT fk_handover_receiver_id FOREIGN KEY(receiver_id) REFERENCES person (id)
);

CREATE INDEX ix_handover_giver ON handover (giver_id, id);

CREATE INDEX ix_handover_receiver ON handover (receiver_id, id);

CREATE INDEX ix_handover_written ON handover (written_at, id);

CREATE TABLE customer_cover_subscription (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	cover_id BIGINT NOT NULL, 
	subscription_id BIGINT NOT NULL, 
	CONSTRAINT pk_customer_cover_subscription PRIMARY KEY (id), 
	CONSTRAINT fk_customer_cover_subscription_cover_id_boundary FOREIGN KEY(cover_id, boundary) REFERENCES customer_cover (id, boundary) ON DELETE CASCADE, 
	CONSTRAINT fk_customer_cover_subscription_subscription_id_boundary FOREIGN KEY(subscription_id, boundary) REFERENCES subscription (id, boundary), 
	CONSTRAINT uq_customer_cover_subscription_cover_id_subscription_id UNIQUE (cover_id, subscription_id)
);

CREATE INDEX ix_customer_cover_subscription_subscription ON customer_cover_subscription (subscription_id);

CREATE TABLE engagement (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	title VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	customer_id BIGINT, 
	cause VARCHAR NOT NULL, 
	incident_id BIGINT, 
	requested_by BIGINT, 
	requested_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	taken_at TIMESTAMP WITH TIME ZONE, 
	wake_at TIMESTAMP WITH TIME ZONE, 
	stood_down_by BIGINT, 
	stood_down_at TIMESTAMP WITH TIME ZONE, 
	stand_down_note VARCHAR NOT NULL, 
	learned VARCHAR NOT NULL, 
	CONSTRAINT pk_engagement PRIMARY KEY (id), 
	CONSTRAINT uq_engagement_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_engagement_customer_id_boundary FOREIGN KEY(customer_id, boundary) REFERENCES customer (id, boundary), 
	CONSTRAINT fk_engagement_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary), 
	CONSTRAINT ck_engagement_state CHECK (state IN ('requested', 'engaged', 'stood_down')), 
	CONSTRAINT ck_engagement_is_told CHECK (title <> '' AND reason <> ''), 
	CONSTRAINT ck_engagement_has_one_customer_or_one_cause CHECK (customer_id IS NOT NULL OR cause <> ''), 
	CONSTRAINT ck_engagement_stood_down CHECK ((state = 'stood_down') = (stood_down_at IS NOT NULL)), 
	CONSTRAINT ck_engagement_says_why CHECK (stood_down_at IS NULL OR stand_down_note <> ''), 
	CONSTRAINT ck_engagement_engaged CHECK (state <> 'engaged' OR taken_at IS NOT NULL), 
	CONSTRAINT ck_engagement_wakes_while_engaged CHECK ((state = 'engaged') = (wake_at IS NOT NULL)), 
	CONSTRAINT fk_engagement_requested_by FOREIGN KEY(requested_by) REFERENCES person (id), 
	CONSTRAINT fk_engagement_stood_down_by FOREIGN KEY(stood_down_by) REFERENCES person (id)
);

CREATE INDEX ix_engagement_customer ON engagement (customer_id, id);

CREATE INDEX ix_engagement_open ON engagement (requested_at, id) WHERE state <> 'stood_down';

CREATE INDEX ix_engagement_stood_down ON engagement (stood_down_at, id) WHERE state = 'stood_down';

CREATE INDEX ix_engagement_wake_at ON engagement (wake_at) WHERE wake_at IS NOT NULL;

CREATE TABLE silent_contact (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	incident_id BIGINT NOT NULL, 
	customer_id BIGINT NOT NULL, 
	how VARCHAR NOT NULL, 
	whom VARCHAR NOT NULL, 
	outcome VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	CONSTRAINT pk_silent_contact PRIMARY KEY (id), 
	CONSTRAINT fk_silent_contact_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary), 
	CONSTRAINT fk_silent_contact_customer_id_boundary FOREIGN KEY(customer_id, boundary) REFERENCES customer (id, boundary), 
	CONSTRAINT ck_silent_contact_how CHECK (how IN ('phone', 'mail', 'chat', 'meeting')), 
	CONSTRAINT ck_silent_contact_outcome CHECK (outcome IN ('no_answer', 'not_affected', 'copes', 'opens_case')), 
	CONSTRAINT ck_silent_contact_says_whom CHECK (whom <> ''), 
	CONSTRAINT fk_silent_contact_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_silent_contact_incident ON silent_contact (incident_id, customer_id, id);

CREATE TABLE engagement_case (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	engagement_id BIGINT NOT NULL, 
	case_id BIGINT NOT NULL, 
	reason VARCHAR NOT NULL, 
	added_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	added_by BIGINT, 
	left_at TIMESTAMP WITH TIME ZONE, 
	left_by BIGINT, 
	left_why VARCHAR NOT NULL, 
	CONSTRAINT pk_engagement_case PRIMARY KEY (id), 
	CONSTRAINT fk_engagement_case_engagement_id_boundary FOREIGN KEY(engagement_id, boundary) REFERENCES engagement (id, boundary), 
	CONSTRAINT fk_engagement_case_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_engagement_case_says_why CHECK (left_at IS NULL OR left_why <> ''), 
	CONSTRAINT fk_engagement_case_added_by FOREIGN KEY(added_by) REFERENCES person (id), 
	CONSTRAINT fk_engagement_case_left_by FOREIGN KEY(left_by) REFERENCES person (id)
);

CREATE INDEX ix_engagement_case_case ON engagement_case (case_id, id);

CREATE INDEX ix_engagement_case_engagement ON engagement_case (engagement_id, id);

CREATE UNIQUE INDEX uq_engagement_case_present ON engagement_case (case_id) WHERE left_at IS NULL;

CREATE TABLE engagement_guest (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	engagement_id BIGINT NOT NULL, 
	name VARCHAR NOT NULL, 
	side VARCHAR NOT NULL, 
	joined_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	left_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_engagement_guest PRIMARY KEY (id), 
	CONSTRAINT fk_engagement_guest_engagement_id_boundary FOREIGN KEY(engagement_id, boundary) REFERENCES engagement (id, boundary), 
	CONSTRAINT ck_engagement_guest_side CHECK (side IN ('us', 'customer', 'product_group', 'partner')), 
	CONSTRAINT ck_engagement_guest_has_name CHECK (name <> '')
);

CREATE INDEX ix_engagement_guest_engagement ON engagement_guest (engagement_id, id);

CREATE UNIQUE INDEX uq_engagement_guest_present ON engagement_guest (engagement_id, name) WHERE left_at IS NULL;

CREATE TABLE engagement_promise (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	engagement_id BIGINT NOT NULL, 
	made_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	made_by BIGINT, 
	due_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	warned_at TIMESTAMP WITH TIME ZONE, 
	reminders INTEGER NOT NULL, 
	outcome VARCHAR NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	why VARCHAR NOT NULL, 
	CONSTRAINT pk_engagement_promise PRIMARY KEY (id), 
	CONSTRAINT fk_engagement_promise_engagement_id_boundary FOREIGN KEY(engagement_id, boundary) REFERENCES engagement (id, boundary), 
	CONSTRAINT ck_engagement_promise_lies_ahead CHECK (due_at > made_at), 
	CONSTRAINT ck_engagement_promise_outcome CHECK (outcome IN ('', 'kept', 'moved', 'dropped')), 
	CONSTRAINT ck_engagement_promise_ended CHECK ((outcome = '') = (ended_at IS NULL)), 
	CONSTRAINT fk_engagement_promise_made_by FOREIGN KEY(made_by) REFERENCES person (id)
);

CREATE INDEX ix_engagement_promise_engagement ON engagement_promise (engagement_id, id);

CREATE UNIQUE INDEX uq_engagement_promise_open ON engagement_promise (engagement_id) WHERE ended_at IS NULL;

CREATE TABLE engagement_role (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	engagement_id BIGINT NOT NULL, 
	role VARCHAR NOT NULL, 
	person_id BIGINT NOT NULL, 
	taken_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	taken_by BIGINT, 
	laid_down_at TIMESTAMP WITH TIME ZONE, 
	laid_down_by BIGINT, 
	CONSTRAINT pk_engagement_role PRIMARY KEY (id), 
	CONSTRAINT fk_engagement_role_engagement_id_boundary FOREIGN KEY(engagement_id, boundary) REFERENCES engagement (id, boundary), 
	CONSTRAINT ck_engagement_role_role CHECK (role IN ('lead', 'technical', 'communications', 'customer')), 
	CONSTRAINT fk_engagement_role_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_engagement_role_taken_by FOREIGN KEY(taken_by) REFERENCES person (id), 
	CONSTRAINT fk_engagement_role_laid_down_by FOREIGN KEY(laid_down_by) REFERENCES person (id)
);

CREATE INDEX ix_engagement_role_engagement ON engagement_role (engagement_id, id);

CREATE INDEX ix_engagement_role_person ON engagement_role (person_id, engagement_id) WHERE laid_down_at IS NULL;

CREATE UNIQUE INDEX uq_engagement_role_held ON engagement_role (engagement_id, role) WHERE laid_down_at IS NULL;

CREATE TABLE engagement_step (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	engagement_id BIGINT NOT NULL, 
	what VARCHAR NOT NULL, 
	who VARCHAR NOT NULL, 
	due_at TIMESTAMP WITH TIME ZONE, 
	done_at TIMESTAMP WITH TIME ZONE, 
	done_by BIGINT, 
	CONSTRAINT pk_engagement_step PRIMARY KEY (id), 
	CONSTRAINT fk_engagement_step_engagement_id_boundary FOREIGN KEY(engagement_id, boundary) REFERENCES engagement (id, boundary), 
	CONSTRAINT ck_engagement_step_says_what CHECK (what <> ''), 
	CONSTRAINT fk_engagement_step_done_by FOREIGN KEY(done_by) REFERENCES person (id)
);

CREATE INDEX ix_engagement_step_engagement ON engagement_step (engagement_id, id);

CREATE TABLE engagement_summary (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	engagement_id BIGINT NOT NULL, 
	audience VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	body VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	CONSTRAINT pk_engagement_summary PRIMARY KEY (id), 
	CONSTRAINT fk_engagement_summary_engagement_id_boundary FOREIGN KEY(engagement_id, boundary) REFERENCES engagement (id, boundary), 
	CONSTRAINT uq_engagement_summary_engagement_id_audience_number UNIQUE (engagement_id, audience, number), 
	CONSTRAINT ck_engagement_summary_audience CHECK (audience IN ('customer', 'internal')), 
	CONSTRAINT fk_engagement_summary_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE handover_line (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	handover_id BIGINT NOT NULL, 
	case_id BIGINT NOT NULL, 
	engagement_id BIGINT, 
	severity VARCHAR NOT NULL, 
	next_action VARCHAR NOT NULL, 
	hypothesis VARCHAR NOT NULL, 
	told JSONB NOT NULL, 
	page_at TIMESTAMP WITH TIME ZONE, 
	pages INTEGER NOT NULL, 
	acknowledged_at TIMESTAMP WITH TIME ZONE, 
	acknowledged_by BIGINT, 
	lapsed_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_handover_line PRIMARY KEY (id), 
	CONSTRAINT fk_handover_line_handover_id_boundary FOREIGN KEY(handover_id, boundary) REFERENCES handover (id, boundary), 
	CONSTRAINT fk_handover_line_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_handover_line_engagement_id_boundary FOREIGN KEY(engagement_id, boundary) REFERENCES engagement (id, boundary), 
	CONSTRAINT ck_handover_line_pages_until_taken CHECK ((page_at IS NULL) = (acknowledged_at IS NOT NULL OR lapsed_at IS NOT NULL)), 
	CONSTRAINT ck_handover_line_one_end CHECK (acknowledged_at IS NULL OR lapsed_at IS NULL), 
	CONSTRAINT fk_handover_line_acknowledged_by FOREIGN KEY(acknowledged_by) REFERENCES person (id)
);

CREATE INDEX ix_handover_line_page_at ON handover_line (page_at) WHERE page_at IS NOT NULL;

CREATE UNIQUE INDEX uq_handover_line_case ON handover_line (handover_id, case_id);

CREATE UNIQUE INDEX uq_handover_line_standing ON handover_line (case_id) WHERE page_at IS NOT NULL;

ALTER TABLE rapid_response_request NO FORCE ROW LEVEL SECURITY;

ALTER TABLE customer NO FORCE ROW LEVEL SECURITY;

INSERT INTO engagement (id, version, boundary, title, state, reason, customer_id, cause, requested_by, requested_at, taken_at, wake_at,
    stood_down_by, stood_down_at, stand_down_note, learned)
  SELECT r.id, r.version, r.boundary, c.title, r.state, r.reason, c.customer_id, '', r.requested_by, r.requested_at, r.taken_at,
    CASE WHEN r.state = 'engaged' THEN now() + interval '45 minutes' END, r.stood_down_by, r.stood_down_at, r.stand_down_note, ''
  FROM rapid_response_request r JOIN support_case c ON c.id = r.case_id AND c.boundary = r.boundary;

INSERT INTO engagement_case (boundary, engagement_id, case_id, reason, added_at, added_by, left_at, left_by, left_why)
  SELECT boundary, id, case_id, reason, requested_at, requested_by, stood_down_at, stood_down_by, CASE WHEN stood_down_at IS NULL THEN '' ELSE 'stood down' END
  FROM rapid_response_request;

INSERT INTO engagement_role (boundary, engagement_id, role, person_id, taken_at, taken_by, laid_down_at, laid_down_by)
  SELECT boundary, id, 'lead', taken_by, taken_at, taken_by, stood_down_at, stood_down_by FROM rapid_response_request WHERE taken_by IS NOT NULL;

UPDATE engagement e SET state = 'requested', taken_at = NULL, wake_at = NULL
  WHERE state = 'engaged' AND NOT EXISTS (SELECT 1 FROM engagement_role r WHERE r.engagement_id = e.id);

INSERT INTO engagement_promise (boundary, engagement_id, made_at, due_at, reminders, outcome, why)
  SELECT boundary, id, now(), now() + interval '1 hour', 0, '', 'came with the new record' FROM engagement WHERE state = 'engaged';

INSERT INTO customer_cover (boundary, customer_id, contract, hours, products, starts_at, until, ended_why)
  SELECT boundary, id, '', 'always', '{}', least(now(), cover_until - interval '1 day'), cover_until, '' FROM customer WHERE cover_until > now();

SELECT setval(pg_get_serial_sequence('engagement', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM engagement), false);

ALTER TABLE customer FORCE ROW LEVEL SECURITY;

DROP TABLE rapid_response_request;

GRANT SELECT, INSERT, UPDATE, DELETE ON business_moment TO escalations_app;

ALTER TABLE business_moment ENABLE ROW LEVEL SECURITY;

ALTER TABLE business_moment FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON business_moment TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON customer_cover TO escalations_app;

ALTER TABLE customer_cover ENABLE ROW LEVEL SECURITY;

ALTER TABLE customer_cover FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON customer_cover TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON handover TO escalations_app;

ALTER TABLE handover ENABLE ROW LEVEL SECURITY;

ALTER TABLE handover FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON handover TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON customer_cover_subscription TO escalations_app;

ALTER TABLE customer_cover_subscription ENABLE ROW LEVEL SECURITY;

ALTER TABLE customer_cover_subscription FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON customer_cover_subscription TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON engagement TO escalations_app;

ALTER TABLE engagement ENABLE ROW LEVEL SECURITY;

ALTER TABLE engagement FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON engagement TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON silent_contact TO escalations_app;

ALTER TABLE silent_contact ENABLE ROW LEVEL SECURITY;

ALTER TABLE silent_contact FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON silent_contact TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON engagement_case TO escalations_app;

ALTER TABLE engagement_case ENABLE ROW LEVEL SECURITY;

ALTER TABLE engagement_case FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON engagement_case TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON engagement_guest TO escalations_app;

ALTER TABLE engagement_guest ENABLE ROW LEVEL SECURITY;

ALTER TABLE engagement_guest FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON engagement_guest TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON engagement_promise TO escalations_app;

ALTER TABLE engagement_promise ENABLE ROW LEVEL SECURITY;

ALTER TABLE engagement_promise FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON engagement_promise TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON engagement_role TO escalations_app;

ALTER TABLE engagement_role ENABLE ROW LEVEL SECURITY;

ALTER TABLE engagement_role FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON engagement_role TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON engagement_step TO escalations_app;

ALTER TABLE engagement_step ENABLE ROW LEVEL SECURITY;

ALTER TABLE engagement_step FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON engagement_step TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON engagement_summary TO escalations_app;

ALTER TABLE engagement_summary ENABLE ROW LEVEL SECURITY;

ALTER TABLE engagement_summary FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON engagement_summary TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON handover_line TO escalations_app;

ALTER TABLE handover_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE handover_line FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON handover_line TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;

CREATE VIEW dead_end_engagement WITH (security_invoker = true) AS SELECT e.id, e.boundary, e.title,
  CASE WHEN e.state = 'requested' THEN 'nobody has taken it and no clock counts until somebody does'
       ELSE 'nobody leads it, or no update is promised' END AS why
FROM engagement e
WHERE (e.state = 'engaged' AND (
    NOT EXISTS (SELECT 1 FROM engagement_role r JOIN person p ON p.id = r.person_id
      WHERE r.engagement_id = e.id AND r.boundary = e.boundary AND r.role = 'lead' AND r.laid_down_at IS NULL AND p.disabled_at IS NULL)
    OR NOT EXISTS (SELECT 1 FROM engagement_promise q WHERE q.engagement_id = e.id AND q.boundary = e.boundary AND q.ended_at IS NULL)))
  OR (e.state = 'requested'
    AND EXISTS (SELECT 1 FROM engagement_case m JOIN support_case c ON c.id = m.case_id
      WHERE m.engagement_id = e.id AND m.left_at IS NULL AND c.closed_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM engagement_case m JOIN clock k ON k.case_id = m.case_id AND k.boundary = m.boundary
      WHERE m.engagement_id = e.id AND m.left_at IS NULL AND k.holder = 'rapid_response' AND k.state = 'running'));

GRANT SELECT ON dead_end_engagement TO escalations_app;
