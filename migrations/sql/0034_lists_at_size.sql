-- What a list shows is found by an index alone, in its order where it can be: a customer's open cases, those of a family or region, all open escalations.
-- A million cases take ten seconds, of which most is reading the documents of the search once.
DROP INDEX ix_case_open_customer;
CREATE INDEX ix_case_open_customer ON support_case (customer_id, severity, due_at, id) INCLUDE (queue, boundary) WHERE closed_at IS NULL;
DROP INDEX ix_case_open_family;
CREATE INDEX ix_case_open_family ON support_case (family, region, id) INCLUDE (severity, due_at, turn, boundary) WHERE closed_at IS NULL;
DROP INDEX ix_clock_escalation_id;
CREATE INDEX ix_clock_escalation_id ON clock (escalation_id) INCLUDE (due_at, state, boundary) WHERE escalation_id IS NOT NULL;
DROP INDEX ix_escalation_open_group;
CREATE INDEX ix_escalation_open_group ON escalation (product_group, severity, id) INCLUDE (state, snoozed_until, boundary)
  WHERE state IN ('submitted', 'transferred', 'acknowledged', 'accepted', 'mitigated');

-- Few documents lie in it, so the postings of most words are short lists, each of which is written anew with each document: those wait in a short list
-- of their own and are written many at once.
CREATE INDEX ix_search_document_open ON search_document USING gin (tsv) WITH (fastupdate = on, gin_pending_list_limit = 256)
  WHERE kind = 'case' AND facts @> '{is:open}';

-- Cases at work that hold all that was typed, of the caller's own boundaries: nothing is ranked, since a list has an order of its own. Their documents
-- have an index to themselves, so that the postings of a common word are not mostly of closed cases. Where more than `at_most` hold it, the newest
-- of them: blocks of neighbours by object id are asked until they hold enough, instead of all being fetched to be sorted.
CREATE FUNCTION search_open(typed text, head text, begun text[], within text[], facts text[], at_most integer) RETURNS SETOF bigint
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
  found bigint[];
BEGIN
  IF goes_on IS NOT NULL THEN wanted := wanted || (websearch_to_tsquery('english', head) && goes_on); END IF;
  IF numnode(wanted) = 0 THEN RETURN; END IF;
  wanted := wanted && coalesce(search_scope('{}', facts), websearch_to_tsquery(''));
  found := ARRAY(
    SELECT d.object_id FROM search_document d
    WHERE d.tsv @@ wanted AND d.kind = 'case' AND d.facts @> '{is:open}' AND d.boundary = ANY (sight) LIMIT at_most + 1);
  IF cardinality(found) > at_most THEN
    SELECT max(d.object_id) INTO newest FROM search_document d WHERE d.kind = 'case';
    LOOP
      found := ARRAY(
        WITH met AS MATERIALIZED (
          SELECT d.object_id FROM search_document d
          WHERE d.tsv @@ (wanted && CASE WHEN shift > 22 THEN websearch_to_tsquery('')
              ELSE format('''case%1$s:%2$s'' | ''case%1$s:%3$s''', shift, newest >> shift, (newest >> shift) - 1)::tsquery END)
            AND d.kind = 'case' AND d.facts @> '{is:open}' AND d.boundary = ANY (sight))
        SELECT m.object_id FROM met m ORDER BY m.object_id DESC LIMIT at_most);
      EXIT WHEN cardinality(found) >= at_most OR shift > 22;
      shift := shift + 2;
    END LOOP;
  END IF;
  RETURN QUERY SELECT unnest(found);
END
$$;

REVOKE ALL ON FUNCTION search_open FROM PUBLIC;

GRANT EXECUTE ON FUNCTION search_open TO escalations_app;
