-- Nothing is lost: all of it follows from cases.
DROP INDEX ix_case_incident_link_impact;

CREATE OR REPLACE TRIGGER tg_links_follow_their_case AFTER UPDATE ON support_case FOR EACH ROW WHEN ((OLD.closed_at IS NULL) <> (NEW.closed_at IS NULL))
  EXECUTE FUNCTION links_follow_their_case();

CREATE OR REPLACE FUNCTION link_knows_its_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM support_case c WHERE c.id = NEW.case_id FOR KEY SHARE;
  SELECT c.customer_id, c.closed_at IS NULL INTO NEW.customer_id, NEW.case_open FROM support_case c WHERE c.id = NEW.case_id;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION links_follow_their_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM support_case c WHERE c.id = NEW.id FOR UPDATE;
  UPDATE case_incident_link SET case_open = NEW.closed_at IS NULL WHERE case_id = NEW.id AND case_open <> (NEW.closed_at IS NULL);
  RETURN NULL;
END $$;

ALTER TABLE case_incident_link DROP COLUMN case_severity, DROP COLUMN case_merged, DROP COLUMN case_opened_at, DROP COLUMN case_region, DROP COLUMN case_subscription_id;
