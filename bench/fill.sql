-- Steps run in order, as the superuser with foreign keys unchecked. $cases, $customers, $people, $incidents, $articles are sizes.
-- What the catalogue knows stands ready in product, region and word; `moment` is the now of the whole world.

-- step: words
CREATE TEMP TABLE moment AS SELECT now() AS at;
CREATE TEMP TABLE phrase AS
  SELECT p AS n, string_agg(w.word, ' ') AS text
  FROM (SELECT p, floor(power($words, random()))::int AS n FROM generate_series(1, $phrases) p, generate_series(1, 9)) picked JOIN word w USING (n)
  GROUP BY p;
CREATE UNIQUE INDEX ON phrase (n);

-- step: person
INSERT INTO person (version, id, name, email, role, time_zone, languages, product_group, capacity, presence, shift_start, shift_end, shift_days, demo)
  SELECT 1, g, (SELECT given FROM name WHERE n = g % 30) || ' ' || (SELECT surname FROM name WHERE n = g / 30 % 25), 'person' || g || '@support.example',
    CASE WHEN g % 25 = 0 THEN 'duty_lead' WHEN g % 25 = 1 THEN 'rapid_response' WHEN g % 25 IN (2, 3) THEN 'product_group_engineer'
      WHEN g % 50 = 4 THEN 'auditor' WHEN g % 50 = 29 THEN 'administrator' ELSE 'support_engineer' END,
    (ARRAY['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Singapore'])[1 + g % 4], CASE WHEN g % 4 = 1 THEN '{en,de}'::text[] ELSE '{en}' END,
    CASE WHEN g % 25 IN (2, 3) THEN (SELECT key FROM product_group WHERE n = g % (SELECT count(*) FROM product_group)) END,
    8 + g % 5, (ARRAY['available', 'busy', 'away', 'offline'])[1 + g % 4], 480 + g % 3 * 60, 960 + g % 3 * 60, '{1,2,3,4,5}', false
  FROM generate_series(1, $people) g;
INSERT INTO clearance (boundary, person_id, granted_at, expires_at, evidence)
  SELECT boundary, p.id, at - interval '90 days', at + interval '300 days', 'screening on file' FROM moment, person p, (VALUES
    ('public', 1, 0), ('usgov', 5, 0), ('germany', 10, 1), ('france', 10, 2), ('singapore', 20, 3)) b (boundary, every, rest)
  WHERE p.id % every = rest OR p.role = 'administrator';
INSERT INTO specialty (person_id, family, level)
  SELECT p.id, f.key, 2 + (p.id + k) % 4 FROM person p, generate_series(0, 2) k, family f
  WHERE p.role IN ('support_engineer', 'duty_lead', 'rapid_response') AND f.n = (p.id + k * 3) % (SELECT count(*) FROM family);
CREATE TEMP TABLE worker AS
  SELECT c.boundary, p.id, row_number() OVER (PARTITION BY c.boundary) AS n, count(*) OVER (PARTITION BY c.boundary) AS total
  FROM clearance c JOIN person p ON p.id = c.person_id WHERE p.role = 'support_engineer';

-- step: customer
INSERT INTO customer (boundary, version, id, name, industry, plan, cover_until, handling_notes)
  SELECT CASE WHEN g % 100 < 90 THEN 'public' WHEN g % 100 < 95 THEN 'usgov' WHEN g % 100 < 97 THEN 'germany' WHEN g % 100 < 99 THEN 'france' ELSE 'singapore' END,
    1, g, a.first || b.second || ' ' || t.trade, t.trade, (ARRAY['standard', 'standard', 'prodirect', 'developer', 'unified'])[1 + g % 5],
    CASE WHEN g % 20 = 7 THEN moment.at + interval '200 days' WHEN g % 20 = 8 THEN moment.at - interval '20 days' END, ''
  FROM moment, generate_series(1, $customers) g JOIN name a ON a.n = g % 40 JOIN name b ON b.n = g / 40 % 40 JOIN name t ON t.n = g / 1600 % 13;
INSERT INTO contact (boundary, version, id, customer_id, name, email, title, time_zone, language)
  SELECT c.boundary, 1, c.id * 2 - k, c.id, 'Contact ' || k + 1, 'contact' || k || '@customer' || c.id || '.example', '', 'UTC', 'en'
  FROM customer c, generate_series(0, 1) k;
