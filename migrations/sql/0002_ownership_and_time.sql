-- From 0.1.0: ownership and time. Rows that are there get what they would have had; the owner sees them while no policy is forced.
ALTER TABLE customer DROP CONSTRAINT ck_customer_plan;

ALTER TABLE customer ADD CONSTRAINT ck_customer_plan CHECK (plan IN ('developer', 'standard', 'prodirect', 'premier', 'unified'));

ALTER TABLE support_case ADD COLUMN around_the_clock BOOLEAN NOT NULL DEFAULT false, ADD COLUMN queued_at TIMESTAMP WITH TIME ZONE, ADD COLUMN heard_at TIMESTAMP WITH TIME ZONE, ADD COLUMN transfers INTEGER NOT NULL DEFAULT 0, ADD COLUMN alerts INTEGER NOT NULL DEFAULT 0;

ALTER TABLE support_case NO FORCE ROW LEVEL SECURITY;

UPDATE support_case SET queued_at = opened_at, heard_at = CASE WHEN owner_id IS NOT NULL THEN coalesce(assigned_at, opened_at) END;

ALTER TABLE support_case FORCE ROW LEVEL SECURITY;

ALTER TABLE support_case ALTER COLUMN queued_at SET NOT NULL, ALTER COLUMN around_the_clock DROP DEFAULT, ALTER COLUMN transfers DROP DEFAULT, ALTER COLUMN alerts DROP DEFAULT, ADD CONSTRAINT ck_support_case_counts CHECK (transfers >= 0 AND alerts >= 0);

ALTER TABLE routing_decision ADD COLUMN trigger VARCHAR NOT NULL DEFAULT 'opened', ADD COLUMN facts JSONB;

ALTER TABLE routing_decision NO FORCE ROW LEVEL SECURITY;

UPDATE routing_decision SET facts = coalesce(record -> 'facts', '{}');

ALTER TABLE routing_decision FORCE ROW LEVEL SECURITY;

ALTER TABLE routing_decision ALTER COLUMN facts SET NOT NULL, ALTER COLUMN trigger DROP DEFAULT, ADD CONSTRAINT ck_routing_decision_trigger CHECK (trigger IN ('opened', 'drained', 'transferred'));

ALTER TABLE clock_event ADD COLUMN threshold INTEGER;

ALTER TABLE clock_event NO FORCE ROW LEVEL SECURITY;

UPDATE clock_event SET threshold = 75 WHERE what = 'warned';

ALTER TABLE clock_event FORCE ROW LEVEL SECURITY;

ALTER TABLE clock_event ADD CONSTRAINT ck_clock_event_threshold CHECK ((what = 'warned') = (threshold IS NOT NULL)), ADD CONSTRAINT ck_clock_event_share CHECK (threshold BETWEEN 1 AND 99);

DROP INDEX uq_clock_event_told;

ALTER TABLE search_document ADD COLUMN changed_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL;

CREATE TABLE search_index (
	kind TEXT NOT NULL, 
	boundary TEXT NOT NULL, 
	complete_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_search_index PRIMARY KEY (kind, boundary)
);

CREATE TABLE search_pending (
	kind TEXT NOT NULL, 
	object_id BIGINT NOT NULL, 
	boundary TEXT NOT NULL, 
	change UUID DEFAULT gen_random_uuid() NOT NULL, 
	since TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT pk_search_pending PRIMARY KEY (kind, object_id)
);

CREATE INDEX ix_search_pending_boundary ON search_pending (boundary, since);

