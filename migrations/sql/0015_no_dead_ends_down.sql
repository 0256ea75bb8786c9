-- Back: whoever is disabled holds nothing; alarms and incidents are not looked after.
DROP VIEW dead_end_incident;

DROP VIEW dead_end_alarm;

DROP VIEW dead_end_engagement;

DROP VIEW dead_end_escalation;

CREATE VIEW dead_end_escalation WITH (security_invoker = true) AS SELECT e.id, e.boundary, e.case_id, e.product_group, e.state,
  CASE WHEN p.disabled_at IS NOT NULL THEN 'its owner is disabled'
       WHEN e.state IN ('accepted', 'mitigated') AND e.accepted_by IS NULL THEN 'nobody of the group has it'
       ELSE 'nothing will wake it up: no running clock, no open question' END AS why
FROM escalation e JOIN support_case c ON c.id = e.case_id AND c.boundary = e.boundary LEFT JOIN person p ON p.id = e.accepted_by
WHERE e.closed_at IS NULL AND c.closed_at IS NULL
  AND (p.disabled_at IS NOT NULL
    OR (e.state IN ('accepted', 'mitigated') AND e.accepted_by IS NULL)
    OR NOT (EXISTS (SELECT 1 FROM clock k WHERE k.escalation_id = e.id AND k.boundary = e.boundary AND k.state = 'running' AND k.wake_at IS NOT NULL)
      OR EXISTS (SELECT 1 FROM escalation_question q WHERE q.escalation_id = e.id AND q.boundary = e.boundary AND q.ended_at IS NULL)));

GRANT SELECT ON dead_end_escalation TO escalations_app;

CREATE VIEW dead_end_engagement WITH (security_invoker = true) AS SELECT e.id, e.boundary, e.title,
  CASE WHEN e.state = 'requested' THEN 'nobody has taken it and no clock counts until somebody does'
       ELSE 'nobody leads it, or no update is promised' END AS why
FROM engagement e
WHERE (e.state = 'engaged' AND (
    NOT EXISTS (SELECT 1 FROM engagement_role r JOIN person p ON p.id = r.person_id
      WHERE r.engagement_id = e.id AND r.boundary = e.boundary AND r.role = 'lead' AND r.laid_down_at IS NULL AND p.disabled_at IS NULL)
    OR NOT EXISTS (SELECT 1 FROM engagement_promise q WHERE q.engagement_id = e.id AND q.boundary = e.boundary AND q.ended_at IS NULL)))
  OR (e.state = 'requested'
    AND EXISTS (SELECT 1 FROM engagement_case m JOIN support_case c ON c.id = m.case_id
      WHERE m.engagement_id = e.id AND m.left_at IS NULL AND c.closed_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM engagement_case m JOIN clock k ON k.case_id = m.case_id AND k.boundary = m.boundary
      WHERE m.engagement_id = e.id AND m.left_at IS NULL AND k.holder = 'rapid_response' AND k.state = 'running'));

GRANT SELECT ON dead_end_engagement TO escalations_app;

DROP INDEX ix_notice_thread;

DROP FUNCTION works_here(bigint, text);