INSERT INTO subscription (boundary, id, customer_id, code, name, regions, services)
  SELECT c.boundary, c.id * 2 - k, c.id, md5(c.id || '/' || k), 'Subscription ' || k + 1, ARRAY[r.key], '{}'
  FROM customer c CROSS JOIN generate_series(0, 1) k
  JOIN region r ON r.boundary = c.boundary AND r.n = c.id % (SELECT count(*) FROM region o WHERE o.boundary = c.boundary);

-- step: lines
CREATE TEMP TABLE drawn AS
  SELECT g AS id, 1 + floor(power(random(), 2) * $customers)::int AS customer_id, floor(power($products, random()))::int AS product_n, random() AS worker_at,
    random() AS region_at, random() < 0.1 * power(g / $cases.0, 4) AS is_open, random() AS sev, random() AS turn_at, random() AS extra, random() AS due,
    -ln(1 - random()) * interval '3 days' AS lasted, 1 + floor(random() * $phrases)::int AS p1, 1 + floor(random() * $phrases)::int AS p2,
    1 + floor(random() * $phrases)::int AS p3, 1 + floor(random() * $phrases)::int AS p4, substr(md5(g::text), 1, 8) AS host
  FROM generate_series(1, $cases) g;
ANALYZE drawn; ANALYZE phrase; ANALYZE customer;
-- Each case as an earlier system would tell of it, and what only we know of the open ones. Imported in this order, so that numbers follow age.
CREATE TEMP VIEW told AS
SELECT d.id, d.is_open, s.turn, s.due_at, at, extra, c.id * 2 - (d.id % 2) AS subscription_id, p.family,
    CASE WHEN s.severity = 'A' AND c.cover_until > at THEN 'rapid_response' WHEN extra > 0.98 THEN 'triage' ELSE p.family END AS queue,
    (ARRAY['web', 'mail', 'phone', 'api'])[1 + d.id % 4] AS channel, json_strip_nulls(json_build_object(
      'key', d.id::text, 'customer', 'CU-' || c.id, 'contact', 'contact' || d.id % 2 || '@customer' || c.id || '.example', 'severity', s.severity,
      'title', p.name || ': ' || array_to_string((string_to_array(t.text, ' '))[1:6], ' '), 'description', t.text || '. ' || a.text || ' on host vm' || d.host || '. ' || b.text || '.',
      'family', p.family, 'product', CASE WHEN extra < 0.9 THEN p.key END, 'region', r.key, 'resources', ARRAY['vm' || d.host],
      'error_codes', CASE WHEN extra < 0.3 THEN ARRAY['e' || 40000 + (extra * 1000)::int] END, 'opened_at', s.opened_at,
      'owner', CASE WHEN NOT d.is_open OR s.turn <> 'us' OR extra < 0.7 THEN 'person' || w.id || '@support.example' END,
      'closed_at', CASE WHEN NOT d.is_open THEN s.ended_at END,
      'resolution', CASE WHEN NOT d.is_open THEN (ARRAY['fixed', 'workaround', 'known_issue', 'customer_config', 'by_design', 'no_response'])[1 + d.id % 6] END,
      'messages', json_build_array(
        json_build_object('by', 'engineer', 'at', least(at, s.opened_at + interval '20 minutes'), 'author', coalesce('person' || w.id || '@support.example', 'A colleague of then'), 'text', b.text || '. ' || o.text || '.'),
        json_build_object('by', 'note', 'at', least(at, s.opened_at + interval '40 minutes'), 'author', coalesce('person' || w.id || '@support.example', 'A colleague of then'), 'text', o.text || '.')))) AS line
  FROM moment CROSS JOIN drawn d JOIN customer c ON c.id = d.customer_id JOIN product p ON p.n = d.product_n
  JOIN phrase t ON t.n = d.p1 JOIN phrase a ON a.n = d.p2 JOIN phrase b ON b.n = d.p3 JOIN phrase o ON o.n = d.p4
  JOIN LATERAL (SELECT CASE WHEN d.sev < 0.05 THEN 'A' WHEN d.sev < 0.3 THEN 'B' ELSE 'C' END AS severity,
    CASE WHEN NOT d.is_open OR d.turn_at < 0.5 THEN 'us' WHEN d.turn_at < 0.8 THEN 'customer' WHEN d.turn_at < 0.9 THEN 'product_group'
      WHEN d.turn_at < 0.95 THEN 'third_party' ELSE 'close_the_loop' END AS turn,
    at - interval '1095 days' * (1 - d.id / ($cases + 1.0)) AS opened_at,
    least(at, at - interval '1095 days' * (1 - d.id / ($cases + 1.0)) + greatest(d.lasted, interval '1 hour')) AS ended_at,
    CASE WHEN d.turn_at < 0.5 THEN at + interval '1 day' * (d.due * d.due * 4 - 0.3) ELSE at + interval '5 days' * d.due + interval '1 hour' END AS due_at) s ON true
  LEFT JOIN worker w ON w.boundary = c.boundary AND w.n = 1 + floor(d.worker_at * w.total)
  LEFT JOIN region r ON r.boundary = c.boundary AND r.n = floor(power(d.region_at, 2) * r.total);

