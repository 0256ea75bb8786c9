-- What the facts alone find, of the caller's own boundaries, the newest of each kind first. Each document is fetched by its key: PostgreSQL expects a
-- thousand rows of `search_walk`, and would read all documents for them where there are some ten thousand.
CREATE FUNCTION search_newest(kinds text[], within text[], facts text[], at_most integer)
RETURNS TABLE (kind text, object_id bigint, boundary text, family text, title text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
SELECT d.kind, d.object_id, d.boundary, d.family, d.title
FROM (SELECT ARRAY(SELECT b FROM unnest(app_boundaries()) b WHERE within IS NULL OR b = ANY (within)) AS boundaries) sight, unnest(kinds) WITH ORDINALITY AS k(kind, place),
  search_walk(k.kind, quote_literal('kind:' || k.kind)::tsquery, search_scope(sight.boundaries, facts), '{}', sight.boundaries, at_most, at_most, 'infinity', 'infinity') w,
  LATERAL (SELECT * FROM search_document one WHERE one.kind = k.kind AND one.object_id = w.object_id OFFSET 0) d
WHERE d.boundary = ANY (sight.boundaries)
ORDER BY k.place, d.object_id DESC
$$;

REVOKE ALL ON FUNCTION search_newest FROM PUBLIC;

GRANT EXECUTE ON FUNCTION search_newest TO escalations_app
