-- What an incident did to customers is counted from its links alone, in the order in which its page shows their cases: a link knows all of its case
-- that this takes. Forty-four thousand links beside a million cases take nine seconds.
ALTER TABLE support_case NO FORCE ROW LEVEL SECURITY;

ALTER TABLE case_incident_link NO FORCE ROW LEVEL SECURITY;

ALTER TABLE case_incident_link ADD COLUMN case_severity VARCHAR, ADD COLUMN case_merged BOOLEAN, ADD COLUMN case_opened_at TIMESTAMP WITH TIME ZONE, ADD COLUMN case_region VARCHAR,
  ADD COLUMN case_subscription_id BIGINT;

UPDATE case_incident_link l SET case_severity = c.severity, case_merged = c.merged_into_id IS NOT NULL, case_opened_at = c.opened_at, case_region = c.region, case_subscription_id = c.subscription_id
  FROM support_case c WHERE c.id = l.case_id;

ALTER TABLE case_incident_link ALTER COLUMN case_severity SET NOT NULL, ALTER COLUMN case_merged SET NOT NULL, ALTER COLUMN case_opened_at SET NOT NULL;

ALTER TABLE support_case FORCE ROW LEVEL SECURITY;

ALTER TABLE case_incident_link FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION link_knows_its_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM support_case c WHERE c.id = NEW.case_id FOR KEY SHARE;
  SELECT c.customer_id, c.closed_at IS NULL, c.severity, c.merged_into_id IS NOT NULL, c.opened_at, c.region, c.subscription_id
    INTO NEW.customer_id, NEW.case_open, NEW.case_severity, NEW.case_merged, NEW.case_opened_at, NEW.case_region, NEW.case_subscription_id
    FROM support_case c WHERE c.id = NEW.case_id;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION links_follow_their_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM support_case c WHERE c.id = NEW.id FOR UPDATE;
  UPDATE case_incident_link SET case_open = NEW.closed_at IS NULL, case_severity = NEW.severity, case_merged = NEW.merged_into_id IS NOT NULL,
      case_opened_at = NEW.opened_at, case_region = NEW.region, case_subscription_id = NEW.subscription_id WHERE case_id = NEW.id;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER tg_links_follow_their_case AFTER UPDATE ON support_case FOR EACH ROW
  WHEN ((OLD.closed_at IS NULL, OLD.severity, OLD.merged_into_id IS NULL, OLD.opened_at, OLD.region, OLD.subscription_id)
    IS DISTINCT FROM (NEW.closed_at IS NULL, NEW.severity, NEW.merged_into_id IS NULL, NEW.opened_at, NEW.region, NEW.subscription_id))
  EXECUTE FUNCTION links_follow_their_case();

CREATE INDEX ix_case_incident_link_impact ON case_incident_link (incident_id, case_open DESC, case_severity, case_id DESC)
  INCLUDE (customer_id, case_merged, case_opened_at, case_region, case_subscription_id, boundary) WHERE state = 'confirmed';

ANALYZE case_incident_link;