-- step: what became of the open
-- An import makes every open case ours and owed from now; here they have been worked on since.
ANALYZE support_case;
DELETE FROM clock_event; DELETE FROM clock; DELETE FROM routing_decision;
UPDATE support_case c SET turn = t.turn, queue = t.queue, due_at = t.due_at,
    due_kind = CASE WHEN t.turn = 'us' THEN CASE WHEN t.extra < 0.5 THEN 'first_response' ELSE 'next_update' END ELSE 'follow_up' END,
    snoozed_until = CASE WHEN t.turn = 'customer' AND t.extra < 0.2 THEN t.due_at END, opened_by = c.owner_id, queued_at = c.opened_at, subscription_id = t.subscription_id,
    channel = t.channel, first_answered_at = CASE WHEN t.turn <> 'us' THEN c.first_answered_at END, transfers = CASE WHEN t.id % 9 = 0 THEN 1 ELSE 0 END,
    changed_at = least(t.at, c.opened_at + interval '3 days' * t.extra), assigned_at = c.opened_at + interval '4 minutes', heard_at = c.opened_at + interval '20 minutes',
    alerts = CASE WHEN c.owner_id IS NULL AND c.opened_at < t.at - interval '1 day' THEN CASE c.severity WHEN 'A' THEN 3 WHEN 'B' THEN 2 ELSE 1 END ELSE 0 END
  FROM told t WHERE t.is_open AND c.external_key = 'bench:' || t.id AND c.boundary = (SELECT boundary FROM customer u WHERE u.id = c.customer_id);
UPDATE search_document s SET facts = array_remove(ARRAY['family:' || c.family, 'product:' || c.product, 'queue:' || c.queue, 'region:' || c.region, 'sev:' || c.severity,
    'customer:' || c.customer_id, 'owner:' || c.owner_id, 'is:open', CASE WHEN c.owner_id IS NULL THEN 'is:unowned' END,
    CASE WHEN c.snoozed_until IS NOT NULL THEN 'is:snoozed' END, 'state:' || c.turn], NULL)
  FROM support_case c WHERE c.closed_at IS NULL AND s.kind = 'case' AND s.object_id = c.id;
ANALYZE support_case;

-- step: beside cases
INSERT INTO case_wait (boundary, case_id, on_whom, question, since, until, author_id)
  SELECT boundary, id, turn, 'Which version runs there?', changed_at, due_at, owner_id FROM support_case
  WHERE closed_at IS NULL AND turn IN ('customer', 'product_group', 'third_party');
INSERT INTO severity_change (boundary, case_id, kind, was, became, ground, reason, at, author_id)
  SELECT boundary, id, 'assessed', 'B', severity, '', 'No production system is down.', opened_at + interval '1 hour', owner_id FROM support_case WHERE id % 10 = 0;
INSERT INTO case_link (boundary, case_id, other_id, kind, reason, at)
  SELECT a.boundary, a.id, b.id, 'related', '', a.opened_at FROM support_case a JOIN support_case b ON b.id = a.id - 100 AND b.boundary = a.boundary WHERE a.id % 50 = 0;
