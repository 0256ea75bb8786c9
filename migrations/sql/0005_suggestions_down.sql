DELETE FROM pgqueuer WHERE entrypoint = 'known_issue_documents';

ALTER TABLE search_document DROP COLUMN outline, DROP COLUMN traits, DROP COLUMN meaning;
