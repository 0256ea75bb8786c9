-- What the facts alone find, of the caller's own boundaries, the newest of each kind first.
CREATE OR REPLACE FUNCTION search_newest(kinds text[], within text[], facts text[], at_most integer)
RETURNS TABLE (kind text, object_id bigint, boundary text, family text, title text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
SELECT d.kind, d.object_id, d.boundary, d.family, d.title
FROM (SELECT ARRAY(SELECT b FROM unnest(app_boundaries()) b WHERE within IS NULL OR b = ANY (within)) AS boundaries) sight, unnest(kinds) WITH ORDINALITY AS k(kind, place),
  search_walk(k.kind, quote_literal('kind:' || k.kind)::tsquery, search_scope(sight.boundaries, facts), '{}', sight.boundaries, at_most, at_most, 'infinity', 'infinity') w, search_document d
WHERE d.kind = k.kind AND d.object_id = w.object_id AND d.boundary = ANY (sight.boundaries)
ORDER BY k.place, d.object_id DESC
$$;