INSERT INTO attachment (boundary, case_id, name, media_type, size, sha256, at, author_id)
  SELECT boundary, id, 'trace.log', 'text/plain', 4096, md5(id::text), opened_at, owner_id FROM support_case WHERE id % 5 = 0;

-- step: routing_decision
-- Open cases carry a record of full size, with everybody who was weighed; of closed ones only the facts are kept here.
CREATE TEMP TABLE weighed AS SELECT jsonb_agg(jsonb_build_array(because, ids, names)) AS unable FROM (
  SELECT 's' || 30 * (id % 24) || CASE WHEN id % 3 = 0 THEN ' k0,0' ELSE '' END AS because, jsonb_agg(id) AS ids, jsonb_agg(name) AS names
  FROM person WHERE role IN ('support_engineer', 'duty_lead', 'rapid_response') GROUP BY 1) groups;
INSERT INTO routing_decision (boundary, case_id, at, trigger, rule_set, rule, queue, assignee_id, reasons, facts, record)
  SELECT c.boundary, c.id, c.opened_at, 'opened', 'bench', 'by family', c.queue, c.owner_id, ARRAY['Its family is known.', 'So it goes to ' || c.queue || '.', 'The most room.'],
    jsonb_build_object('text', c.title, 'family', c.family, 'severity', c.severity, 'boundary', c.boundary, 'opened_at', c.opened_at), jsonb_build_object(
      'at', c.opened_at, 'trigger', 'opened', 'rules_hash', 'bench', 'conditions', '[]'::jsonb, 'holds', '', 'rules', '[["by family", "family", [], null]]'::jsonb,
      'rule', jsonb_build_object('name', 'by family', 'owner', 'bench', 'reason', 'Everything.', 'place', 'bench:1', 'action', '{"queue": "family", "require": {"family": 1}}'::jsonb),
      'routed_to', jsonb_build_object('key', c.queue, 'name', c.queue, 'roles', '["support_engineer"]'::jsonb), 'assignment', '$assignment'::jsonb, 'relaxed', '[]'::jsonb,
      'able', '[]'::jsonb, 'unable', CASE WHEN c.closed_at IS NULL THEN w.unable ELSE '[]' END, 'assignee_id', null, 'tied', 0)
  FROM support_case c, weighed w ORDER BY c.id;

-- step: clock
INSERT INTO clock (boundary, case_id, holder, kind, started_at, state, why, policy_version, calendar, target_minutes, due_at, warn_at, wake_at, breached_at, satisfied_at)
  SELECT c.boundary, c.id, 'support', coalesce(c.due_kind, 'first_response'), c.opened_at,
    CASE WHEN c.closed_at IS NULL THEN 'running' ELSE 'satisfied' END, '', CASE WHEN c.closed_at IS NULL THEN '$policy' ELSE '2023-07-01' END, '$calendar', 240,
    coalesce(c.due_at, c.opened_at + interval '4 hours'), CASE WHEN c.closed_at IS NULL THEN c.due_at - interval '1 hour' END,
    CASE WHEN c.closed_at IS NULL THEN CASE WHEN c.due_at < at THEN at + interval '1 hour' * random() ELSE c.due_at END END,
    CASE WHEN c.due_at < at THEN c.due_at END, CASE WHEN c.closed_at IS NOT NULL THEN c.first_answered_at END
  FROM support_case c, moment ORDER BY c.id;
INSERT INTO clock (boundary, case_id, holder, kind, started_at, state, why, policy_version, calendar, target_minutes)
  SELECT boundary, id, 'support', 'next_update', opened_at, 'paused', 'customer', '$policy', '$calendar', 480
  FROM support_case WHERE closed_at IS NULL AND turn = 'customer';
INSERT INTO clock_event (boundary, clock_id, what, at, recorded_at, round, why, minutes, calendar, policy, due_at, threshold)
  SELECT k.boundary, k.id, e.what, e.at, e.at, 0, e.why, e.minutes, '$calendar', k.policy_version, e.due_at, CASE e.what WHEN 'warned' THEN 75 END FROM clock k, moment, LATERAL (VALUES
    ('started', k.started_at, '', k.target_minutes, k.due_at, true), ('paused', k.started_at + interval '1 hour', k.why, NULL, NULL, k.state = 'paused'),
    ('warned', k.warn_at, '', NULL, k.due_at, k.state = 'running' AND k.kind <> 'follow_up'), ('breached', k.due_at, '', NULL, k.due_at, k.breached_at IS NOT NULL),
    ('satisfied', k.satisfied_at, '', NULL, NULL, k.state = 'satisfied')) e (what, at, why, minutes, due_at, told)
  WHERE e.told ORDER BY k.id;

