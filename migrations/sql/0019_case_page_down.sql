DROP TABLE case_visit;
