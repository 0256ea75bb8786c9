-- How many open cases are alike, and what the links of an incident add up to, are kept: written by the database with what they count.
-- Each change adds rows and changes none, so that nobody waits for anybody. A million cases take half a minute, of which most is making indexes.

CREATE TABLE case_count (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	queue VARCHAR NOT NULL, 
	family VARCHAR NOT NULL, 
	severity VARCHAR NOT NULL, 
	turn VARCHAR NOT NULL, 
	owned BOOLEAN NOT NULL, 
	asleep BOOLEAN NOT NULL, 
	cases INTEGER NOT NULL, 
	CONSTRAINT pk_case_count PRIMARY KEY (id)
);

CREATE TABLE incident_count (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	incident_id BIGINT NOT NULL, 
	cases INTEGER NOT NULL, 
	open_cases INTEGER NOT NULL, 
	suggested INTEGER NOT NULL, 
	customers INTEGER NOT NULL, 
	CONSTRAINT pk_incident_count PRIMARY KEY (id), 
	CONSTRAINT fk_incident_count_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary)
);

CREATE TABLE incident_customer (
	boundary TEXT NOT NULL, 
	incident_id BIGINT NOT NULL, 
	customer_id BIGINT NOT NULL, 
	cases INTEGER NOT NULL, 
	suggested INTEGER NOT NULL, 
	CONSTRAINT pk_incident_customer PRIMARY KEY (incident_id, customer_id), 
	CONSTRAINT fk_incident_customer_incident_id_boundary FOREIGN KEY(incident_id, boundary) REFERENCES incident (id, boundary), 
	CONSTRAINT fk_incident_customer_customer_id_boundary FOREIGN KEY(customer_id, boundary) REFERENCES customer (id, boundary)
);

CREATE INDEX ix_incident_count_incident ON incident_count (incident_id);

ALTER TABLE support_case NO FORCE ROW LEVEL SECURITY;

ALTER TABLE case_incident_link NO FORCE ROW LEVEL SECURITY;

-- What a link knows of its case.
ALTER TABLE case_incident_link ADD COLUMN customer_id BIGINT, ADD COLUMN case_open BOOLEAN;

UPDATE case_incident_link l SET customer_id = c.customer_id, case_open = c.closed_at IS NULL FROM support_case c WHERE c.id = l.case_id;

ALTER TABLE case_incident_link ALTER COLUMN customer_id SET NOT NULL, ALTER COLUMN case_open SET NOT NULL;

INSERT INTO case_count (boundary, queue, family, severity, turn, owned, asleep, cases)
  SELECT boundary, queue, family, severity, turn, owner_id IS NOT NULL, snoozed_until IS NOT NULL, count(*) FROM support_case WHERE closed_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7;

INSERT INTO incident_customer (boundary, incident_id, customer_id, cases, suggested)
  SELECT boundary, incident_id, customer_id, count(*) FILTER (WHERE state = 'confirmed'), count(*) FILTER (WHERE state = 'suggested') FROM case_incident_link
  WHERE state IN ('confirmed', 'suggested') GROUP BY 1, 2, 3;

INSERT INTO incident_count (boundary, incident_id, cases, open_cases, suggested, customers)
  SELECT boundary, incident_id, count(*) FILTER (WHERE state = 'confirmed'), count(*) FILTER (WHERE state = 'confirmed' AND case_open),
    count(*) FILTER (WHERE state = 'suggested'), count(DISTINCT customer_id) FILTER (WHERE state = 'confirmed') FROM case_incident_link
  WHERE state IN ('confirmed', 'suggested') GROUP BY 1, 2;

CREATE INDEX ix_incident_customer_customer ON incident_customer (customer_id);

ALTER TABLE support_case FORCE ROW LEVEL SECURITY;

ALTER TABLE case_incident_link FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE, DELETE ON case_count TO escalations_app;

ALTER TABLE case_count ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_count FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_count TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON incident_count TO escalations_app;

ALTER TABLE incident_count ENABLE ROW LEVEL SECURITY;

ALTER TABLE incident_count FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON incident_count TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON incident_customer TO escalations_app;

ALTER TABLE incident_customer ENABLE ROW LEVEL SECURITY;

ALTER TABLE incident_customer FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON incident_customer TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;

CREATE POLICY owner_reads ON customer FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION count_open_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.closed_at IS NULL THEN
    INSERT INTO case_count (boundary, queue, family, severity, turn, owned, asleep, cases)
      VALUES (OLD.boundary, OLD.queue, OLD.family, OLD.severity, OLD.turn, OLD.owner_id IS NOT NULL, OLD.snoozed_until IS NOT NULL, -1);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.closed_at IS NULL THEN
    INSERT INTO case_count (boundary, queue, family, severity, turn, owned, asleep, cases)
      VALUES (NEW.boundary, NEW.queue, NEW.family, NEW.severity, NEW.turn, NEW.owner_id IS NOT NULL, NEW.snoozed_until IS NOT NULL, 1);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION link_knows_its_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM support_case c WHERE c.id = NEW.case_id FOR KEY SHARE;
  SELECT c.customer_id, c.closed_at IS NULL INTO NEW.customer_id, NEW.case_open FROM support_case c WHERE c.id = NEW.case_id;
  RETURN NEW;
END $$;