-- step: time
-- Of closed cases one in four waited for the customer, one in three was promised something, and each left where its time went.
CREATE TEMP TABLE timed (id bigint, how text, since timestamptz, until timestamptz);
WITH made AS (INSERT INTO clock (boundary, case_id, holder, kind, started_at, state, why, policy_version, calendar, target_minutes, due_at, breached_at, satisfied_at)
  SELECT c.boundary, c.id, 'support', k.kind, c.opened_at + interval '40 minutes', 'satisfied', '', '2023-07-01', '$calendar', 480, c.opened_at + interval '5 hours',
    CASE WHEN c.id % 9 = 0 THEN c.opened_at + interval '5 hours' END, c.opened_at + interval '6 hours'
  FROM support_case c, LATERAL (VALUES ('next_update', c.id % 4 = 0), ('promise', c.id % 3 = 0)) k (kind, told) WHERE c.closed_at IS NOT NULL AND k.told
  ORDER BY c.id RETURNING id, kind, started_at, satisfied_at)
  INSERT INTO timed SELECT id, kind, started_at, satisfied_at FROM made;
INSERT INTO clock_event (boundary, clock_id, what, at, recorded_at, round, why, minutes, calendar, policy, due_at)
  SELECT k.boundary, k.id, e.what, e.at, e.at, 0, e.why, e.minutes, '$calendar', '2023-07-01', e.due_at FROM timed t JOIN clock k ON k.id = t.id, LATERAL (VALUES
    ('started', t.since, CASE t.how WHEN 'promise' THEN 'by 16:00 UTC' ELSE '' END, CASE t.how WHEN 'next_update' THEN 480 END, CASE t.how WHEN 'promise' THEN k.due_at END, true),
    ('paused', t.since + interval '5 minutes' * (k.id % 20), 'customer', NULL, NULL, t.how = 'next_update'), ('resumed', t.since + interval '3 hours', '', NULL, NULL, t.how = 'next_update'),
    ('satisfied', t.until, '', NULL, NULL, true)) e (what, at, why, minutes, due_at, told)
  WHERE e.told ORDER BY k.id;
INSERT INTO case_time (boundary, case_id, closed_at, us, customer, product_group, third_party, out_of_hours, resolved)
  SELECT boundary, id, closed_at, s * 3 / 10, s * 3 / 10, s / 10, s / 10, s - s * 3 / 10 * 2 - s / 10 * 2, 0
  FROM support_case, LATERAL (SELECT extract(epoch FROM closed_at - opened_at)::bigint) l (s) WHERE closed_at IS NOT NULL;

-- step: known_issue
INSERT INTO known_issue (boundary, version, id, title, body, family, products, error_codes, confidence, audience, governance, state, match, created_at, changed_at)
  SELECT CASE WHEN g % 20 = 0 THEN 'germany' WHEN g % 20 = 1 THEN 'usgov' ELSE 'everywhere' END, 1, g,
    p.name || ': ' || array_to_string((string_to_array(a.text, ' '))[1:6], ' '), '## What happens' || chr(10) || a.text || '. ' || b.text || chr(10) || '## What helps'
      || chr(10) || b.text || '. ' || a.text, p.family, ARRAY[p.key], CASE WHEN g % 3 = 0 THEN ARRAY['e' || 40000 + g % 300] ELSE '{}' END,
    (ARRAY['validated', 'validated', 'not_validated', 'work_in_progress', 'archived'])[1 + g % 5], 'internal', 'experience', 'workaround', '', at - interval '1 hour' * g,
    at - interval '30 minutes' * g
  FROM moment, generate_series(1, $articles) g JOIN product p ON p.n = g % $products JOIN phrase a ON a.n = 1 + g * 7 % $phrases JOIN phrase b ON b.n = 1 + g * 11 % $phrases;
