DROP TABLE case_visit;

DROP TABLE macro;
