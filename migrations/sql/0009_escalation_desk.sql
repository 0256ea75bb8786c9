-- The escalation desk: all states with their verbs, several cases, questions, transfers, drafts, what the gate learns from, engineering issues, trackers.
ALTER TABLE escalation NO FORCE ROW LEVEL SECURITY;

ALTER TABLE escalation ADD COLUMN evidence VARCHAR NOT NULL DEFAULT '', ADD COLUMN absent TEXT[] NOT NULL DEFAULT '{}', ADD COLUMN acknowledged_at TIMESTAMP WITH TIME ZONE, ADD COLUMN snoozed_until TIMESTAMP WITH TIME ZONE, ADD COLUMN mitigation VARCHAR NOT NULL DEFAULT '', ADD COLUMN fix_due_at TIMESTAMP WITH TIME ZONE, ADD COLUMN duplicate_of_id BIGINT, ADD COLUMN loop_closed_at TIMESTAMP WITH TIME ZONE;

UPDATE escalation SET acknowledged_at = accepted_at, absent = ARRAY(SELECT need.key FROM jsonb_each_text(answers) need WHERE need.value ~* '^\s*(unknown|not known)\y' ORDER BY need.key);

ALTER TABLE escalation ALTER COLUMN evidence DROP DEFAULT, ALTER COLUMN absent DROP DEFAULT, ALTER COLUMN mitigation DROP DEFAULT, DROP CONSTRAINT ck_escalation_state, DROP CONSTRAINT ck_escalation_closed, DROP CONSTRAINT ck_escalation_accepted, ADD CONSTRAINT ck_escalation_state CHECK (state IN ('submitted', 'transferred', 'acknowledged', 'accepted', 'mitigated', 'returned', 'duplicate', 'resolved', 'closed', 'withdrawn')), ADD CONSTRAINT ck_escalation_closed CHECK ((state IN ('submitted', 'transferred', 'acknowledged', 'accepted', 'mitigated')) = (closed_at IS NULL)), ADD CONSTRAINT ck_escalation_duplicate CHECK ((state = 'duplicate') = (duplicate_of_id IS NOT NULL)), ADD CONSTRAINT ck_escalation_not_its_own CHECK (duplicate_of_id <> id), ADD CONSTRAINT ck_escalation_loop_closed CHECK ((state = 'closed') = (loop_closed_at IS NOT NULL)), ADD CONSTRAINT ck_escalation_accepted CHECK (NOT state IN ('accepted', 'mitigated') OR accepted_at IS NOT NULL), ADD CONSTRAINT ck_escalation_in_triage_is_nobodys CHECK (NOT state IN ('submitted', 'transferred', 'acknowledged') OR accepted_by IS NULL), ADD CONSTRAINT ck_escalation_mitigated CHECK (state <> 'mitigated' OR fix_due_at IS NOT NULL), ADD CONSTRAINT ck_escalation_sleeps_while_open CHECK (snoozed_until IS NULL OR state IN ('submitted', 'transferred', 'acknowledged', 'accepted', 'mitigated')), ADD CONSTRAINT fk_escalation_duplicate_of_id_boundary FOREIGN KEY(duplicate_of_id, boundary) REFERENCES escalation (id, boundary);

DROP INDEX uq_escalation_open;

DROP INDEX ix_escalation_open_group;

DROP INDEX ix_escalation_missing_need;

CREATE UNIQUE INDEX uq_escalation_open ON escalation (case_id, product_group) WHERE state IN ('submitted', 'transferred', 'acknowledged', 'accepted', 'mitigated');

CREATE INDEX ix_escalation_open_group ON escalation (product_group, severity, id) WHERE state IN ('submitted', 'transferred', 'acknowledged', 'accepted', 'mitigated');

CREATE INDEX ix_escalation_snoozed ON escalation (snoozed_until) WHERE snoozed_until IS NOT NULL;

CREATE INDEX ix_escalation_owner ON escalation (accepted_by) WHERE state IN ('submitted', 'transferred', 'acknowledged', 'accepted', 'mitigated') AND accepted_by IS NOT NULL;

