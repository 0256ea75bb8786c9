-- Back: what people said of similar cases is given up; the links between cases that came of it stay.
DROP TABLE case_similarity;

DROP INDEX uq_case_link_related;

ALTER TABLE case_link DROP CONSTRAINT uq_case_link_id_boundary;

ALTER TABLE search_asked ADD COLUMN opened_id BIGINT;

ALTER TABLE search_asked NO FORCE ROW LEVEL SECURITY;

UPDATE search_asked SET opened_id = substring(opened from 4)::bigint WHERE opened LIKE 'KI-%';

ALTER TABLE search_asked FORCE ROW LEVEL SECURITY;

ALTER TABLE search_asked DROP COLUMN opened, DROP COLUMN position;

DROP TABLE incident_outside_words;

DROP TRIGGER inbound_delivery_stays ON inbound_delivery;

DROP FUNCTION inbound_delivery_stays();

REVOKE UPDATE (body, forgotten_at) ON inbound_delivery FROM escalations_app;

ALTER TABLE inbound_delivery DROP COLUMN forgotten_at;

DROP TRIGGER spike_alarm_stays ON spike_alarm;

DROP FUNCTION spike_alarm_stays();
