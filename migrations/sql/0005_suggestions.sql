ALTER TABLE search_document ADD COLUMN outline TSVECTOR DEFAULT ''::tsvector NOT NULL;

ALTER TABLE search_document ADD COLUMN traits JSONB DEFAULT '{}'::jsonb NOT NULL;

ALTER TABLE search_document ADD COLUMN meaning BYTEA;

-- What these hold is made from the articles by the program, one boundary after the other, as soon as a worker runs.
INSERT INTO pgqueuer (priority, status, entrypoint, dedupe_key, payload)
SELECT 0, 'queued', 'known_issue_documents', 'known_issue_documents ' || boundary, convert_to(json_build_object('boundary', boundary)::text, 'UTF8')
FROM (SELECT DISTINCT boundary FROM search_document WHERE kind = 'known_issue') places;
