DROP FUNCTION work_in_hand(bigint[]);

CREATE FUNCTION work_in_hand() RETURNS TABLE (person_id bigint, a bigint, b bigint, c bigint, last_assigned_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, coalesce(held.a, 0), coalesce(held.b, 0), coalesce(held.c, 0),
    (SELECT max(k.assigned_at) FROM support_case k WHERE k.owner_id = p.id)
  FROM person p LEFT JOIN (
    SELECT k.owner_id, count(*) FILTER (WHERE k.severity = 'A') AS a, count(*) FILTER (WHERE k.severity = 'B') AS b,
      count(*) FILTER (WHERE k.severity = 'C') AS c
    FROM support_case k WHERE k.owner_id IS NOT NULL AND k.closed_at IS NULL AND k.turn IN ('us', 'close_the_loop') GROUP BY k.owner_id) held
    ON held.owner_id = p.id
  WHERE p.disabled_at IS NULL
$$;

DROP TRIGGER tg_look_again ON clearance;
DROP TRIGGER tg_look_again ON person;
DROP FUNCTION look_again();

CREATE OR REPLACE FUNCTION app_boundaries() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN coalesce(current_setting('app.person_id', true), '') <> '' THEN
      (SELECT coalesce(array_agg(c.boundary::text), '{}') || '{everywhere}' FROM clearance c JOIN person p ON p.id = c.person_id
        WHERE c.person_id = nullif(current_setting('app.person_id', true), '')::bigint AND p.disabled_at IS NULL
          AND c.granted_at <= now() AND c.expires_at > now() AND (c.revoked_at IS NULL OR c.revoked_at > now()))
    WHEN coalesce(current_setting('app.boundaries', true), '') <> '' THEN
      string_to_array(current_setting('app.boundaries'), ',') || '{everywhere}'
    ELSE '{}'::text[] END
$$;

DROP FUNCTION boundaries_of_caller();
