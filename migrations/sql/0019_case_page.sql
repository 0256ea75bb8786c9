-- Who is at a case this moment: not logged, since it is forgotten within a minute.
CREATE UNLOGGED TABLE case_visit (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	doing VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_case_visit PRIMARY KEY (case_id, person_id), 
	CONSTRAINT fk_case_visit_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary) ON DELETE CASCADE, 
	CONSTRAINT ck_case_visit_doing CHECK (doing IN ('viewing', 'replying', 'noting')), 
	CONSTRAINT fk_case_visit_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_case_visit_at ON case_visit (at);

GRANT SELECT, INSERT, UPDATE, DELETE ON case_visit TO escalations_app;

ALTER TABLE case_visit ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_visit FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_visit TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