CREATE TABLE notice (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	person_id BIGINT NOT NULL, 
	key VARCHAR NOT NULL, 
	tone TEXT NOT NULL, 
	text VARCHAR NOT NULL, 
	thread VARCHAR NOT NULL, 
	page VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	seen_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_notice PRIMARY KEY (id), 
	CONSTRAINT uq_notice_person_id_key UNIQUE (person_id, key), 
	CONSTRAINT ck_notice_tone CHECK (tone IN ('info', 'warn', 'bad')), 
	CONSTRAINT fk_notice_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_notice_person ON notice (person_id, id);

CREATE INDEX ix_notice_unseen ON notice (person_id) WHERE seen_at IS NULL;

CREATE INDEX ix_case_owner ON support_case (owner_id, assigned_at) WHERE owner_id IS NOT NULL;

CREATE INDEX ix_case_unheard ON support_case (assigned_at, id) WHERE closed_at IS NULL AND owner_id IS NOT NULL AND heard_at IS NULL;

CREATE INDEX ix_case_waiting ON support_case (queue, severity, opened_at, id) WHERE closed_at IS NULL AND owner_id IS NULL;

CREATE TABLE case_swarm (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	queues TEXT[] NOT NULL, 
	why VARCHAR NOT NULL, 
	since TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	CONSTRAINT pk_case_swarm PRIMARY KEY (case_id), 
	CONSTRAINT fk_case_swarm_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_case_swarm_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE TABLE case_time (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	closed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	us BIGINT NOT NULL, 
	customer BIGINT NOT NULL, 
	product_group BIGINT NOT NULL, 
	third_party BIGINT NOT NULL, 
	out_of_hours BIGINT NOT NULL, 
	resolved BIGINT NOT NULL, 
	CONSTRAINT pk_case_time PRIMARY KEY (case_id), 
	CONSTRAINT fk_case_time_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary)
);

CREATE INDEX ix_case_time_closed_at ON case_time (closed_at, case_id);

CREATE TABLE case_transfer (
	boundary TEXT NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	from_queue VARCHAR NOT NULL, 
	to_queue VARCHAR NOT NULL, 
	owner_id BIGINT, 
	told_by VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id BIGINT, 
	CONSTRAINT pk_case_transfer PRIMARY KEY (id), 
	CONSTRAINT uq_case_transfer_id_boundary UNIQUE (id, boundary), 
	CONSTRAINT fk_case_transfer_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_case_transfer_told_by CHECK (told_by IN ('product', 'error_code', 'resource', 'text', 'finding')), 
	CONSTRAINT ck_case_transfer_moves CHECK (from_queue <> to_queue), 
	CONSTRAINT fk_case_transfer_owner_id FOREIGN KEY(owner_id) REFERENCES person (id), 
	CONSTRAINT fk_case_transfer_author_id FOREIGN KEY(author_id) REFERENCES person (id)
);

CREATE INDEX ix_case_transfer_at ON case_transfer (at, id);

CREATE INDEX ix_case_transfer_case ON case_transfer (case_id, id);

CREATE INDEX ix_routing_decision_opened_at ON routing_decision (at, id) INCLUDE (rule, boundary) WHERE trigger = 'opened';

CREATE INDEX ix_routing_decision_rule_at ON routing_decision (rule, at);

CREATE TABLE swarm_seat (
	boundary TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	queue VARCHAR NOT NULL, 
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	asked_by BIGINT, 
	answer VARCHAR NOT NULL, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	note VARCHAR NOT NULL, 
	CONSTRAINT pk_swarm_seat PRIMARY KEY (case_id, person_id), 
	CONSTRAINT fk_swarm_seat_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT ck_swarm_seat_answer CHECK (answer IN ('', 'joined', 'declined')), 
	CONSTRAINT fk_swarm_seat_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_swarm_seat_asked_by FOREIGN KEY(asked_by) REFERENCES person (id)
);

CREATE INDEX ix_swarm_seat_person ON swarm_seat (person_id) WHERE answer = '';

CREATE INDEX ix_clock_promise ON clock (started_at, case_id) WHERE kind = 'promise';

CREATE TABLE rule_proposal (
	boundary TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	id BIGSERIAL NOT NULL, 
	case_id BIGINT NOT NULL, 
	transfer_id BIGINT NOT NULL, 
	from_queue VARCHAR NOT NULL, 
	to_queue VARCHAR NOT NULL, 
	draft VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	decided_at TIMESTAMP WITH TIME ZONE, 
	decided_by BIGINT, 
	note VARCHAR NOT NULL, 
	CONSTRAINT pk_rule_proposal PRIMARY KEY (id), 
	CONSTRAINT fk_rule_proposal_case_id_boundary FOREIGN KEY(case_id, boundary) REFERENCES support_case (id, boundary), 
	CONSTRAINT fk_rule_proposal_transfer_id_boundary FOREIGN KEY(transfer_id, boundary) REFERENCES case_transfer (id, boundary), 
	CONSTRAINT uq_rule_proposal_transfer_id UNIQUE (transfer_id), 
	CONSTRAINT ck_rule_proposal_state CHECK (state IN ('open', 'adopted', 'dismissed')), 
	CONSTRAINT fk_rule_proposal_decided_by FOREIGN KEY(decided_by) REFERENCES person (id)
);

CREATE INDEX ix_rule_proposal_state ON rule_proposal (state, id);

CREATE INDEX ix_clock_event_paused ON clock_event (at, clock_id) WHERE what = 'paused';

CREATE UNIQUE INDEX uq_clock_event_told ON clock_event (clock_id, round, what, threshold) NULLS NOT DISTINCT WHERE what IN ('warned', 'breached');

CREATE FUNCTION work_in_hand() RETURNS TABLE (person_id bigint, a bigint, b bigint, c bigint, last_assigned_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT p.id, held.a, held.b, held.c, (SELECT max(k.assigned_at) FROM support_case k WHERE k.owner_id = p.id)
  FROM person p, LATERAL (
    SELECT count(*) FILTER (WHERE k.severity = 'A') AS a, count(*) FILTER (WHERE k.severity = 'B') AS b,
      count(*) FILTER (WHERE k.severity = 'C') AS c
    FROM support_case k WHERE k.owner_id = p.id AND k.closed_at IS NULL AND k.turn IN ('us', 'close_the_loop')) held
  WHERE p.disabled_at IS NULL
$$;

DROP FUNCTION search_documents(text, text, text, text, text[], text[], text[], text[], text, text, integer, boolean);

-- Finds documents of the caller's own boundaries by the indexes, which row-level security alone would forbid: their operators
-- are not leakproof. Few candidates first, then BM25 over those. A word may hold alternatives: "vm|virtual machine", "kub|kub*".
-- Where a search engine has found the candidates they are given, and only ranked here; what the caller may not see falls out.
-- The plan is generic because every index condition is a value found at run time: a plan of its own each time costs 2 ms more.
CREATE FUNCTION search_documents(
  typed text, head text, starts text, refused text, words text[], codes text[], kinds text[], within text[],
  only_family text, likely_family text, at_most integer, highlight boolean,
  given_kinds text[], given_ids bigint[], given_strictly integer[]
) RETURNS TABLE (kind text, object_id bigint, boundary text, family text, title text, excerpt text, words_found integer[],
  codes_found text[], score double precision, share double precision)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
WITH sight AS MATERIALIZED (
  SELECT ARRAY(SELECT b FROM unnest(app_boundaries()) b WHERE within IS NULL OR b = ANY (within)) AS boundaries,
    (SELECT string_agg(quote_literal('kind:' || k), ' | ')::tsquery FROM unnest(kinds) k) AS kinds_q
), spoken AS MATERIALIZED (
  SELECT n, alternative LIKE '%*' AS is_start, lexemes, quote_literal('title:' || rtrim(alternative, '*')) || ':*' AS start,
    phraseto_tsquery('english', alternative) AS phrase
  FROM unnest(words) WITH ORDINALITY AS w(word, n), unnest(string_to_array(word, '|')) AS alternative,
    tsvector_to_array(to_tsvector('english', alternative)) AS lexemes
), counted AS MATERIALIZED (
  SELECT t.term, sum(t.documents) AS documents FROM search_term t, sight
  WHERE t.boundary = ANY (sight.boundaries) AND t.kind = ANY (kinds)
    AND t.term = ANY (ARRAY(SELECT unnest(lexemes) FROM spoken) || codes || ARRAY['']) GROUP BY t.term
), total AS MATERIALIZED (
  SELECT coalesce((SELECT documents FROM counted WHERE term = ''), (SELECT count(*) FROM (
    SELECT FROM search_document d, sight
    WHERE d.tsv @@ sight.kinds_q AND d.boundary = ANY (sight.boundaries) LIMIT 5000) few))::float AS documents
), asked AS (
  SELECT DISTINCT ON (q::text) * FROM (SELECT n, false AS is_code, '' AS code,
    string_agg(CASE WHEN is_start THEN start ELSE '(' || phrase::text || ')' END, ' | ')::tsquery AS q,
    string_agg(CASE WHEN is_start THEN start
      ELSE (SELECT '(' || string_agg(quote_literal('title:' || l), ' & ') || ')' FROM unnest(lexemes) l) END, ' | ')::tsquery AS title_q,
    sum((SELECT min(coalesce(c.documents, 0)) FROM unnest(lexemes) l LEFT JOIN counted c ON c.term = l)) AS documents
  FROM spoken WHERE is_start OR numnode(phrase) > 0 GROUP BY n) once
  UNION ALL
  SELECT -n, true, code, quote_literal(code)::tsquery, NULL, (SELECT documents FROM counted WHERE term = code)
  FROM unnest(codes) WITH ORDINALITY AS c(code, n)
), terms AS MATERIALIZED (
  SELECT n, is_code, code, q, title_q, known.documents,
    ln(1 + (greatest(total.documents, known.documents) - known.documents + 0.5) / (known.documents + 0.5)) AS idf,
    sum(known.documents) OVER (ORDER BY known.documents, n) AS so_far, row_number() OVER (ORDER BY known.documents, n) AS rank
  FROM asked, total, LATERAL (SELECT coalesce(nullif(asked.documents, 0), (SELECT count(*) FROM (
    SELECT FROM search_document d, sight
    WHERE d.tsv @@ (sight.kinds_q && asked.q) AND d.boundary = ANY (sight.boundaries) LIMIT 500) few))::float AS documents OFFSET 0) known
), strict AS MATERIALIZED (
  SELECT whole.q, whole.q && (SELECT string_agg('(' || title_q::text || ')', ' & ')::tsquery FROM terms WHERE NOT is_code) AS title_q
  FROM (
    SELECT CASE WHEN starts = '' THEN by_words
      ELSE by_words || (websearch_to_tsquery('english', head) && (quote_literal('title:' || starts) || ':*')::tsquery) END AS q
    FROM websearch_to_tsquery('english', typed) by_words) whole WHERE numnode(whole.q) > 0
), named AS MATERIALIZED (
  SELECT m.kind, m.object_id FROM (
    SELECT d.kind, d.object_id FROM search_document d, strict, sight
    WHERE given_ids IS NULL AND d.tsv @@ (sight.kinds_q && strict.title_q) AND d.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR d.family = only_family)
    LIMIT 20000) m ORDER BY m.object_id DESC LIMIT 100
), mentioned AS MATERIALIZED (
  SELECT m.kind, m.object_id FROM (
    SELECT d.kind, d.object_id FROM search_document d, strict, sight
    WHERE given_ids IS NULL AND d.tsv @@ (sight.kinds_q && strict.q) AND d.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR d.family = only_family)
      AND (SELECT count(*) FROM named) < 100
    LIMIT 5000) m ORDER BY m.object_id DESC LIMIT 100
), telling AS MATERIALIZED (
  SELECT d.kind, d.object_id, terms.idf * d.share AS idf FROM terms, sight, LATERAL (
    (SELECT s.kind, s.object_id, 1.0 AS share FROM search_document s
    WHERE s.tsv @@ (sight.kinds_q && terms.q) AND s.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR s.family = only_family) LIMIT 1000)
    UNION ALL
    (SELECT s.kind, s.object_id, 0.8 FROM search_document s
    WHERE s.tsv @@ (sight.kinds_q && terms.title_q) AND s.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR s.family = only_family) LIMIT 1000)) d
  WHERE given_ids IS NULL AND (terms.so_far <= 1500 OR terms.rank <= 3)
    AND (SELECT count(*) FROM (SELECT FROM named UNION ALL SELECT FROM mentioned) both_ways) < at_most
), misspelt AS MATERIALIZED (
  SELECT d.kind, d.object_id FROM terms t, sight, LATERAL (
    SELECT s.kind, s.object_id FROM search_document s
    WHERE split_part(words[t.n], '|', 1) <% s.title AND s.kind = ANY (kinds) AND s.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR s.family = only_family)
    LIMIT 50) d
  WHERE given_ids IS NULL AND typed <> '' AND NOT t.is_code AND t.documents = 0 AND length(split_part(words[t.n], '|', 1)) > 3
    AND (SELECT count(*) FROM named) + (SELECT count(*) FROM mentioned) < at_most
), candidates AS (
  SELECT c.kind, c.object_id, max(c.strictly) AS strictly FROM (
    SELECT n.kind, n.object_id, 2000.0 AS weight, 1 AS strictly FROM named n
    UNION ALL SELECT m.kind, m.object_id, 1000.0, 1 FROM mentioned m
    UNION ALL SELECT t.kind, t.object_id, t.idf, 0 FROM telling t
    UNION ALL SELECT s.kind, s.object_id, 1.0, 0 FROM misspelt s
    UNION ALL SELECT g.kind, g.object_id, 1.0 / g.place, g.strictly
      FROM unnest(given_kinds, given_ids, given_strictly) WITH ORDINALITY AS g(kind, object_id, strictly, place)) c
  GROUP BY c.kind, c.object_id ORDER BY sum(c.weight) DESC, c.object_id DESC LIMIT greatest(100, at_most)
), read AS MATERIALIZED (
  SELECT d.kind, d.object_id, d.boundary, d.family, d.title, d.codes, d.tsv || ''::tsvector AS tsv, c.strictly,
    d.size / (1 + avg(d.size) OVER ()) AS size
  FROM sight, candidates c JOIN search_document d ON d.kind = c.kind AND d.object_id = c.object_id
  WHERE d.boundary = ANY (sight.boundaries) AND (only_family IS NULL OR d.family = only_family) AND (refused = '' OR NOT d.tsv @@ websearch_to_tsquery('english', refused))
), scored AS (
  SELECT r.kind, r.object_id, r.boundary, r.family, r.title, s.words_found, s.codes_found, s.share,
    coalesce(s.score, 0) + 3.0 * r.strictly + CASE WHEN r.family = likely_family THEN 4.0 ELSE 0 END
      + CASE WHEN typed = '' THEN 0 ELSE 3.0 * word_similarity(typed, r.title) END AS score
  FROM read r, LATERAL (
    SELECT sum(t.idf * CASE WHEN t.is_code THEN CASE WHEN t.code = ANY (r.codes) THEN 1.0 ELSE 0 END
        ELSE f.tf * 2.2 / (f.tf + 1.2 * (0.25 + 0.75 * r.size)) + CASE WHEN r.tsv @@ t.title_q THEN 0.8 ELSE 0 END END) AS score,
      sum(t.idf) FILTER (WHERE f.tf > 0) / (SELECT sum(every.idf) FROM terms every WHERE NOT every.is_code) AS share,
      array_agg(t.n::integer ORDER BY t.idf DESC) FILTER (WHERE f.tf > 0) AS words_found,
      array_agg(t.code) FILTER (WHERE t.is_code AND t.code = ANY (r.codes)) AS codes_found
    FROM terms t, LATERAL (SELECT ts_rank_cd('{1,1,1,1}', r.tsv, t.q) AS tf OFFSET 0) f) s
  ORDER BY score DESC, r.object_id DESC LIMIT at_most
)
SELECT s.kind, s.object_id, s.boundary, s.family,
  CASE WHEN highlight AND all_q IS NOT NULL THEN ts_headline('english', s.title, all_q, mark || ', HighlightAll=true') ELSE s.title END,
  CASE WHEN highlight AND all_q IS NOT NULL THEN ts_headline('english', left(d.body, 8000), all_q,
    mark || ', MaxFragments=2, MinWords=8, MaxWords=20, FragmentDelimiter=" … "') ELSE '' END,
  coalesce(s.words_found, '{}'), coalesce(s.codes_found, '{}'), s.score, coalesce(s.share, 0)
