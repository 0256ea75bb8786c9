-- Nothing is lost: all of it follows from cases and links.
DROP TRIGGER tg_count_links ON case_incident_link;

DROP TRIGGER tg_link_knows_its_case ON case_incident_link;

DROP TRIGGER tg_links_follow_their_case ON support_case;

DROP TRIGGER tg_count_open_cases_insert ON support_case;

DROP TRIGGER tg_count_open_cases_update ON support_case;

DROP TRIGGER tg_count_open_cases_delete ON support_case;

DROP FUNCTION count_links();

DROP FUNCTION link_knows_its_case();

DROP FUNCTION links_follow_their_case();

DROP FUNCTION count_open_cases();

DROP FUNCTION customers_named(text, text[], text, bigint, timestamptz, integer);

DROP POLICY owner_reads ON customer;

DROP TABLE case_count;

DROP TABLE incident_count;

DROP TABLE incident_customer;

ALTER TABLE case_incident_link DROP COLUMN customer_id, DROP COLUMN case_open;

DROP INDEX ix_customer_name_parts;

DROP INDEX ix_customer_covered;

DROP INDEX ix_customer_cover;

DROP INDEX ix_case_open_unowned;

DROP INDEX ix_case_open_age;

DROP INDEX ix_case_open_clock;

DROP INDEX ix_case_open_customer;

CREATE INDEX ix_case_open_age ON support_case (opened_at, id) WHERE closed_at IS NULL;

CREATE INDEX ix_case_open_clock ON support_case (due_at, id) WHERE closed_at IS NULL;

CREATE INDEX ix_case_open_customer ON support_case (customer_id) WHERE closed_at IS NULL;

CREATE INDEX ix_customer_cover ON customer (cover_until) WHERE cover_until IS NOT NULL;
