-- Being related has no direction: of two links that say the same, the older one stays.
ALTER TABLE case_link NO FORCE ROW LEVEL SECURITY;

DELETE FROM case_link newer USING case_link older
WHERE newer.kind = 'related' AND older.kind = 'related' AND newer.case_id = older.other_id AND newer.other_id = older.case_id AND newer.id > older.id;

ALTER TABLE case_link FORCE ROW LEVEL SECURITY;

ALTER TABLE case_link ADD CONSTRAINT uq_case_link_id_boundary UNIQUE (id, boundary);

CREATE UNIQUE INDEX uq_case_link_related ON case_link (least(case_id, other_id), greatest(case_id, other_id)) WHERE kind = 'related';

CREATE TABLE case_similarity (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	other_id BIGINT NOT NULL, 
	verdict VARCHAR NOT NULL, 
	method VARCHAR NOT NULL, 
	score FLOAT NOT NULL, 
	evidence JSONB NOT NULL, 
	link_id BIGINT, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	by_id BIGINT, 
	CONSTRAINT pk_case_similarity PRIMARY KEY (case_id, other_id), 
	CONSTRAINT fk_case_similarity_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_case_similarity_other_id_boundary FOREIGN KEY(other_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_case_similarity_link_id_boundary FOREIGN KEY(link_id, boundary) REFERENCES case_link (id, boundary) ON DELETE CASCADE, 
	CONSTRAINT ck_case_similarity_verdict CHECK (verdict IN ('accepted', 'rejected')), 
	CONSTRAINT ck_case_similarity_method CHECK (method IN ('code', 'meaning', 'words', 'product', 'manual')), 
	CONSTRAINT ck_case_similarity_accepted_is_linked CHECK ((verdict = 'accepted') = (link_id IS NOT NULL)), 
	CONSTRAINT ck_case_similarity_two_cases CHECK (case_id <> other_id), 
	CONSTRAINT fk_case_similarity_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_case_similarity_link ON case_similarity (link_id) WHERE link_id IS NOT NULL;

CREATE INDEX ix_case_similarity_other ON case_similarity (other_id);

CREATE UNIQUE INDEX uq_case_similarity_pair ON case_similarity (least(case_id, other_id), greatest(case_id, other_id));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_similarity TO escalations_app;

ALTER TABLE case_similarity ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_similarity FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_similarity TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

-- Searches: whatever was opened, and where it stood among what was found.
ALTER TABLE search_asked ADD COLUMN opened VARCHAR, ADD COLUMN position INTEGER;

ALTER TABLE search_asked NO FORCE ROW LEVEL SECURITY;

UPDATE search_asked SET opened = 'KI-' || opened_id WHERE opened_id IS NOT NULL;

ALTER TABLE search_asked FORCE ROW LEVEL SECURITY;

ALTER TABLE search_asked DROP COLUMN opened_id, ADD CONSTRAINT ck_search_asked_position_of_what_was_opened CHECK (position IS NULL OR (position > 0 AND opened IS NOT NULL));

-- What vendors say of an incident, for finding it.
CREATE TABLE incident_outside_words (
	boundary TEXT NOT NULL, 
	incident_id BIGINT NOT NULL, 
	source VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	CONSTRAINT pk_incident_outside_words PRIMARY KEY (incident_id, source), 
	CONSTRAINT fk_incident_outside_words_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON incident_outside_words TO escalations_app;

ALTER TABLE incident_outside_words ENABLE ROW LEVEL SECURITY;

ALTER TABLE incident_outside_words FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON incident_outside_words TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

-- The bytes of deliveries are let go after a while; nothing else of them can be changed.
ALTER TABLE inbound_delivery ADD COLUMN forgotten_at TIMESTAMP WITH TIME ZONE, ADD CONSTRAINT ck_inbound_delivery_forgotten_is_gone CHECK (forgotten_at IS NULL OR length(body) = 0);

CREATE INDEX ix_inbound_delivery_kept ON inbound_delivery (received_at) WHERE forgotten_at IS NULL;

GRANT UPDATE (body, forgotten_at) ON inbound_delivery TO escalations_app;

CREATE FUNCTION inbound_delivery_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.forgotten_at IS NOT NULL OR NEW.forgotten_at IS NULL OR length(NEW.body) > 0 THEN
    RAISE EXCEPTION 'the bytes of delivery % may be let go, never changed', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER inbound_delivery_stays BEFORE UPDATE ON inbound_delivery FOR EACH ROW EXECUTE FUNCTION inbound_delivery_stays();

-- What a spike alarm rests on stays as it was.
CREATE FUNCTION spike_alarm_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'spike alarm % stays on record', OLD.id;
  END IF;
  IF (OLD.id, OLD.boundary, OLD.family, OLD.place, OLD.opened_at) IS DISTINCT FROM (NEW.id, NEW.boundary, NEW.family, NEW.place, NEW.opened_at)
    OR ((OLD.level, OLD.alarm_at, OLD.minutes, OLD.customers, OLD.expected, OLD.chance, OLD.evidence, OLD.rules)
      IS DISTINCT FROM (NEW.level, NEW.alarm_at, NEW.minutes, NEW.customers, NEW.expected, NEW.chance, NEW.evidence, NEW.rules)
      AND NOT (OLD.level = 'watch' AND NEW.level = 'alarm' AND OLD.state = 'open')) THEN
    RAISE EXCEPTION 'what spike alarm % rests on cannot be changed', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER spike_alarm_stays BEFORE UPDATE OR DELETE ON spike_alarm FOR EACH ROW EXECUTE FUNCTION spike_alarm_stays();

-- What closed cases are about is read by the program, one boundary after the other, as soon as a worker runs.
INSERT INTO pgqueuer (priority, status, entrypoint, dedupe_key, payload)
SELECT 0, 'queued', 'closed_case_documents', 'closed_case_documents ' || boundary, convert_to(json_build_object('boundary', boundary)::text, 'UTF8')
FROM (SELECT DISTINCT boundary FROM search_document WHERE kind = 'case') places;
