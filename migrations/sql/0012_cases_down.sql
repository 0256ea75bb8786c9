-- Back: a merged case stands for itself again, closed as a duplicate of its survivor; agreements, splits and requests for help are given up.
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

ALTER TABLE support_case NO FORCE ROW LEVEL SECURITY;

ALTER TABLE case_closure NO FORCE ROW LEVEL SECURITY;

ALTER TABLE case_link NO FORCE ROW LEVEL SECURITY;

ALTER TABLE severity_change NO FORCE ROW LEVEL SECURITY;

INSERT INTO case_closure (boundary, case_id, resolution, note, at) SELECT boundary, id, 'duplicate', 'Merged into C-' || merged_into_id, closed_at FROM support_case WHERE merged_into_id IS NOT NULL;

UPDATE case_link SET kind = 'related' WHERE kind = 'split' AND NOT EXISTS (SELECT 1 FROM case_link other WHERE other.case_id = case_link.case_id AND other.other_id = case_link.other_id AND other.kind = 'related');

DELETE FROM case_link WHERE kind = 'split';

DELETE FROM severity_change WHERE kind = 'agreed';

ALTER TABLE support_case FORCE ROW LEVEL SECURITY;

ALTER TABLE case_closure FORCE ROW LEVEL SECURITY;

ALTER TABLE case_link FORCE ROW LEVEL SECURITY;

ALTER TABLE severity_change FORCE ROW LEVEL SECURITY;

DROP TABLE case_entry_reference;

DROP TABLE case_help_call;

DROP TABLE case_help;

DROP TABLE case_alias;

ALTER TABLE severity_change DROP COLUMN ground, DROP COLUMN contact_id, DROP CONSTRAINT ck_severity_change_kind, ADD CONSTRAINT ck_severity_change_kind CHECK (kind IN ('claimed', 'assessed'));

ALTER TABLE case_link DROP CONSTRAINT ck_case_link_kind, ADD CONSTRAINT ck_case_link_kind CHECK (kind IN ('parent', 'duplicate', 'related'));

ALTER TABLE support_case DROP COLUMN agreed, DROP COLUMN always_contact_id, DROP COLUMN merged_into_id, DROP COLUMN absorbed, DROP COLUMN split_from_id, ADD CONSTRAINT ck_support_case_counts CHECK (transfers >= 0 AND alerts >= 0);
