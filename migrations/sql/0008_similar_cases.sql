-- Being related has no direction: of two links that say the same, the older one stays.
ALTER TABLE case_link NO FORCE ROW LEVEL SECURITY;

DELETE FROM case_link newer USING case_link older
WHERE newer.kind = 'related' AND older.kind = 'related' AND newer.case_id = older.other_id AND newer.other_id = older.case_id AND newer.id > older.id;

ALTER TABLE case_link FORCE ROW LEVEL SECURITY;

ALTER TABLE case_link ADD CONSTRAINT uq_case_link_id_boundary UNIQUE (id, boundary);

CREATE UNIQUE INDEX uq_case_link_related ON case_link (least(case_id, other_id), greatest(case_id, other_id)) WHERE kind = 'related';

CREATE TABLE case_similarity (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	other_id BIGINT NOT NULL, 
	verdict VARCHAR NOT NULL, 
	method VARCHAR NOT NULL, 
	score FLOAT NOT NULL, 
	evidence JSONB NOT NULL, 
	link_id BIGINT, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	by_id BIGINT, 
	CONSTRAINT pk_case_similarity PRIMARY KEY (case_id, other_id), 
	CONSTRAINT fk_case_similarity_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_case_similarity_other_id_boundary FOREIGN KEY(other_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_case_similarity_link_id_boundary FOREIGN KEY(link_id, boundary) REFERENCES case_link (id, boundary) ON DELETE CASCADE, 
	CONSTRAINT ck_case_similarity_verdict CHECK (verdict IN ('accepted', 'rejected')), 
	CONSTRAINT ck_case_similarity_method CHECK (method IN ('code', 'meaning', 'words', 'product', 'manual')), 
	CONSTRAINT ck_case_similarity_accepted_is_linked CHECK ((verdict = 'accepted') = (link_id IS NOT NULL)), 
	CONSTRAINT ck_case_similarity_two_cases CHECK (case_id <> other_id), 
	CONSTRAINT fk_case_similarity_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_case_similarity_link ON case_similarity (link_id) WHERE link_id IS NOT NULL;

CREATE INDEX ix_case_similarity_other ON case_similarity (other_id);

CREATE UNIQUE INDEX uq_case_similarity_pair ON case_similarity (least(case_id, other_id), greatest(case_id, other_id));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_similarity TO escalations_app;

ALTER TABLE case_similarity ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_similarity FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_similarity TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

-- Searches: whatever was opened, and where it stood among what was found.
ALTER TABLE search_asked ADD COLUMN opened VARCHAR, ADD COLUMN position INTEGER;

ALTER TABLE search_asked NO FORCE ROW LEVEL SECURITY;

UPDATE search_asked SET opened = 'KI-' || opened_id WHERE opened_id IS NOT NULL;

ALTER TABLE search_asked FORCE ROW LEVEL SECURITY;

ALTER TABLE search_asked DROP COLUMN opened_id, ADD CONSTRAINT ck_search_asked_position_of_what_was_opened CHECK (position IS NULL OR (position > 0 AND opened IS NOT NULL));

-- What closed cases are about is read by the program, one boundary after the other, as soon as a worker runs.
INSERT INTO pgqueuer (priority, status, entrypoint, dedupe_key, payload)
SELECT 0, 'queued', 'closed_case_documents', 'closed_case_documents ' || boundary, convert_to(json_build_object('boundary', boundary)::text, 'UTF8')
FROM (SELECT DISTINCT boundary FROM search_document WHERE kind = 'case') places;
