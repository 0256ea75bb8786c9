-- Back: an earlier release cannot compare sections. It reads the articles in its own way.
ALTER TABLE search_document NO FORCE ROW LEVEL SECURITY;

UPDATE search_document SET meaning = NULL WHERE kind = 'known_issue';

ALTER TABLE search_document FORCE ROW LEVEL SECURITY;

INSERT INTO pgqueuer (priority, status, entrypoint, dedupe_key, payload)
SELECT 0, 'queued', 'known_issue_documents', 'known_issue_documents ' || boundary, convert_to(json_build_object('boundary', boundary)::text, 'UTF8')
FROM (SELECT DISTINCT boundary FROM search_document WHERE kind = 'known_issue') places
ON CONFLICT DO NOTHING;
