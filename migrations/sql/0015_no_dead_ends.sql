-- No dead ends for alarms and incidents either, and whose clearance has ended holds nothing any more.
CREATE FUNCTION works_here(person bigint, place text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM person p JOIN clearance k ON k.person_id = p.id WHERE p.id = person AND p.disabled_at IS NULL
    AND k.boundary = place AND k.revoked_at IS NULL AND k.granted_at <= now() AND k.expires_at > now())
$$;

CREATE INDEX ix_notice_thread ON notice (thread);

DROP VIEW dead_end_escalation;

DROP VIEW dead_end_engagement;

CREATE VIEW dead_end_escalation WITH (security_invoker = true) AS SELECT e.id, e.boundary, e.case_id, e.product_group, e.state,
  CASE WHEN p.disabled_at IS NOT NULL THEN 'its owner is disabled'
       WHEN e.accepted_by IS NOT NULL AND NOT works_here(e.accepted_by, e.boundary) THEN 'its owner is not cleared any more'
       WHEN e.state IN ('accepted', 'mitigated') AND e.accepted_by IS NULL THEN 'nobody of the group has it'
       ELSE 'nothing will wake it up: no running clock, no open question' END AS why
FROM escalation e JOIN support_case c ON c.id = e.case_id AND c.boundary = e.boundary LEFT JOIN person p ON p.id = e.accepted_by
WHERE e.closed_at IS NULL AND c.closed_at IS NULL
  AND (p.disabled_at IS NOT NULL
    OR (e.accepted_by IS NOT NULL AND NOT works_here(e.accepted_by, e.boundary))
    OR (e.state IN ('accepted', 'mitigated') AND e.accepted_by IS NULL)
    OR NOT (EXISTS (SELECT 1 FROM clock k WHERE k.escalation_id = e.id AND k.boundary = e.boundary AND k.state = 'running' AND k.wake_at IS NOT NULL)
      OR EXISTS (SELECT 1 FROM escalation_question q WHERE q.escalation_id = e.id AND q.boundary = e.boundary AND q.ended_at IS NULL)));

GRANT SELECT ON dead_end_escalation TO escalations_app;

CREATE VIEW dead_end_engagement WITH (security_invoker = true) AS SELECT e.id, e.boundary, e.title,
  CASE WHEN e.state = 'requested' THEN 'nobody has taken it and no clock counts until somebody does'
       ELSE 'nobody leads it, or no update is promised' END AS why
FROM engagement e
WHERE (e.state = 'engaged' AND (
    NOT EXISTS (SELECT 1 FROM engagement_role r
      WHERE r.engagement_id = e.id AND r.boundary = e.boundary AND r.role = 'lead' AND r.laid_down_at IS NULL AND works_here(r.person_id, e.boundary))
    OR NOT EXISTS (SELECT 1 FROM engagement_promise q WHERE q.engagement_id = e.id AND q.boundary = e.boundary AND q.ended_at IS NULL)))
  OR (e.state = 'requested'
    AND EXISTS (SELECT 1 FROM engagement_case m JOIN support_case c ON c.id = m.case_id
      WHERE m.engagement_id = e.id AND m.left_at IS NULL AND c.closed_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM engagement_case m JOIN clock k ON k.case_id = m.case_id AND k.boundary = m.boundary
      WHERE m.engagement_id = e.id AND m.left_at IS NULL AND k.holder = 'rapid_response' AND k.state = 'running'));

GRANT SELECT ON dead_end_engagement TO escalations_app;

CREATE VIEW dead_end_alarm WITH (security_invoker = true) AS SELECT s.id, s.boundary, s.family AS title, 'nobody who was told of it is there any more' AS why
FROM spike_alarm s
WHERE s.state = 'open' AND s.level = 'alarm' AND NOT EXISTS (SELECT 1 FROM notice n
  WHERE n.thread = 'spike_alarm/' || s.id AND n.boundary = s.boundary AND works_here(n.person_id, n.boundary));

GRANT SELECT ON dead_end_alarm TO escalations_app;

CREATE VIEW dead_end_incident WITH (security_invoker = true) AS SELECT i.id, i.boundary, i.title, 'nobody who knows of it is there any more' AS why
FROM incident i
WHERE i.state <> 'resolved' AND i.merged_into_id IS NULL AND i.declared_by IS NOT NULL AND NOT works_here(i.declared_by, i.boundary)
  AND NOT EXISTS (SELECT 1 FROM incident_update u WHERE u.incident_id = i.id AND works_here(u.author_id, i.boundary))
  AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.thread = 'incident/' || i.id AND n.boundary = i.boundary AND works_here(n.person_id, i.boundary));

GRANT SELECT ON dead_end_incident TO escalations_app;
