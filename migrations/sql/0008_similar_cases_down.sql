-- Back: what people said of similar cases is given up; the links between cases that came of it stay.
DROP TABLE case_similarity;

DROP INDEX uq_case_link_related;

ALTER TABLE case_link DROP CONSTRAINT uq_case_link_id_boundary;
