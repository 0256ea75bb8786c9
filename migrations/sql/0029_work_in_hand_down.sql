CREATE OR REPLACE FUNCTION work_in_hand() RETURNS TABLE (person_id bigint, a bigint, b bigint, c bigint, last_assigned_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, held.a, held.b, held.c, (SELECT max(k.assigned_at) FROM support_case k WHERE k.owner_id = p.id)
  FROM person p, LATERAL (
    SELECT count(*) FILTER (WHERE k.severity = 'A') AS a, count(*) FILTER (WHERE k.severity = 'B') AS b,
      count(*) FILTER (WHERE k.severity = 'C') AS c
    FROM support_case k WHERE k.owner_id = p.id AND k.closed_at IS NULL AND k.turn IN ('us', 'close_the_loop')) held
  WHERE p.disabled_at IS NULL
$$;