FROM scored s JOIN search_document d ON d.kind = s.kind AND d.object_id = s.object_id,
  (SELECT string_agg('(' || q::text || ')', ' | ')::tsquery AS all_q FROM terms) every,
  (SELECT 'StartSel=' || chr(2) || ', StopSel=' || chr(3) AS mark) marks
ORDER BY s.score DESC, s.object_id DESC
$$;

REVOKE ALL ON FUNCTION search_documents FROM PUBLIC;

GRANT EXECUTE ON FUNCTION search_documents TO escalations_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON search_index TO escalations_app;

ALTER TABLE search_index ENABLE ROW LEVEL SECURITY;

ALTER TABLE search_index FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON search_index TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

CREATE POLICY owner_reads ON search_index FOR SELECT TO CURRENT_USER USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON search_pending TO escalations_app;

ALTER TABLE search_pending ENABLE ROW LEVEL SECURITY;

ALTER TABLE search_pending FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON search_pending TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

CREATE POLICY owner_reads ON search_pending FOR SELECT TO CURRENT_USER USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON notice TO escalations_app;

ALTER TABLE notice ENABLE ROW LEVEL SECURITY;

ALTER TABLE notice FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON notice TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

CREATE POLICY owner_reads ON support_case FOR SELECT TO CURRENT_USER USING (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON case_swarm TO escalations_app;

ALTER TABLE case_swarm ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_swarm FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_swarm TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON case_time TO escalations_app;

ALTER TABLE case_time ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_time FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_time TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT ON case_transfer TO escalations_app;

ALTER TABLE case_transfer ENABLE ROW LEVEL SECURITY;

ALTER TABLE case_transfer FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON case_transfer TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON swarm_seat TO escalations_app;

ALTER TABLE swarm_seat ENABLE ROW LEVEL SECURITY;

ALTER TABLE swarm_seat FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON swarm_seat TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON rule_proposal TO escalations_app;

ALTER TABLE rule_proposal ENABLE ROW LEVEL SECURITY;

ALTER TABLE rule_proposal FORCE ROW LEVEL SECURITY;

CREATE POLICY within_boundary ON rule_proposal TO escalations_app USING (boundary = ANY ((SELECT app_boundaries())::text[])) WITH CHECK (boundary = ANY ((SELECT app_boundaries())::text[]));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO escalations_app;

DROP VIEW dead_end_case;

CREATE VIEW dead_end_case WITH (security_invoker = true) AS SELECT c.id, c.boundary, c.title, c.queue, c.owner_id,
  CASE WHEN c.owner_id IS NOT NULL AND p.disabled_at IS NOT NULL THEN 'its owner is disabled'
       ELSE 'nothing will wake it up: no running clock, no snooze' END AS why
FROM support_case c LEFT JOIN person p ON p.id = c.owner_id
WHERE c.closed_at IS NULL
  AND ((c.owner_id IS NOT NULL AND p.disabled_at IS NOT NULL)
    OR NOT EXISTS (SELECT 1 FROM clock k WHERE k.case_id = c.id AND k.boundary = c.boundary AND k.state = 'running' AND k.wake_at IS NOT NULL
      AND k.kind <> 'resolution'));

GRANT SELECT ON dead_end_case TO escalations_app;
