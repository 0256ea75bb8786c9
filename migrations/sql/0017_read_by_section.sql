-- Each article is read anew by the program, one boundary after the other, as soon as a worker runs; until then it counts as it was read before.
INSERT INTO pgqueuer (priority, status, entrypoint, dedupe_key, payload)
SELECT 0, 'queued', 'known_issue_documents', 'known_issue_documents ' || boundary, convert_to(json_build_object('boundary', boundary)::text, 'UTF8')
FROM (SELECT DISTINCT boundary FROM search_document WHERE kind = 'known_issue') places
ON CONFLICT DO NOTHING;
