-- Cases at work that hold all that was typed, of the caller's own boundaries: nothing is ranked, since a list has an order of its own. Their documents
-- have an index to themselves, so that the postings of a common word are not mostly of closed cases. Where more than `at_most` hold it, the newest
-- of them: blocks of neighbours by object id are asked, instead of all being fetched to be sorted. The newest block lets one expect how many there are
-- of all: few are asked for at once, many in the next block that will hold enough.
CREATE FUNCTION search_open(typed text, head text, begun text[], within text[], facts text[], at_most integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
DECLARE
  sight text[] := ARRAY(SELECT b FROM unnest(app_boundaries()) b WHERE within IS NULL OR b = ANY (within));
  wanted tsquery := websearch_to_tsquery('english', typed);
  goes_on tsquery := (
    SELECT string_agg(CASE WHEN b LIKE '%*' THEN quote_literal('title:' || rtrim(b, '*')) || ':*' ELSE '(' || plainto_tsquery('english', b)::text || ')' END, ' | ')::tsquery
    FROM unnest(begun) b WHERE b LIKE '%*' OR numnode(plainto_tsquery('english', b)) > 0);
  newest bigint;
  shift integer := 12;
  width double precision;
  found bigint[];
  every bigint[];
BEGIN
  IF goes_on IS NOT NULL THEN wanted := wanted || (websearch_to_tsquery('english', head) && goes_on); END IF;
  IF numnode(wanted) = 0 THEN RETURN '{}'; END IF;
  wanted := wanted && coalesce(search_scope('{}', facts), websearch_to_tsquery(''));
  SELECT max(d.object_id) INTO newest FROM search_document d WHERE d.kind = 'case';
  LOOP
    found := ARRAY(
      WITH met AS MATERIALIZED (
        SELECT d.object_id FROM search_document d
        WHERE d.tsv @@ (wanted && CASE WHEN shift > 22 THEN websearch_to_tsquery('')
            ELSE format('''case%1$s:%2$s'' | ''case%1$s:%3$s''', shift, newest >> shift, (newest >> shift) - 1)::tsquery END)
          AND d.kind = 'case' AND d.facts @> '{is:open}' AND d.boundary = ANY (sight))
      SELECT m.object_id FROM met m ORDER BY m.object_id DESC LIMIT at_most);
    EXIT WHEN cardinality(found) >= at_most OR shift > 22 OR newest >> shift < 2;
    width := newest - (((newest >> shift) - 1) << shift) + 1;
    IF every IS NULL AND cardinality(found) * newest < 2 * at_most * width THEN
      every := ARRAY(
        SELECT d.object_id FROM search_document d
        WHERE d.tsv @@ wanted AND d.kind = 'case' AND d.facts @> '{is:open}' AND d.boundary = ANY (sight) LIMIT at_most + 1);
      IF cardinality(every) <= at_most THEN RETURN every; END IF;
    END IF;
    LOOP
      shift := shift + 2;
      EXIT WHEN shift > 22 OR cardinality(found) * (1 << shift) >= at_most * width;
    END LOOP;
  END LOOP;
  RETURN found;
END
$$;

REVOKE ALL ON FUNCTION search_open FROM PUBLIC;

GRANT EXECUTE ON FUNCTION search_open TO escalations_app