CREATE FUNCTION links_follow_their_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM support_case c WHERE c.id = NEW.id FOR UPDATE;
  UPDATE case_incident_link SET case_open = NEW.closed_at IS NULL WHERE case_id = NEW.id AND case_open <> (NEW.closed_at IS NULL);
  RETURN NULL;
END $$;

CREATE FUNCTION count_links() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  link case_incident_link := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  more_cases integer := coalesce((NEW.state = 'confirmed')::integer, 0) - coalesce((OLD.state = 'confirmed')::integer, 0);
  more_open integer := coalesce((NEW.state = 'confirmed' AND NEW.case_open)::integer, 0) - coalesce((OLD.state = 'confirmed' AND OLD.case_open)::integer, 0);
  more_suggested integer := coalesce((NEW.state = 'suggested')::integer, 0) - coalesce((OLD.state = 'suggested')::integer, 0);
  more_customers integer := 0;
BEGIN
  IF more_cases <> 0 OR more_suggested <> 0 THEN
    INSERT INTO incident_customer AS pair (boundary, incident_id, customer_id, cases, suggested)
      VALUES (link.boundary, link.incident_id, link.customer_id, more_cases, more_suggested)
      ON CONFLICT (incident_id, customer_id) DO UPDATE SET cases = pair.cases + more_cases, suggested = pair.suggested + more_suggested
      RETURNING (pair.cases > 0)::integer - (pair.cases - more_cases > 0)::integer INTO more_customers;
  END IF;
  IF more_cases <> 0 OR more_open <> 0 OR more_suggested <> 0 THEN
    INSERT INTO incident_count (boundary, incident_id, cases, open_cases, suggested, customers)
      VALUES (link.boundary, link.incident_id, more_cases, more_open, more_suggested, more_customers);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION customers_named(longest text, parts text[], after_name text, after_id bigint, covered_at timestamptz, at_most integer)
RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  SELECT c.id FROM customer c
  WHERE c.boundary = ANY ((SELECT app_boundaries())::text[]) AND c.name ILIKE longest AND c.name ILIKE ALL (parts)
    AND (after_name IS NULL OR (c.name, c.id) > (after_name, after_id)) AND (covered_at IS NULL OR c.cover_until > covered_at)
  ORDER BY c.name, c.id LIMIT at_most
$$;

CREATE TRIGGER tg_count_open_cases_insert AFTER INSERT ON support_case FOR EACH ROW WHEN (NEW.closed_at IS NULL) EXECUTE FUNCTION count_open_cases();

CREATE TRIGGER tg_count_open_cases_update AFTER UPDATE ON support_case FOR EACH ROW WHEN ((OLD.closed_at IS NULL OR NEW.closed_at IS NULL)
  AND (OLD.boundary, OLD.queue, OLD.family, OLD.severity, OLD.turn, OLD.owner_id IS NOT NULL, OLD.snoozed_until IS NOT NULL, OLD.closed_at IS NULL)
  IS DISTINCT FROM (NEW.boundary, NEW.queue, NEW.family, NEW.severity, NEW.turn, NEW.owner_id IS NOT NULL, NEW.snoozed_until IS NOT NULL, NEW.closed_at IS NULL))
  EXECUTE FUNCTION count_open_cases();

CREATE TRIGGER tg_count_open_cases_delete AFTER DELETE ON support_case FOR EACH ROW WHEN (OLD.closed_at IS NULL) EXECUTE FUNCTION count_open_cases();

CREATE TRIGGER tg_link_knows_its_case BEFORE INSERT ON case_incident_link FOR EACH ROW EXECUTE FUNCTION link_knows_its_case();

CREATE TRIGGER tg_links_follow_their_case AFTER UPDATE ON support_case FOR EACH ROW WHEN ((OLD.closed_at IS NULL) <> (NEW.closed_at IS NULL))
  EXECUTE FUNCTION links_follow_their_case();

CREATE TRIGGER tg_count_links AFTER INSERT OR UPDATE OR DELETE ON case_incident_link FOR EACH ROW EXECUTE FUNCTION count_links();

-- What a page counts or sorts is told from these alone.
DROP INDEX ix_case_open_age;

DROP INDEX ix_case_open_clock;

DROP INDEX ix_case_open_customer;

DROP INDEX ix_customer_cover;

CREATE INDEX ix_case_open_unowned ON support_case (severity, due_at, id, queue) WHERE closed_at IS NULL AND owner_id IS NULL;

CREATE INDEX ix_case_open_customer ON support_case (customer_id) INCLUDE (severity, due_at, id, queue, boundary) WHERE closed_at IS NULL;

CREATE INDEX ix_case_open_age ON support_case (opened_at, id) INCLUDE (queue, boundary) WHERE closed_at IS NULL;

CREATE INDEX ix_case_open_clock ON support_case (due_at, id) INCLUDE (queue, due_kind, boundary) WHERE closed_at IS NULL;

CREATE INDEX ix_customer_covered ON customer (name, id) WHERE cover_until IS NOT NULL;

CREATE INDEX ix_customer_name_parts ON customer USING gin (name gin_trgm_ops);

CREATE INDEX ix_customer_cover ON customer (cover_until) INCLUDE (id, boundary) WHERE cover_until IS NOT NULL;

ANALYZE case_count;

ANALYZE incident_count;

ANALYZE incident_customer;

ANALYZE case_incident_link;
