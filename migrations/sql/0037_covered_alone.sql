-- Open cases of customers who have or had cover are few, and have an index to themselves; so have events that opened a case again. A million cases take
-- ten seconds, of which most is reading the events once.
ALTER TABLE support_case ADD COLUMN covered_until TIMESTAMP WITH TIME ZONE;

ALTER TABLE support_case NO FORCE ROW LEVEL SECURITY;

ALTER TABLE customer NO FORCE ROW LEVEL SECURITY;

UPDATE support_case c SET covered_until = u.cover_until FROM customer u WHERE u.id = c.customer_id AND u.cover_until IS NOT NULL AND c.closed_at IS NULL;

ALTER TABLE customer FORCE ROW LEVEL SECURITY;

ALTER TABLE support_case FORCE ROW LEVEL SECURITY;

CREATE INDEX ix_case_open_covered ON support_case (severity, due_at, id)
  INCLUDE (queue, covered_until, boundary, due_kind, family, owner_id, snoozed_until, turn) WHERE closed_at IS NULL AND covered_until IS NOT NULL;

-- Who covered customers are is no longer looked up in the order of all open cases; families and turns are.
DROP INDEX ix_case_open_due;

CREATE INDEX ix_case_open_due ON support_case (severity, due_at, id) INCLUDE (boundary, family, turn) WHERE closed_at IS NULL;

CREATE INDEX ix_event_reopened ON event (subject) WHERE action = 'CaseReopened';

CREATE FUNCTION case_knows_cover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.covered_until := (SELECT c.cover_until FROM customer c WHERE c.id = NEW.customer_id FOR SHARE);
  RETURN NEW;
END $$;

CREATE FUNCTION cases_follow_cover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE support_case SET covered_until = NEW.cover_until WHERE customer_id = NEW.id AND closed_at IS NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER tg_case_knows_cover_insert BEFORE INSERT ON support_case FOR EACH ROW WHEN (NEW.closed_at IS NULL) EXECUTE FUNCTION case_knows_cover();

CREATE TRIGGER tg_case_knows_cover_update BEFORE UPDATE OF closed_at, customer_id ON support_case FOR EACH ROW
  WHEN (NEW.closed_at IS NULL AND (OLD.closed_at IS NOT NULL OR OLD.customer_id <> NEW.customer_id)) EXECUTE FUNCTION case_knows_cover();

CREATE TRIGGER tg_cases_follow_cover AFTER UPDATE OF cover_until ON customer FOR EACH ROW
  WHEN (OLD.cover_until IS DISTINCT FROM NEW.cover_until) EXECUTE FUNCTION cases_follow_cover();