CREATE INDEX ix_escalation_learns ON escalation (product_group, boundary, id DESC) WHERE state IN ('accepted', 'mitigated', 'returned', 'duplicate', 'resolved', 'closed');

CREATE TABLE tracker (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	product_group VARCHAR NOT NULL, 
	key VARCHAR NOT NULL, 
	base_url VARCHAR NOT NULL, 
	project VARCHAR NOT NULL, 
	login VARCHAR NOT NULL, 
	token VARCHAR NOT NULL, 
	enabled BOOLEAN NOT NULL, 
	added_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_tracker PRIMARY KEY (id), 
	CONSTRAINT uq_tracker_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT uq_tracker_key UNIQUE (key), 
	CONSTRAINT ck_tracker_kind CHECK (kind IN ('github', 'azure_devops', 'jira')), 
	CONSTRAINT ck_tracker_is_complete CHECK (name <> '' AND key <> '' AND base_url <> '' AND project <> '' AND token <> '')
);

CREATE UNIQUE INDEX uq_tracker_enabled ON tracker (boundary, product_group) WHERE enabled;

CREATE TABLE engineering_issue (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	product_group VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	outcome VARCHAR NOT NULL, 
	opened_by BIGINT, 
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_engineering_issue PRIMARY KEY (id), 
	CONSTRAINT uq_engineering_issue_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT ck_engineering_issue_state CHECK (state IN ('open', 'fixed', 'declined')), 
	CONSTRAINT ck_engineering_issue_is_named CHECK (title <> ''), 
	CONSTRAINT ck_engineering_issue_ended CHECK ((state = 'open') = (ended_at IS NULL)), 
	CONSTRAINT ck_engineering_issue_says_what_became_of_it CHECK (state = 'open' OR outcome <> ''), 
	CONSTRAINT fk_engineering_issue_opened_by FOREIGN KEY(opened_by) REFERENCES person (id)
);

CREATE INDEX ix_engineering_issue_open ON engineering_issue (product_group, id) WHERE state = 'open';

CREATE TABLE tracker_delivery (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	tracker_id BIGINT NOT NULL, 
	received_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	sent_key VARCHAR NOT NULL, 
	body BYTEA NOT NULL, 
	CONSTRAINT pk_tracker_delivery PRIMARY KEY (id), 
	CONSTRAINT uq_tracker_delivery_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_tracker_delivery_tracker_id_boundary FOREIGN KEY(tracker_id, boundary) REFERENCES tracker (id, boundary), 
	CONSTRAINT uq_tracker_delivery_tracker_id_sent_key UNIQUE (tracker_id, sent_key)
);

CREATE TABLE tracker_key (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	tracker_id BIGINT NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	signing_key VARCHAR NOT NULL, 
	added_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ends_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_tracker_key PRIMARY KEY (id), 
	CONSTRAINT fk_tracker_key_tracker_id_boundary FOREIGN KEY(tracker_id, boundary) REFERENCES tracker (id, boundary), 
	CONSTRAINT ck_tracker_key_one_or_the_other CHECK ((fingerprint = '') <> (signing_key = ''))
);

CREATE INDEX ix_tracker_key_tracker ON tracker_key (tracker_id, id);

CREATE TABLE tracker_item (
	boundary TEXT NOT NULL, 
	issue_id BIGINT NOT NULL, 
	tracker_id BIGINT NOT NULL, 
	external_key VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	said VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	problem VARCHAR NOT NULL, 
	next_at TIMESTAMP WITH TIME ZONE, 
	leased_until TIMESTAMP WITH TIME ZONE, 
	synced_at TIMESTAMP WITH TIME ZONE, 
	told_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_tracker_item PRIMARY KEY (issue_id), 
	CONSTRAINT fk_tracker_item_tracker_id_boundary FOREIGN KEY(tracker_id, boundary) REFERENCES tracker (id, boundary), 
	CONSTRAINT fk_tracker_item_issue_id_boundary FOREIGN KEY(issue_id, boundary) REFERENCES engineering_issue (id, boundary)
);