INSERT INTO case_known_issue (boundary, case_id, article_id, article_boundary, kind, by_id, at)
  SELECT c.boundary, c.id, k.id, k.boundary, (ARRAY['resolved_by', 'referenced', 'referenced', 'not_helpful'])[1 + c.id % 4], c.owner_id, c.changed_at
  FROM support_case c JOIN known_issue k ON k.id = 1 + (c.id * 31 + c.customer_id) % $articles AND k.boundary IN ('everywhere', c.boundary) WHERE c.id % 10 < 3;

-- step: incident
INSERT INTO incident (boundary, version, id, title, summary, severity, families, products, regions, state, started_at, declared_at, mitigated_at, resolved_at, root_cause)
  SELECT CASE WHEN g % 10 = 9 THEN 'usgov' ELSE 'public' END, 1, g, p.name || ' ' || a.text, a.text, (ARRAY['A', 'B', 'C'])[1 + g % 3], ARRAY[p.family],
    ARRAY[p.key], CASE WHEN g % 4 = 0 THEN '{}' ELSE ARRAY(SELECT key FROM region r WHERE r.boundary = CASE WHEN g % 10 = 9 THEN 'usgov' ELSE 'public' END AND r.n IN (g % 4, g % 7)) END,
    s.state, s.began, s.began + interval '20 minutes', CASE WHEN s.state <> 'active' THEN s.began + interval '3 hours' END,
    CASE WHEN s.state = 'resolved' THEN s.began + interval '5 hours' END, CASE WHEN s.state = 'resolved' THEN 'A change went to all regions at once.' ELSE '' END
  FROM moment, generate_series(1, $incidents) g JOIN product p ON p.n = 1 + g % 20 JOIN phrase a ON a.n = g,
    LATERAL (SELECT CASE WHEN g > $incidents - 4 THEN 'active' WHEN g > $incidents - 8 THEN 'mitigated' ELSE 'resolved' END AS state,
      moment.at - interval '1095 days' * (1 - g / ($incidents + 1.0)) - interval '5 hours' AS began) s;
INSERT INTO case_incident_link (boundary, version, case_id, customer_id, case_open, case_severity, case_merged, case_opened_at, case_region, case_subscription_id, incident_id, state, method, score, evidence, at, reason)
  SELECT c.boundary, 1, c.id, c.customer_id, c.closed_at IS NULL, c.severity, c.merged_into_id IS NOT NULL, c.opened_at, c.region, c.subscription_id, i.id, CASE WHEN c.closed_at IS NULL AND c.id / 4 % 10 < 3 THEN 'suggested' WHEN c.id / 4 % 10 = 9 THEN 'rejected' ELSE 'confirmed' END, 'rule', 70,
    '["product in common", "same region"]', c.opened_at, ''
  FROM support_case c JOIN incident i ON i.id = $incidents - floor(power((c.id * 7919 % 1000) / 1000.0, 2) * $incidents)::int AND i.boundary = c.boundary
  WHERE c.id % 20 = 0 OR (c.closed_at IS NULL AND c.id % 4 = 0);

-- step: kept counts
-- As the database's own triggers keep them, which do not run while this does.
DELETE FROM case_count;
INSERT INTO case_count (boundary, queue, family, severity, turn, owned, asleep, cases)
  SELECT boundary, queue, family, severity, turn, owner_id IS NOT NULL, snoozed_until IS NOT NULL, count(*) FROM support_case WHERE closed_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7;
INSERT INTO incident_customer (boundary, incident_id, customer_id, cases, suggested)
  SELECT boundary, incident_id, customer_id, count(*) FILTER (WHERE state = 'confirmed'), count(*) FILTER (WHERE state = 'suggested') FROM case_incident_link
  WHERE state IN ('confirmed', 'suggested') GROUP BY 1, 2, 3;
INSERT INTO incident_count (boundary, incident_id, cases, open_cases, suggested, customers)
  SELECT boundary, incident_id, count(*) FILTER (WHERE state = 'confirmed'), count(*) FILTER (WHERE state = 'confirmed' AND case_open),
    count(*) FILTER (WHERE state = 'suggested'), count(DISTINCT customer_id) FILTER (WHERE state = 'confirmed') FROM case_incident_link
  WHERE state IN ('confirmed', 'suggested') GROUP BY 1, 2;

