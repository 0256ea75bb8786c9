-- A region's open cases and a customer's closed ones in the order of their lists, and what of each queue can be late by an index alone. A million
-- cases take five seconds, of which most is reading the closed ones once.
CREATE INDEX ix_case_open_region ON support_case (region, severity, due_at, id) INCLUDE (boundary, family, turn) WHERE closed_at IS NULL;

CREATE INDEX ix_case_open_owed ON support_case (queue, due_at)
  INCLUDE (boundary, family, owner_id, severity, snoozed_until, turn) WHERE closed_at IS NULL AND due_kind <> 'follow_up';

CREATE INDEX ix_case_closed_customer ON support_case (customer_id, closed_at, id) WHERE closed_at IS NOT NULL;

CREATE INDEX ix_known_issue_unfinished ON known_issue (created_at, id) WHERE confidence = 'work_in_progress';
