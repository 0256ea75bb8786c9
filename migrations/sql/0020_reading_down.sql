ALTER TABLE person DROP COLUMN reads_in;