-- step: escalation
INSERT INTO escalation (boundary, version, case_id, product_group, reason, severity, asked, business_impact, tried, environment, evidence, answers, absent, mitigation, state, opened_by,
    opened_at, accepted_by, accepted_at, return_code, missing_need, closing_note, closed_at)
  SELECT c.boundary, 1, c.id, g.key, 'defect_suspected', c.severity, 'What is wrong with it?', '', '', '', '', '{}', ARRAY['trace'], '', s.state, c.owner_id, c.opened_at,
    CASE WHEN s.state IN ('accepted', 'resolved') THEN coalesce(c.opened_by, c.owner_id) END, CASE WHEN s.state IN ('accepted', 'resolved') THEN c.opened_at + interval '2 hours' END, CASE s.state WHEN 'returned' THEN 'missing_info' END,
    CASE s.state WHEN 'returned' THEN 'trace' END, CASE WHEN c.closed_at IS NULL THEN '' ELSE 'Answered.' END, c.closed_at
  FROM support_case c JOIN product_group g ON g.n = c.id % (SELECT count(*) FROM product_group), LATERAL (SELECT CASE
    WHEN c.closed_at IS NULL THEN CASE c.id % 3 WHEN 0 THEN 'submitted' ELSE 'accepted' END WHEN c.id % 5 = 0 THEN 'returned' ELSE 'resolved' END AS state) s
  WHERE (c.closed_at IS NULL AND c.turn = 'product_group') OR c.id % 50 = 7 AND c.closed_at IS NOT NULL;
INSERT INTO escalation_case (boundary, escalation_id, case_id, at, author_name) SELECT boundary, id, case_id, opened_at, 'Fill' FROM escalation;
INSERT INTO clock (boundary, case_id, escalation_id, holder, kind, started_at, state, why, policy_version, calendar, target_minutes, due_at, warn_at, wake_at)
  SELECT boundary, case_id, id, 'product_group', CASE state WHEN 'submitted' THEN 'acknowledge' ELSE 'answer' END, opened_at, 'running', '', '2023-07-01', '$calendar', 480,
    at + interval '2 hours' + interval '2 days' * random(), at + interval '1 hour', at + interval '1 hour' FROM escalation, moment WHERE closed_at IS NULL;
INSERT INTO clock_event (boundary, clock_id, what, at, recorded_at, round, why, minutes, calendar, policy, due_at)
  SELECT boundary, id, 'started', started_at, started_at, 0, '', target_minutes, calendar, policy_version, due_at FROM clock WHERE escalation_id IS NOT NULL;
INSERT INTO engagement (boundary, version, title, state, reason, customer_id, cause, requested_by, requested_at, taken_at, wake_at, stand_down_note, learned)
  SELECT c.boundary, 1, 'Case ' || c.id, CASE WHEN c.id % 2 = 0 THEN 'requested' ELSE 'engaged' END, 'Production is down.', c.customer_id, '', c.owner_id, c.opened_at,
    CASE WHEN c.id % 2 = 1 THEN c.opened_at + interval '9 minutes' END, CASE WHEN c.id % 2 = 1 THEN at + interval '1 hour' END, '', ''
  FROM support_case c JOIN customer u ON u.id = c.customer_id, moment WHERE c.closed_at IS NULL AND c.severity IN ('A', 'B') AND u.cover_until > at AND c.id % 3 = 0;
INSERT INTO engagement_case (boundary, engagement_id, case_id, reason, added_at, left_why)
  SELECT boundary, id, substring(title FROM 6)::bigint, reason, requested_at, '' FROM engagement;
INSERT INTO engagement_role (boundary, engagement_id, role, person_id, taken_at)
  SELECT boundary, id, 'lead', requested_by, taken_at FROM engagement WHERE state = 'engaged' AND requested_by IS NOT NULL;
INSERT INTO engagement_promise (boundary, engagement_id, made_at, due_at, reminders, outcome, why)
  SELECT boundary, e.id, at, at + interval '2 hours', 0, '', '' FROM engagement e, moment WHERE state = 'engaged';

