-- Known issues: who governs an article and whom it holds for, its versions and flags, and what was searched for.
-- What every article says today is its first version; the owner sees the rows while no policy is forced.
ALTER TABLE known_issue DROP CONSTRAINT ck_known_issue_audience;

ALTER TABLE known_issue ADD COLUMN governance VARCHAR NOT NULL DEFAULT 'experience', ADD COLUMN match VARCHAR NOT NULL DEFAULT '';

ALTER TABLE known_issue ALTER COLUMN governance DROP DEFAULT, ALTER COLUMN match DROP DEFAULT;

ALTER TABLE known_issue ADD CONSTRAINT ck_known_issue_audience CHECK (audience IN ('internal', 'partner', 'customer', 'public'));

ALTER TABLE known_issue ADD CONSTRAINT ck_known_issue_governance CHECK (governance IN ('experience', 'compliance'));

CREATE INDEX ix_known_issue_confidence ON known_issue (confidence, changed_at, id);

CREATE INDEX ix_known_issue_match ON known_issue (id) WHERE match <> '';

ALTER TABLE case_known_issue ADD COLUMN told_event BIGINT;

CREATE TABLE known_issue_version (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	article_id BIGINT NOT NULL, 
	number INTEGER NOT NULL, 
	said JSONB NOT NULL, 
	kept VARCHAR NOT NULL, 
	restored INTEGER, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	CONSTRAINT pk_known_issue_version PRIMARY KEY (id), 
	CONSTRAINT fk_known_issue_version_article_id_boundary FOREIGN KEY(article_id, boundary) REFERENCES known_issue (id, boundary), 
	CONSTRAINT uq_known_issue_version_article_id_number UNIQUE (article_id, number), 
	CONSTRAINT ck_known_issue_version_number CHECK (number > 0), 
	CONSTRAINT fk_known_issue_version_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE known_issue_flag (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	article_id BIGINT NOT NULL, 
	comment VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	answer VARCHAR NOT NULL, 
	settled_at TIMESTAMP WITH TIME ZONE, 
	settled_by BIGINT, 
	CONSTRAINT pk_known_issue_flag PRIMARY KEY (id), 
	CONSTRAINT fk_known_issue_flag_article_id_boundary FOREIGN KEY(article_id, boundary) REFERENCES known_issue (id, boundary), 
	CONSTRAINT ck_known_issue_flag_says_what CHECK (comment <> ''), 
	CONSTRAINT ck_known_issue_flag_settled_with_an_answer CHECK ((settled_at IS NULL) = (answer = '')), 
	CONSTRAINT fk_known_issue_flag_author_id FOREIGN KEY(author_id) REFERENCES person (id), 
	CONSTRAINT fk_known_issue_flag_settled_by FOREIGN KEY(settled_by) REFERENCES person (id)
);

CREATE INDEX ix_known_issue_flag_article ON known_issue_flag (article_id, id);

CREATE INDEX ix_known_issue_flag_open ON known_issue_flag (at, id) WHERE settled_at IS NULL;

CREATE TABLE search_asked (
	boundary TEXT NOT NULL, 
	person_id BIGINT NOT NULL, 
	day DATE NOT NULL, 
	query VARCHAR NOT NULL, 
	results INTEGER NOT NULL, 
	opened_id BIGINT, 
	sight TEXT[] NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_search_asked PRIMARY KEY (person_id, day, query), 
	CONSTRAINT ck_search_asked_is_told CHECK (query <> '' AND results >= 0), 
	CONSTRAINT fk_search_asked_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_search_asked_day ON search_asked (day);

ALTER TABLE known_issue NO FORCE ROW LEVEL SECURITY;

INSERT INTO known_issue_version (boundary, article_id, number, said, kept, at, author_id)
  SELECT boundary, id, 1, jsonb_build_object('title', title, 'body', body, 'family', family, 'products', products, 'error_codes', error_codes,
    'audience', audience, 'state', state, 'fix_eta', fix_eta, 'fixed_in', fixed_in, 'match', match), '', changed_at, owner_id
  FROM known_issue;

ALTER TABLE known_issue FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT ON known_issue_version TO escalations_app;

ALTER TABLE known_issue_version ENABLE ROW LEVEL SECURITY;

ALTER TABLE known_issue_version FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON known_issue_version TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON known_issue_flag TO escalations_app;

ALTER TABLE known_issue_flag ENABLE ROW LEVEL SECURITY;

ALTER TABLE known_issue_flag FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON known_issue_flag TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON search_asked TO escalations_app;

ALTER TABLE search_asked ENABLE ROW LEVEL SECURITY;

ALTER TABLE search_asked FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON search_asked TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[]) AND sight <@ (SELECT app_boundaries())::text[]) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]) AND sight <@ (SELECT app_boundaries())::text[]);

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;