CREATE INDEX ix_tracker_item_next ON tracker_item (next_at) WHERE next_at IS NOT NULL;

CREATE UNIQUE INDEX uq_tracker_item_key ON tracker_item (tracker_id, external_key) WHERE external_key <> '';

CREATE TABLE tracker_reading (
	boundary TEXT NOT NULL, 
	delivery_id BIGINT NOT NULL, 
	read_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	outcome VARCHAR NOT NULL, 
	said VARCHAR NOT NULL, 
	CONSTRAINT pk_tracker_reading PRIMARY KEY (delivery_id), 
	CONSTRAINT fk_tracker_reading_delivery_id_boundary FOREIGN KEY(delivery_id, boundary) REFERENCES tracker_delivery (id, boundary), 
	CONSTRAINT ck_tracker_reading_outcome CHECK (outcome IN ('applied', 'unchanged', 'kept', 'shelved'))
);

CREATE TABLE escalation_draft (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	author_id BIGINT NOT NULL, 
	product_group VARCHAR NOT NULL, 
	typed JSONB NOT NULL, 
	saved_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_escalation_draft PRIMARY KEY (id), 
	CONSTRAINT fk_escalation_draft_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT uq_escalation_draft_case_id_author_id UNIQUE (case_id, author_id), 
	CONSTRAINT fk_escalation_draft_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE engineering_issue_link (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	issue_id BIGINT NOT NULL, 
	escalation_id BIGINT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	removed_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_engineering_issue_link PRIMARY KEY (id), 
	CONSTRAINT fk_engineering_issue_link_issue_id_boundary FOREIGN KEY(issue_id, boundary) REFERENCES engineering_issue (id, boundary), 
	CONSTRAINT fk_engineering_issue_link_escalation_id_boundary FOREIGN KEY(escalation_id, boundary) REFERENCES escalation (id, boundary), 
	CONSTRAINT fk_engineering_issue_link_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_engineering_issue_link_issue ON engineering_issue_link (issue_id, escalation_id) WHERE removed_at IS NULL;

CREATE UNIQUE INDEX uq_engineering_issue_link ON engineering_issue_link (escalation_id) WHERE removed_at IS NULL;

CREATE TABLE escalation_case (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	escalation_id BIGINT NOT NULL, 
	case_id BIGINT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	removed_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_escalation_case PRIMARY KEY (id), 
	CONSTRAINT fk_escalation_case_escalation_id_boundary FOREIGN KEY(escalation_id, boundary) REFERENCES escalation (id, boundary), 
	CONSTRAINT fk_escalation_case_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_escalation_case_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_escalation_case_case ON escalation_case (case_id, escalation_id) WHERE removed_at IS NULL;

CREATE UNIQUE INDEX uq_escalation_case ON escalation_case (escalation_id, case_id) WHERE removed_at IS NULL;

CREATE TABLE escalation_question (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	escalation_id BIGINT NOT NULL, 
	body VARCHAR NOT NULL, 
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	asked_by BIGINT, 
	asked_name VARCHAR NOT NULL, 
	answer VARCHAR NOT NULL, 
	answered_name VARCHAR NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_escalation_question PRIMARY KEY (id), 
	CONSTRAINT fk_escalation_question_escalation_id_boundary FOREIGN KEY(escalation_id, boundary) REFERENCES escalation (id, boundary), 
	CONSTRAINT ck_escalation_question_asks_something CHECK (body <> ''), 
	CONSTRAINT ck_escalation_question_answered CHECK (answer = '' OR ended_at IS NOT NULL), 
	CONSTRAINT fk_escalation_question_asked_by FOREIGN KEY(asked_by) REFERENCES person (id)
);

CREATE INDEX ix_escalation_question_escalation ON escalation_question (escalation_id, id);

CREATE UNIQUE INDEX uq_escalation_question_open ON escalation_question (escalation_id) WHERE ended_at IS NULL;

CREATE TABLE escalation_transfer (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	escalation_id BIGINT NOT NULL, 
	was VARCHAR NOT NULL, 
	became VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	CONSTRAINT pk_escalation_transfer PRIMARY KEY (id), 
	CONSTRAINT fk_escalation_transfer_escalation_id_boundary FOREIGN KEY(escalation_id, boundary) REFERENCES escalation (id, boundary), 
	CONSTRAINT ck_escalation_transfer_goes_somewhere CHECK (was <> became AND reason <> ''), 
	CONSTRAINT fk_escalation_transfer_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_escalation_transfer_escalation ON escalation_transfer (escalation_id, id);

INSERT INTO escalation_case (boundary, escalation_id, case_id, at, author_id, author_name) SELECT e.boundary, e.id, e.case_id, e.opened_at, e.opened_by, coalesce(p.name, 'Escalations') FROM escalation e LEFT JOIN person p ON p.id = e.opened_by ORDER BY e.id;

ALTER TABLE escalation FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE, DELETE ON tracker TO escalations_app;

ALTER TABLE tracker ENABLE ROW LEVEL SECURITY;

ALTER TABLE tracker FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON tracker TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON engineering_issue TO escalations_app;

ALTER TABLE engineering_issue ENABLE ROW LEVEL SECURITY;

ALTER TABLE engineering_issue FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON engineering_issue TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON tracker_delivery TO escalations_app;

ALTER TABLE tracker_delivery ENABLE ROW LEVEL SECURITY;

ALTER TABLE tracker_delivery FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON tracker_delivery TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON tracker_key TO escalations_app;

ALTER TABLE tracker_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE tracker_key FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON tracker_key TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON tracker_item TO escalations_app;

ALTER TABLE tracker_item ENABLE ROW LEVEL SECURITY;

ALTER TABLE tracker_item FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON tracker_item TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON tracker_reading TO escalations_app;

ALTER TABLE tracker_reading ENABLE ROW LEVEL SECURITY;

ALTER TABLE tracker_reading FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON tracker_reading TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON escalation_draft TO escalations_app;

ALTER TABLE escalation_draft ENABLE ROW LEVEL SECURITY;

ALTER TABLE escalation_draft FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON escalation_draft TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON engineering_issue_link TO escalations_app;

ALTER TABLE engineering_issue_link ENABLE ROW LEVEL SECURITY;

ALTER TABLE engineering_issue_link FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON engineering_issue_link TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON escalation_case TO escalations_app;

ALTER TABLE escalation_case ENABLE ROW LEVEL SECURITY;

ALTER TABLE escalation_case FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON escalation_case TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON escalation_question TO escalations_app;

ALTER TABLE escalation_question ENABLE ROW LEVEL SECURITY;

ALTER TABLE escalation_question FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON escalation_question TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON escalation_transfer TO escalations_app;

ALTER TABLE escalation_transfer ENABLE ROW LEVEL SECURITY;

ALTER TABLE escalation_transfer FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON escalation_transfer TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

CREATE VIEW dead_end_escalation WITH (security_invoker = true) AS SELECT e.id, e.boundary, e.case_id, e.product_group, e.state,
  CASE WHEN p.disabled_at IS NOT NULL THEN 'its owner is disabled'
       WHEN e.state IN ('accepted', 'mitigated') AND e.accepted_by IS NULL THEN 'nobody of the group has it'
       ELSE 'nothing will wake it up: no running clock, no open question' END AS why
FROM escalation e JOIN support_case c ON c.id = e.case_id AND c.boundary = e.boundary LEFT JOIN person p ON p.id = e.accepted_by
WHERE e.closed_at IS NULL AND c.closed_at IS NULL
  AND (p.disabled_at IS NOT NULL
    OR (e.state IN ('accepted', 'mitigated') AND e.accepted_by IS NULL)
    OR NOT (EXISTS (SELECT 1 FROM clock k WHERE k.escalation_id = e.id AND k.boundary = e.boundary AND k.state = 'running' AND k.wake_at IS NOT NULL)
      OR EXISTS (SELECT 1 FROM escalation_question q WHERE q.escalation_id = e.id AND q.boundary = e.boundary AND q.ended_at IS NULL)));

GRANT SELECT ON dead_end_escalation TO escalations_app;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
