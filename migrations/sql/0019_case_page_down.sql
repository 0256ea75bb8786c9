DROP TABLE case_visit;

DROP TABLE macro;

ALTER TABLE attachment DROP COLUMN internal;

ALTER TABLE attachment DROP COLUMN shown_as;
