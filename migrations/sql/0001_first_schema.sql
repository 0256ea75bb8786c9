CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE EXTENSION IF NOT EXISTS btree_gist;

SET check_function_bodies = off;

CREATE TABLE customer (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	name VARCHAR NOT NULL, 
	industry VARCHAR NOT NULL, 
	plan VARCHAR NOT NULL, 
	cover_until TIMESTAMP WITH TIME ZONE, 
	handling_notes VARCHAR NOT NULL, 
	CONSTRAINT pk_customer PRIMARY KEY (id), 
	CONSTRAINT uq_customer_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT uq_customer_boundary_name UNIQUE (boundary, name), 
	CONSTRAINT ck_customer_plan CHECK (plan IN ('developer', 'standard', 'prodirect', 'unified')), 
	CONSTRAINT ck_customer_real_boundary CHECK (boundary <> 'everywhere'), 
	CONSTRAINT ck_customer_has_name CHECK (name <> '')
);

CREATE INDEX ix_customer_cover ON customer (cover_until) WHERE cover_until IS NOT NULL;

CREATE INDEX ix_customer_name ON customer (name, id);

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

CREATE INDEX ix_event_action ON event (action, id);

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

CREATE TABLE search_document (
	kind TEXT NOT NULL, 
	object_id BIGINT NOT NULL, 
	boundary TEXT NOT NULL, 
	title TEXT NOT NULL, 
	body TEXT NOT NULL, 
	codes TEXT[] NOT NULL, 
	marks TEXT[] NOT NULL, 
	family TEXT NOT NULL, 
	tags TEXT[] NOT NULL, 
	size INTEGER GENERATED ALWAYS AS (length(body)) STORED, 
	tsv TSVECTOR GENERATED ALWAYS AS (setweight(to_tsvector('english'::regconfig, translate(title, './_-:@\', '       ')), 'A') || setweight(to_tsvector('english'::regconfig, translate(body, './_-:@\', '       ')), 'C') || array_to_tsvector(codes || marks)) STORED, 
	CONSTRAINT pk_search_document PRIMARY KEY (kind, object_id)
);

CREATE INDEX ix_search_document_boundary ON search_document (boundary, kind);

CREATE INDEX ix_search_document_title ON search_document USING gin (title gin_trgm_ops);

CREATE INDEX ix_search_document_tsv ON search_document USING gin (tsv) WITH (fastupdate = off);

CREATE TABLE search_term (
	boundary TEXT NOT NULL, 
	term TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	documents INTEGER NOT NULL, 
	counted_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_search_term PRIMARY KEY (boundary, term, kind)
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

CREATE TABLE contact (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	customer_id BIGINT NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	time_zone VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	left_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_contact PRIMARY KEY (id), 
	CONSTRAINT uq_contact_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_contact_customer_id_boundary FOREIGN KEY(customer_id, boundary) REFERENCES customer (id, boundary), 
	CONSTRAINT uq_contact_customer_id_email UNIQUE (customer_id, email), 
	CONSTRAINT ck_contact_email_lower CHECK (email = lower(email))
);

CREATE TABLE incident (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	title VARCHAR NOT NULL, 
	summary VARCHAR NOT NULL, 
	severity VARCHAR NOT NULL, 
	families TEXT[] NOT NULL, 
	products TEXT[] NOT NULL, 
	regions TEXT[] NOT NULL, 
	state VARCHAR NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	declared_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	declared_by BIGINT, 
	mitigated_at TIMESTAMP WITH TIME ZONE, 
	resolved_at TIMESTAMP WITH TIME ZONE, 
	root_cause VARCHAR NOT NULL, 
	CONSTRAINT pk_incident PRIMARY KEY (id), 
	CONSTRAINT uq_incident_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT uq_incident_boundary_title_started_at UNIQUE (boundary, title, started_at), 
	CONSTRAINT ck_incident_severity CHECK (severity IN ('A', 'B', 'C')), 
	CONSTRAINT ck_incident_state CHECK (state IN ('active', 'mitigated', 'resolved')), 
	CONSTRAINT ck_incident_real_boundary CHECK (boundary <> 'everywhere'), 
	CONSTRAINT ck_incident_is_told CHECK (title <> '' AND summary <> ''), 
	CONSTRAINT ck_incident_names_what_is_broken CHECK (cardinality(families) + cardinality(products) > 0), 
	CONSTRAINT ck_incident_declared_after_started CHECK (declared_at >= started_at), 
	CONSTRAINT ck_incident_mitigated_after_started CHECK (mitigated_at >= started_at), 
	CONSTRAINT ck_incident_resolved_after_mitigated CHECK (resolved_at >= mitigated_at), 
	CONSTRAINT ck_incident_mitigated_has_its_time CHECK ((state = 'active') = (mitigated_at IS NULL)), 
	CONSTRAINT ck_incident_resolved_has_its_time CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)), 
	CONSTRAINT ck_incident_resolved_has_its_cause CHECK (state <> 'resolved' OR root_cause <> ''), 
	CONSTRAINT fk_incident_declared_by FOREIGN KEY(declared_by) REFERENCES person (id)
);

CREATE INDEX ix_incident_resolved ON incident (resolved_at, id) WHERE state = 'resolved';

CREATE INDEX ix_incident_unresolved ON incident (started_at, id) WHERE state <> 'resolved';

CREATE TABLE known_issue (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	title VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	family VARCHAR NOT NULL, 
	products TEXT[] NOT NULL, 
	error_codes TEXT[] NOT NULL, 
	confidence VARCHAR NOT NULL, 
	audience VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	fix_eta DATE, 
	fixed_in VARCHAR, 
	source_path VARCHAR, 
	source_hash VARCHAR, 
	owner_id BIGINT, 
	created_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_known_issue PRIMARY KEY (id), 
	CONSTRAINT uq_known_issue_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT uq_known_issue_boundary_source_path UNIQUE (boundary, source_path), 
	CONSTRAINT ck_known_issue_confidence CHECK (confidence IN ('work_in_progress', 'not_validated', 'validated', 'archived')), 
	CONSTRAINT ck_known_issue_audience CHECK (audience IN ('internal', 'customer')), 
	CONSTRAINT ck_known_issue_state CHECK (state IN ('investigating', 'workaround', 'fix_in_progress', 'fixed')), 
	CONSTRAINT ck_known_issue_is_told CHECK (title <> '' AND body <> ''), 
	CONSTRAINT fk_known_issue_owner_id FOREIGN KEY(owner_id) REFERENCES person (id)
);

CREATE INDEX ix_known_issue_changed ON known_issue (changed_at, id);

CREATE INDEX ix_known_issue_family ON known_issue (family, changed_at, id);

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

CREATE TABLE subscription (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	customer_id BIGINT NOT NULL, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	regions TEXT[] NOT NULL, 
	services TEXT[] NOT NULL, 
	CONSTRAINT pk_subscription PRIMARY KEY (id), 
	CONSTRAINT uq_subscription_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_subscription_customer_id_boundary FOREIGN KEY(customer_id, boundary) REFERENCES customer (id, boundary), 
	CONSTRAINT uq_subscription_boundary_code UNIQUE (boundary, code)
);

CREATE INDEX ix_subscription_customer ON subscription (customer_id);

CREATE INDEX ix_subscription_regions ON subscription USING gin (regions);

CREATE TABLE incident_update (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	incident_id BIGINT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	text VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	CONSTRAINT pk_incident_update PRIMARY KEY (id), 
	CONSTRAINT fk_incident_update_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary), 
	CONSTRAINT ck_incident_update_state CHECK (state IN ('active', 'mitigated', 'resolved')), 
	CONSTRAINT ck_incident_update_says_something CHECK (text <> ''), 
	CONSTRAINT fk_incident_update_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_incident_update_incident ON incident_update (incident_id, id);

CREATE TABLE support_case (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	title VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	customer_id BIGINT NOT NULL, 
	contact_id BIGINT, 
	subscription_id BIGINT, 
	family VARCHAR NOT NULL, 
	product VARCHAR, 
	region VARCHAR, 
	resources TEXT[] NOT NULL, 
	error_codes TEXT[] NOT NULL, 
	language VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	external_key VARCHAR, 
	claimed VARCHAR NOT NULL, 
	severity VARCHAR NOT NULL, 
	turn VARCHAR NOT NULL, 
	queue VARCHAR NOT NULL, 
	owner_id BIGINT, 
	problem_started_at TIMESTAMP WITH TIME ZONE, 
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	opened_by BIGINT, 
	assigned_at TIMESTAMP WITH TIME ZONE, 
	first_answered_at TIMESTAMP WITH TIME ZONE, 
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	due_at TIMESTAMP WITH TIME ZONE, 
	due_kind VARCHAR, 
	snoozed_until TIMESTAMP WITH TIME ZONE, 
	closed_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_support_case PRIMARY KEY (id), 
	CONSTRAINT uq_support_case_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_support_case_customer_id_boundary FOREIGN KEY(customer_id, boundary) REFERENCES customer (id, boundary), 
	CONSTRAINT fk_support_case_contact_id_boundary FOREIGN KEY(contact_id, boundary) REFERENCES contact (id, boundary), 
	CONSTRAINT fk_support_case_subscription_id_boundary FOREIGN KEY(subscription_id, boundary) REFERENCES subscription (id, boundary), 
	CONSTRAINT uq_support_case_boundary_external_key UNIQUE (boundary, external_key), 
	CONSTRAINT ck_support_case_severity CHECK (severity IN ('A', 'B', 'C')), 
	CONSTRAINT ck_support_case_claimed CHECK (claimed IN ('A', 'B', 'C')), 
	CONSTRAINT ck_support_case_turn CHECK (turn IN ('us', 'customer', 'product_group', 'third_party', 'close_the_loop')), 
	CONSTRAINT ck_support_case_real_boundary CHECK (boundary <> 'everywhere'), 
	CONSTRAINT ck_support_case_has_queue CHECK (queue <> ''), 
	CONSTRAINT ck_support_case_closed_after_opened CHECK (closed_at IS NULL OR closed_at >= opened_at), 
	CONSTRAINT fk_support_case_owner_id FOREIGN KEY(owner_id) REFERENCES person (id), 
	CONSTRAINT fk_support_case_opened_by FOREIGN KEY(opened_by) REFERENCES person (id)
);

CREATE INDEX ix_case_customer ON support_case (customer_id, (closed_at IS NOT NULL), id DESC);

CREATE INDEX ix_case_open_customer ON support_case (customer_id) WHERE closed_at IS NULL;

CREATE INDEX ix_case_open_due ON support_case (severity, due_at, id) WHERE closed_at IS NULL;

CREATE INDEX ix_case_open_family ON support_case (family, region, id) WHERE closed_at IS NULL;

CREATE INDEX ix_case_open_owner ON support_case (owner_id, due_at, id) WHERE closed_at IS NULL;

CREATE INDEX ix_case_open_queue ON support_case (queue, severity, due_at, id) WHERE closed_at IS NULL;

CREATE INDEX ix_case_opened ON support_case (opened_at, id);

CREATE INDEX ix_case_snoozed ON support_case (snoozed_until) WHERE snoozed_until IS NOT NULL;

CREATE TABLE attachment (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	name VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	CONSTRAINT pk_attachment PRIMARY KEY (id), 
	CONSTRAINT uq_attachment_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_attachment_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_attachment_size CHECK (size >= 0), 
	CONSTRAINT fk_attachment_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_attachment_case ON attachment (case_id, id);

CREATE TABLE case_closure (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	resolution VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	CONSTRAINT pk_case_closure PRIMARY KEY (case_id), 
	CONSTRAINT fk_case_closure_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_case_closure_resolution CHECK (resolution IN ('fixed', 'workaround', 'known_issue', 'incident', 'customer_config', 'by_design', 'no_response', 'duplicate')), 
	CONSTRAINT fk_case_closure_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE case_entry (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	contact_id BIGINT, 
	gate_reason VARCHAR, 
	external_key VARCHAR, 
	CONSTRAINT pk_case_entry PRIMARY KEY (id), 
	CONSTRAINT uq_case_entry_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_case_entry_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_case_entry_contact_id_boundary FOREIGN KEY(contact_id, boundary) REFERENCES contact (id, boundary), 
	CONSTRAINT ck_case_entry_kind CHECK (kind IN ('customer', 'reply', 'note')), 
	CONSTRAINT ck_case_entry_has_author CHECK (kind = 'customer' OR author_id IS NOT NULL OR author_name <> ''), 
	CONSTRAINT uq_case_entry_case_id_external_key UNIQUE (case_id, external_key), 
	CONSTRAINT fk_case_entry_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_case_entry_case ON case_entry (case_id, id);

CREATE TABLE case_incident_link (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	incident_id BIGINT NOT NULL, 
	state VARCHAR NOT NULL, 
	method VARCHAR NOT NULL, 
	score INTEGER NOT NULL, 
	evidence JSONB NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	reason VARCHAR NOT NULL, 
	CONSTRAINT pk_case_incident_link PRIMARY KEY (id), 
	CONSTRAINT fk_case_incident_link_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_case_incident_link_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary), 
	CONSTRAINT ck_case_incident_link_state CHECK (state IN ('suggested', 'confirmed', 'rejected', 'ended')), 
	CONSTRAINT ck_case_incident_link_method CHECK (method IN ('manual', 'rule', 'text')), 
	CONSTRAINT ck_case_incident_link_score CHECK (score BETWEEN 0 AND 100), 
	CONSTRAINT ck_case_incident_link_ended_has_its_time CHECK ((state = 'ended') = (ended_at IS NOT NULL)), 
	CONSTRAINT ck_case_incident_link_ended_has_its_reason CHECK (state <> 'ended' OR reason <> ''), 
	CONSTRAINT fk_case_incident_link_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_case_incident_link_case ON case_incident_link (case_id, incident_id, id);

CREATE INDEX ix_case_incident_link_incident ON case_incident_link (incident_id, state, case_id);

CREATE UNIQUE INDEX uq_case_incident_link_present ON case_incident_link (case_id, incident_id) WHERE state <> 'ended';

CREATE TABLE case_known_issue (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	article_id BIGINT NOT NULL, 
	article_boundary VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	by_id BIGINT, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_case_known_issue PRIMARY KEY (case_id, article_id), 
	CONSTRAINT fk_case_known_issue_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_case_known_issue_article_id_article_boundary FOREIGN KEY(article_id, article_boundary) REFERENCES known_issue (id, boundary), 
	CONSTRAINT ck_case_known_issue_article_boundary CHECK (article_boundary IN ('everywhere', boundary)), 
	CONSTRAINT ck_case_known_issue_kind CHECK (kind IN ('resolved_by', 'referenced', 'not_helpful')), 
	CONSTRAINT fk_case_known_issue_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_case_known_issue_article ON case_known_issue (article_id, kind);

CREATE TABLE case_link (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	other_id BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	CONSTRAINT pk_case_link PRIMARY KEY (id), 
	CONSTRAINT fk_case_link_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_case_link_other_id_boundary FOREIGN KEY(other_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_case_link_kind CHECK (kind IN ('parent', 'duplicate', 'related')), 
	CONSTRAINT uq_case_link_case_id_other_id_kind UNIQUE (case_id, other_id, kind), 
	CONSTRAINT ck_case_link_two_cases CHECK (case_id <> other_id), 
	CONSTRAINT fk_case_link_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_case_link_other ON case_link (other_id);

CREATE TABLE case_wait (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	on_whom VARCHAR NOT NULL, 
	question VARCHAR NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	until TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	CONSTRAINT pk_case_wait PRIMARY KEY (case_id), 
	CONSTRAINT fk_case_wait_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_case_wait_on_whom CHECK (on_whom IN ('customer', 'product_group', 'third_party')), 
	CONSTRAINT fk_case_wait_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE escalation (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	product_group VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	severity VARCHAR NOT NULL, 
	asked VARCHAR NOT NULL, 
	business_impact VARCHAR NOT NULL, 
	tried VARCHAR NOT NULL, 
	environment VARCHAR NOT NULL, 
	answers JSONB NOT NULL, 
	state VARCHAR NOT NULL, 
	opened_by BIGINT, 
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	accepted_by BIGINT, 
	accepted_at TIMESTAMP WITH TIME ZONE, 
	return_code VARCHAR, 
	missing_need VARCHAR, 
	closing_note VARCHAR NOT NULL, 
	closed_by BIGINT, 
	closed_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_escalation PRIMARY KEY (id), 
	CONSTRAINT uq_escalation_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_escalation_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_escalation_reason CHECK (reason IN ('technical_expertise', 'defect_suspected', 'business_impact', 'resolution_time')), 
	CONSTRAINT ck_escalation_severity CHECK (severity IN ('A', 'B', 'C')), 
	CONSTRAINT ck_escalation_state CHECK (state IN ('submitted', 'accepted', 'returned', 'resolved', 'withdrawn')), 
	CONSTRAINT ck_escalation_return_code CHECK (return_code IN ('missing_info', 'wrong_group', 'by_design', 'duplicate', 'known_issue', 'needs_repro')), 
	CONSTRAINT ck_escalation_closed CHECK ((state IN ('submitted', 'accepted')) = (closed_at IS NULL)), 
	CONSTRAINT ck_escalation_returned CHECK ((state = 'returned') = (return_code IS NOT NULL)), 
	CONSTRAINT ck_escalation_accepted CHECK (state <> 'accepted' OR accepted_at IS NOT NULL), 
	CONSTRAINT ck_escalation_missing_need CHECK (missing_need IS NULL OR return_code = 'missing_info'), 
	CONSTRAINT ck_escalation_says_why CHECK (closed_at IS NULL OR closing_note <> ''), 
	CONSTRAINT fk_escalation_opened_by FOREIGN KEY(opened_by) REFERENCES person (id), 
	CONSTRAINT fk_escalation_accepted_by FOREIGN KEY(accepted_by) REFERENCES person (id), 
	CONSTRAINT fk_escalation_closed_by FOREIGN KEY(closed_by) REFERENCES person (id)
);

CREATE INDEX ix_escalation_case ON escalation (case_id, id);

CREATE INDEX ix_escalation_closed ON escalation (closed_at, id) WHERE closed_at IS NOT NULL;

CREATE INDEX ix_escalation_missing_need ON escalation (product_group, closed_at) WHERE missing_need IS NOT NULL;

CREATE INDEX ix_escalation_open_group ON escalation (product_group, severity, id) WHERE state IN ('submitted', 'accepted');

CREATE INDEX ix_escalation_opened_by ON escalation (opened_by, id);

CREATE UNIQUE INDEX uq_escalation_open ON escalation (case_id, product_group) WHERE state IN ('submitted', 'accepted');

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

CREATE TABLE routing_decision (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	rule_set VARCHAR NOT NULL, 
	rule VARCHAR NOT NULL, 
	queue VARCHAR NOT NULL, 
	assignee_id BIGINT, 
	reasons TEXT[] NOT NULL, 
	record JSONB NOT NULL, 
	CONSTRAINT pk_routing_decision PRIMARY KEY (id), 
	CONSTRAINT uq_routing_decision_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_routing_decision_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_routing_decision_assignee_id FOREIGN KEY(assignee_id) REFERENCES person (id)
);

CREATE INDEX ix_routing_decision_case ON routing_decision (case_id, id);

CREATE TABLE severity_change (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	was VARCHAR NOT NULL, 
	became VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	CONSTRAINT pk_severity_change PRIMARY KEY (id), 
	CONSTRAINT fk_severity_change_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_severity_change_kind CHECK (kind IN ('claimed', 'assessed')), 
	CONSTRAINT fk_severity_change_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_severity_change_case ON severity_change (case_id, id);

CREATE TABLE attachment_content (
	boundary TEXT NOT NULL, 
	attachment_id BIGINT NOT NULL, 
	content BYTEA NOT NULL, 
	CONSTRAINT pk_attachment_content PRIMARY KEY (attachment_id), 
	CONSTRAINT fk_attachment_content_attachment_id_boundary FOREIGN KEY(attachment_id, boundary) REFERENCES attachment (id, boundary) ON DELETE CASCADE
);

CREATE TABLE clock (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	escalation_id BIGINT, 
	holder TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	state TEXT NOT NULL, 
	why VARCHAR NOT NULL, 
	policy_version VARCHAR NOT NULL, 
	calendar VARCHAR NOT NULL, 
	target_minutes INTEGER NOT NULL, 
	due_at TIMESTAMP WITH TIME ZONE, 
	warn_at TIMESTAMP WITH TIME ZONE, 
	wake_at TIMESTAMP WITH TIME ZONE, 
	breached_at TIMESTAMP WITH TIME ZONE, 
	satisfied_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_clock PRIMARY KEY (id), 
	CONSTRAINT uq_clock_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_clock_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_clock_escalation_id_boundary FOREIGN KEY(escalation_id, boundary) REFERENCES escalation (id, boundary), 
	CONSTRAINT ck_clock_kind CHECK (kind IN ('first_response', 'next_update', 'resolution', 'follow_up', 'promise', 'acknowledge', 'answer')), 
	CONSTRAINT ck_clock_holder CHECK (holder IN ('support', 'rapid_response', 'product_group')), 
	CONSTRAINT ck_clock_state CHECK (state IN ('running', 'paused', 'satisfied', 'cancelled')), 
	CONSTRAINT ck_clock_escalation CHECK (holder <> 'product_group' OR escalation_id IS NOT NULL), 
	CONSTRAINT ck_clock_wakes_while_running CHECK ((state = 'running') = (wake_at IS NOT NULL)), 
	CONSTRAINT ck_clock_due CHECK (CASE state WHEN 'running' THEN due_at IS NOT NULL WHEN 'paused' THEN due_at IS NULL ELSE true END), 
	CONSTRAINT ck_clock_satisfied CHECK ((state = 'satisfied') = (satisfied_at IS NOT NULL))
);

CREATE INDEX ix_clock_case_id ON clock (case_id);

CREATE INDEX ix_clock_escalation_id ON clock (escalation_id) WHERE escalation_id IS NOT NULL;

CREATE INDEX ix_clock_open_calendar ON clock (calendar, id) WHERE state IN ('running', 'paused');

CREATE INDEX ix_clock_wake_at ON clock (wake_at) WHERE state = 'running';

CREATE UNIQUE INDEX uq_clock_open ON clock (case_id, holder, kind, escalation_id) NULLS NOT DISTINCT WHERE state IN ('running', 'paused') AND kind <> 'promise';

CREATE TABLE escalation_comment (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	escalation_id BIGINT NOT NULL, 
	body VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	author_name VARCHAR NOT NULL, 
	CONSTRAINT pk_escalation_comment PRIMARY KEY (id), 
	CONSTRAINT fk_escalation_comment_escalation_id_boundary FOREIGN KEY(escalation_id, boundary) REFERENCES escalation (id, boundary), 
	CONSTRAINT ck_escalation_comment_says_something CHECK (body <> ''), 
	CONSTRAINT fk_escalation_comment_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_escalation_comment_escalation ON escalation_comment (escalation_id, id);

CREATE TABLE outgoing_mail (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	entry_id BIGINT NOT NULL, 
	to_address VARCHAR NOT NULL, 
	subject_line VARCHAR NOT NULL, 
	message_id VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	queued_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	sent_at TIMESTAMP WITH TIME ZONE, 
	attempts INTEGER NOT NULL, 
	last_error VARCHAR, 
	CONSTRAINT pk_outgoing_mail PRIMARY KEY (id), 
	CONSTRAINT fk_outgoing_mail_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_outgoing_mail_entry_id_boundary FOREIGN KEY(entry_id, boundary) REFERENCES case_entry (id, boundary), 
	CONSTRAINT uq_outgoing_mail_entry_id UNIQUE (entry_id), 
	CONSTRAINT uq_outgoing_mail_message_id UNIQUE (message_id), 
	CONSTRAINT ck_outgoing_mail_state CHECK (state IN ('waiting', 'sent', 'held')), 
	CONSTRAINT ck_outgoing_mail_sent_at CHECK ((state = 'sent') = (sent_at IS NOT NULL)), 
	CONSTRAINT ck_outgoing_mail_has_recipient CHECK (state = 'held' OR to_address <> '')
);

CREATE INDEX ix_outgoing_mail_case ON outgoing_mail (case_id, id);

CREATE INDEX ix_outgoing_mail_open ON outgoing_mail (state, queued_at) WHERE state <> 'sent';

CREATE TABLE clock_event (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	clock_id BIGINT NOT NULL, 
	what TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	recorded_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	round INTEGER NOT NULL, 
	why VARCHAR NOT NULL, 
	minutes INTEGER, 
	calendar VARCHAR NOT NULL, 
	policy VARCHAR NOT NULL, 
	due_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_clock_event PRIMARY KEY (id), 
	CONSTRAINT fk_clock_event_clock_id_boundary FOREIGN KEY(clock_id, boundary) REFERENCES clock (id, boundary), 
	CONSTRAINT ck_clock_event_what CHECK (what IN ('started', 'paused', 'resumed', 'satisfied', 'warned', 'breached', 'retargeted', 'carried_over', 'rescheduled', 'cancelled', 'merged'))
);

CREATE INDEX ix_clock_event_clock_id ON clock_event (clock_id, id);

CREATE UNIQUE INDEX uq_clock_event_told ON clock_event (clock_id, round, what) WHERE what IN ('warned', 'breached');

CREATE FUNCTION app_boundaries() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT CASE
    WHEN coalesce(current_setting('app.person_id', true), '') <> '' THEN
      (SELECT coalesce(array_agg(c.boundary::text), '{}') || '{everywhere}' FROM clearance c JOIN person p ON p.id = c.person_id
        WHERE c.person_id = nullif(current_setting('app.person_id', true), '')::bigint AND p.disabled_at IS NULL
          AND c.granted_at <= now() AND c.expires_at > now() AND (c.revoked_at IS NULL OR c.revoked_at > now()))
    WHEN coalesce(current_setting('app.boundaries', true), '') <> '' THEN
      string_to_array(current_setting('app.boundaries'), ',') || '{everywhere}'
    ELSE '{}'::text[] END
$$;

-- Finds documents of the caller's own boundaries by the indexes, which row-level security alone would forbid: their operators
-- are not leakproof. Few candidates first, then BM25 over those. A word may hold alternatives: "vm|virtual machine", "kub|kub*".
-- The plan is generic because every index condition is a value found at run time: a plan of its own each time costs 2 ms more.
CREATE FUNCTION search_documents(
  typed text, head text, starts text, refused text, words text[], codes text[], kinds text[], within text[],
  only_family text, likely_family text, at_most integer, highlight boolean
) RETURNS TABLE (kind text, object_id bigint, boundary text, family text, title text, excerpt text, words_found integer[],
  codes_found text[], score double precision, share double precision)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
WITH sight AS MATERIALIZED (
  SELECT ARRAY(SELECT b FROM unnest(app_boundaries()) b WHERE within IS NULL OR b = ANY (within)) AS boundaries,
    (SELECT string_agg(quote_literal('kind:' || k), ' | ')::tsquery FROM unnest(kinds) k) AS kinds_q
), spoken AS MATERIALIZED (
  SELECT n, alternative LIKE '%*' AS is_start, lexemes, quote_literal('title:' || rtrim(alternative, '*')) || ':*' AS start,
    phraseto_tsquery('english', alternative) AS phrase
  FROM unnest(words) WITH ORDINALITY AS w(word, n), unnest(string_to_array(word, '|')) AS alternative,
    tsvector_to_array(to_tsvector('english', alternative)) AS lexemes
), counted AS MATERIALIZED (
  SELECT t.term, sum(t.documents) AS documents FROM search_term t, sight
  WHERE t.boundary = ANY (sight.boundaries) AND t.kind = ANY (kinds)
    AND t.term = ANY (ARRAY(SELECT unnest(lexemes) FROM spoken) || codes || ARRAY['']) GROUP BY t.term
), total AS MATERIALIZED (
  SELECT coalesce((SELECT documents FROM counted WHERE term = ''), (SELECT count(*) FROM (
    SELECT FROM search_document d, sight
    WHERE d.tsv @@ sight.kinds_q AND d.boundary = ANY (sight.boundaries) LIMIT 5000) few))::float AS documents
), asked AS (
  SELECT DISTINCT ON (q::text) * FROM (SELECT n, false AS is_code, '' AS code,
    string_agg(CASE WHEN is_start THEN start ELSE '(' || phrase::text || ')' END, ' | ')::tsquery AS q,
    string_agg(CASE WHEN is_start THEN start
      ELSE (SELECT '(' || string_agg(quote_literal('title:' || l), ' & ') || ')' FROM unnest(lexemes) l) END, ' | ')::tsquery AS title_q,
    sum((SELECT min(coalesce(c.documents, 0)) FROM unnest(lexemes) l LEFT JOIN counted c ON c.term = l)) AS documents
  FROM spoken WHERE is_start OR numnode(phrase) > 0 GROUP BY n) once
  UNION ALL
  SELECT -n, true, code, quote_literal(code)::tsquery, NULL, (SELECT documents FROM counted WHERE term = code)
  FROM unnest(codes) WITH ORDINALITY AS c(code, n)
), terms AS MATERIALIZED (
  SELECT n, is_code, code, q, title_q, known.documents,
    ln(1 + (greatest(total.documents, known.documents) - known.documents + 0.5) / (known.documents + 0.5)) AS idf,
    sum(known.documents) OVER (ORDER BY known.documents, n) AS so_far, row_number() OVER (ORDER BY known.documents, n) AS rank
  FROM asked, total, LATERAL (SELECT coalesce(nullif(asked.documents, 0), (SELECT count(*) FROM (
    SELECT FROM search_document d, sight
    WHERE d.tsv @@ (sight.kinds_q && asked.q) AND d.boundary = ANY (sight.boundaries) LIMIT 500) few))::float AS documents OFFSET 0) known
), strict AS MATERIALIZED (
  SELECT whole.q, whole.q && (SELECT string_agg('(' || title_q::text || ')', ' & ')::tsquery FROM terms WHERE NOT is_code) AS title_q
  FROM (
    SELECT CASE WHEN starts = '' THEN by_words
      ELSE by_words || (websearch_to_tsquery('english', head) && (quote_literal('title:' || starts) || ':*')::tsquery) END AS q
    FROM websearch_to_tsquery('english', typed) by_words) whole WHERE numnode(whole.q) > 0
), named AS MATERIALIZED (
  SELECT m.kind, m.object_id FROM (
    SELECT d.kind, d.object_id FROM search_document d, strict, sight
    WHERE d.tsv @@ (sight.kinds_q && strict.title_q) AND d.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR d.family = only_family)
    LIMIT 20000) m ORDER BY m.object_id DESC LIMIT 100
), mentioned AS MATERIALIZED (
  SELECT m.kind, m.object_id FROM (
    SELECT d.kind, d.object_id FROM search_document d, strict, sight
    WHERE d.tsv @@ (sight.kinds_q && strict.q) AND d.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR d.family = only_family)
      AND (SELECT count(*) FROM named) < 100
    LIMIT 5000) m ORDER BY m.object_id DESC LIMIT 100
), telling AS MATERIALIZED (
  SELECT d.kind, d.object_id, terms.idf * d.share AS idf FROM terms, sight, LATERAL (
    (SELECT s.kind, s.object_id, 1.0 AS share FROM search_document s
    WHERE s.tsv @@ (sight.kinds_q && terms.q) AND s.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR s.family = only_family) LIMIT 1000)
    UNION ALL
    (SELECT s.kind, s.object_id, 0.8 FROM search_document s
    WHERE s.tsv @@ (sight.kinds_q && terms.title_q) AND s.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR s.family = only_family) LIMIT 1000)) d
  WHERE (terms.so_far <= 1500 OR terms.rank <= 3)
    AND (SELECT count(*) FROM (SELECT FROM named UNION ALL SELECT FROM mentioned) both_ways) < at_most
), misspelt AS MATERIALIZED (
  SELECT d.kind, d.object_id FROM terms t, sight, LATERAL (
    SELECT s.kind, s.object_id FROM search_document s
    WHERE split_part(words[t.n], '|', 1) <% s.title AND s.kind = ANY (kinds) AND s.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR s.family = only_family)
    LIMIT 50) d
  WHERE typed <> '' AND NOT t.is_code AND t.documents = 0 AND length(split_part(words[t.n], '|', 1)) > 3
    AND (SELECT count(*) FROM named) + (SELECT count(*) FROM mentioned) < at_most
), candidates AS (
  SELECT c.kind, c.object_id, max(c.strictly) AS strictly FROM (
    SELECT n.kind, n.object_id, 2000.0 AS weight, 1 AS strictly FROM named n
    UNION ALL SELECT m.kind, m.object_id, 1000.0, 1 FROM mentioned m
    UNION ALL SELECT t.kind, t.object_id, t.idf, 0 FROM telling t
    UNION ALL SELECT s.kind, s.object_id, 1.0, 0 FROM misspelt s) c
  GROUP BY c.kind, c.object_id ORDER BY sum(c.weight) DESC, c.object_id DESC LIMIT greatest(60, at_most)
), read AS MATERIALIZED (
  SELECT d.kind, d.object_id, d.boundary, d.family, d.title, d.codes, d.tsv || ''::tsvector AS tsv, c.strictly,
    d.size / (1 + avg(d.size) OVER ()) AS size
  FROM candidates c JOIN search_document d ON d.kind = c.kind AND d.object_id = c.object_id
  WHERE refused = '' OR NOT d.tsv @@ websearch_to_tsquery('english', refused)
), scored AS (
  SELECT r.kind, r.object_id, r.boundary, r.family, r.title, s.words_found, s.codes_found, s.share,
    coalesce(s.score, 0) + 3.0 * r.strictly + CASE WHEN r.family = likely_family THEN 4.0 ELSE 0 END
      + CASE WHEN typed = '' THEN 0 ELSE 3.0 * word_similarity(typed, r.title) END AS score
  FROM read r, LATERAL (
    SELECT sum(t.idf * CASE WHEN t.is_code THEN CASE WHEN t.code = ANY (r.codes) THEN 1.0 ELSE 0 END
        ELSE f.tf * 2.2 / (f.tf + 1.2 * (0.25 + 0.75 * r.size)) + CASE WHEN r.tsv @@ t.title_q THEN 0.8 ELSE 0 END END) AS score,
      sum(t.idf) FILTER (WHERE f.tf > 0) / (SELECT sum(every.idf) FROM terms every WHERE NOT every.is_code) AS share,
      array_agg(t.n::integer ORDER BY t.idf DESC) FILTER (WHERE f.tf > 0) AS words_found,
      array_agg(t.code) FILTER (WHERE t.is_code AND t.code = ANY (r.codes)) AS codes_found
    FROM terms t, LATERAL (SELECT ts_rank_cd('{1,1,1,1}', r.tsv, t.q) AS tf OFFSET 0) f) s
  ORDER BY score DESC, r.object_id DESC LIMIT at_most
)
SELECT s.kind, s.object_id, s.boundary, s.family,
  CASE WHEN highlight AND all_q IS NOT NULL THEN ts_headline('english', s.title, all_q, mark || ', HighlightAll=true') ELSE s.title END,
  CASE WHEN highlight AND all_q IS NOT NULL THEN ts_headline('english', left(d.body, 8000), all_q,
    mark || ', MaxFragments=2, MinWords=8, MaxWords=20, FragmentDelimiter=" … "') ELSE '' END,
  coalesce(s.words_found, '{}'), coalesce(s.codes_found, '{}'), s.score, coalesce(s.share, 0)
FROM scored s JOIN search_document d ON d.kind = s.kind AND d.object_id = s.object_id,
  (SELECT string_agg('(' || q::text || ')', ' | ')::tsquery AS all_q FROM terms) every,
  (SELECT 'StartSel=' || chr(2) || ', StopSel=' || chr(3) AS mark) marks
ORDER BY s.score DESC, s.object_id DESC
$$;

REVOKE ALL ON FUNCTION search_documents FROM PUBLIC;

GRANT EXECUTE ON FUNCTION search_documents TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON customer TO escalations_app;

ALTER TABLE customer ENABLE ROW LEVEL SECURITY;

ALTER TABLE customer FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON customer TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON event TO escalations_app;

ALTER TABLE event ENABLE ROW LEVEL SECURITY;

ALTER TABLE event FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON event TO escalations_app USING (boundary IS NULL OR boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary IS NULL OR boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON person TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON reaction_done TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON search_document TO escalations_app;

ALTER TABLE search_document ENABLE ROW LEVEL SECURITY;

ALTER TABLE search_document FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON search_document TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

CREATE POLICY owner_reads ON search_document FOR SELECT TO CURRENT_USER USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON search_term TO escalations_app;

ALTER TABLE search_term ENABLE ROW LEVEL SECURITY;

ALTER TABLE search_term FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON search_term TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

CREATE POLICY owner_reads ON search_term FOR SELECT TO CURRENT_USER USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_attempt TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON api_token TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON clearance TO escalations_app;

ALTER TABLE clearance ENABLE ROW LEVEL SECURITY;

ALTER TABLE clearance FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON clearance TO escalations_app USING (true) WITH CHECK (true);

CREATE POLICY owner_reads ON clearance FOR SELECT TO CURRENT_USER USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON contact TO escalations_app;

ALTER TABLE contact ENABLE ROW LEVEL SECURITY;

ALTER TABLE contact FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON contact TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON incident TO escalations_app;

ALTER TABLE incident ENABLE ROW LEVEL SECURITY;

ALTER TABLE incident FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON incident TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON known_issue TO escalations_app;

ALTER TABLE known_issue ENABLE ROW LEVEL SECURITY;

ALTER TABLE known_issue FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON known_issue TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON specialty TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON subscription TO escalations_app;

ALTER TABLE subscription ENABLE ROW LEVEL SECURITY;

ALTER TABLE subscription FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON subscription TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON incident_update TO escalations_app;

ALTER TABLE incident_update ENABLE ROW LEVEL SECURITY;

ALTER TABLE incident_update FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON incident_update TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON support_case TO escalations_app;

ALTER TABLE support_case ENABLE ROW LEVEL SECURITY;

ALTER TABLE support_case FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON support_case TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON attachment TO escalations_app;

ALTER TABLE attachment ENABLE ROW LEVEL SECURITY;

ALTER TABLE attachment FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON attachment TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_closure TO escalations_app;

ALTER TABLE case_closure ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_closure FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_closure TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_entry TO escalations_app;

ALTER TABLE case_entry ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_entry FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_entry TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_incident_link TO escalations_app;

ALTER TABLE case_incident_link ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_incident_link FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_incident_link TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_known_issue TO escalations_app;

ALTER TABLE case_known_issue ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_known_issue FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_known_issue TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_link TO escalations_app;

ALTER TABLE case_link ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_link FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_link TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_wait TO escalations_app;

ALTER TABLE case_wait ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_wait FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_wait TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON escalation TO escalations_app;

ALTER TABLE escalation ENABLE ROW LEVEL SECURITY;

ALTER TABLE escalation FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON escalation TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON rapid_response_request TO escalations_app;

ALTER TABLE rapid_response_request ENABLE ROW LEVEL SECURITY;

ALTER TABLE rapid_response_request FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON rapid_response_request TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON routing_decision TO escalations_app;

ALTER TABLE routing_decision ENABLE ROW LEVEL SECURITY;

ALTER TABLE routing_decision FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON routing_decision TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON severity_change TO escalations_app;

ALTER TABLE severity_change ENABLE ROW LEVEL SECURITY;

ALTER TABLE severity_change FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON severity_change TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON attachment_content TO escalations_app;

ALTER TABLE attachment_content ENABLE ROW LEVEL SECURITY;

ALTER TABLE attachment_content FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON attachment_content TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON clock TO escalations_app;

ALTER TABLE clock ENABLE ROW LEVEL SECURITY;

ALTER TABLE clock FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON clock TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON escalation_comment TO escalations_app;

ALTER TABLE escalation_comment ENABLE ROW LEVEL SECURITY;

ALTER TABLE escalation_comment FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON escalation_comment TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON outgoing_mail TO escalations_app;

ALTER TABLE outgoing_mail ENABLE ROW LEVEL SECURITY;

ALTER TABLE outgoing_mail FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON outgoing_mail TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON clock_event TO escalations_app;

ALTER TABLE clock_event ENABLE ROW LEVEL SECURITY;

ALTER TABLE clock_event FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON clock_event TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;

CREATE VIEW dead_end_case WITH (security_invoker = true) AS SELECT c.id, c.boundary, c.title, c.queue, c.owner_id,
  CASE WHEN c.owner_id IS NOT NULL AND p.disabled_at IS NOT NULL THEN 'its owner is disabled'
       ELSE 'nothing will wake it up: no running clock, no snooze' END AS why
FROM support_case c LEFT JOIN person p ON p.id = c.owner_id
WHERE c.closed_at IS NULL
  AND ((c.owner_id IS NOT NULL AND p.disabled_at IS NOT NULL)
    OR NOT EXISTS (SELECT 1 FROM clock k WHERE k.case_id = c.id AND k.boundary = c.boundary AND k.state = 'running' AND k.wake_at IS NOT NULL));

GRANT SELECT ON dead_end_case TO escalations_app;

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