-- step: event
INSERT INTO event (at, action, subject, thread, boundary, actor_id, actor_name, particulars)
  SELECT c.opened_at + interval '30 minutes' * e.n, e.action, 'case/' || c.id, 'case/' || c.id, c.boundary, p.id, p.name, e.particulars
  FROM support_case c JOIN person p ON p.id = c.owner_id, LATERAL (VALUES
    (1, 'CaseAssigned', jsonb_build_object('owner_id', p.id, 'owner', p.name, 'was', NULL)),
    (2, 'NoteAdded', jsonb_build_object('entry_id', c.id * 3))) e (n, action, particulars)
  ORDER BY c.id, e.n;

-- step: search_document
INSERT INTO search_document (kind, object_id, boundary, title, body, codes, marks, family, tags, facts)
  SELECT d.kind, d.id, d.boundary, d.title, d.body, d.codes,
    ARRAY(SELECT 'title:' || word FROM unnest(tsvector_to_array(to_tsvector('english', d.title))) word), d.family, d.tags, array_remove(d.facts, NULL)
  FROM (
    SELECT 'known_issue' AS kind, id, boundary, title, body, error_codes AS codes, family, products AS tags,
      ARRAY['family:' || family, 'state:' || state, 'state:' || confidence] || ARRAY(SELECT 'product:' || p FROM unnest(products) p) AS facts FROM known_issue
    UNION ALL SELECT 'incident', id, boundary, title, summary, '{}', families[1], products || regions,
      ARRAY['sev:' || severity, 'state:' || state, CASE state WHEN 'resolved' THEN 'is:closed' ELSE 'is:open' END] || ARRAY(SELECT 'family:' || f FROM unnest(families) f)
        || ARRAY(SELECT 'product:' || p FROM unnest(products) p) || ARRAY(SELECT 'region:' || r FROM unnest(regions) r) FROM incident
    UNION ALL SELECT 'customer', id, boundary, name, industry, '{}', '', '{}', ARRAY['plan:' || plan] FROM customer
    UNION ALL SELECT 'escalation', id, boundary, product_group || ': ' || asked, asked, '{}', '', '{}',
      ARRAY['sev:' || severity, 'state:' || state, CASE WHEN closed_at IS NULL THEN 'is:open' ELSE 'is:closed' END] FROM escalation) d;

-- step: search_word
-- Beside the words that texts are made of, $spellings that were said once or twice: a list of words never ends.
CREATE TEMP TABLE spelling AS
  SELECT word, ARRAY['case', 'escalation', 'incident', 'known_issue'] AS kinds FROM word WHERE word ~ '^[a-z]{3,}$$'
  UNION (SELECT DISTINCT left(a.word, k) || right(b.word, 9 - k), ARRAY['case'] FROM word a JOIN word b ON a.word ~ '^[a-z]{5,}$$' AND b.word ~ '^[a-z]{6,}$$',
    generate_series(3, 5) k LIMIT $spellings)
  UNION SELECT DISTINCT unnest(codes), ARRAY['case', 'known_issue'] FROM search_document WHERE kind = 'known_issue';
INSERT INTO spelling SELECT word, ARRAY['case', kind] FROM unnest('{customer,escalation,incident,known_issue}'::text[]) kind,
  ts_stat(format('SELECT to_tsvector(''simple'', title || '' '' || body) FROM search_document WHERE kind = %L', kind)) WHERE word ~ '^[a-z]{3,}$$';
INSERT INTO search_word (boundary, word, lexeme, kinds)
  SELECT DISTINCT ON (b.boundary, s.word) b.boundary, s.word, w.lexeme, array_agg(DISTINCT k ORDER BY k) FROM (SELECT p.word, p.kinds, l.lexeme FROM spelling p,
      LATERAL (SELECT lexeme FROM unnest(to_tsvector('english', p.word)) LIMIT 1) l) w, LATERAL (VALUES (w.word), (w.lexeme)) s (word), unnest(w.kinds) k,
    unnest('{public,usgov,germany,france,singapore,everywhere}'::text[]) b (boundary)
  WHERE b.boundary = 'public' OR w.kinds <> ARRAY['case'] GROUP BY b.boundary, s.word, w.lexeme
  ON CONFLICT (boundary, word) DO UPDATE SET kinds = ARRAY(SELECT DISTINCT unnest(search_word.kinds || EXCLUDED.kinds) ORDER BY 1);
