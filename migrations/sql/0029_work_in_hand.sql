-- What everybody has in hand is counted by one walk through the index of owned open cases, instead of one look into it for each person.
CREATE OR REPLACE FUNCTION work_in_hand() RETURNS TABLE (person_id bigint, a bigint, b bigint, c bigint, last_assigned_at timestamptz)
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
