-- The language in which somebody reads their pages; none for what their browser asks for.
ALTER TABLE person ADD COLUMN reads_in VARCHAR;

ALTER TABLE person ADD CONSTRAINT ck_person_reads_in CHECK (reads_in ~ '^[a-z]{2}$');
