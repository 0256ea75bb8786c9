-- The newest documents of one kind that `wanted` finds and of which all of `besides` is so, at most `most`. Cases are ten times all the others
-- together: those have a small index of their own, in which a word's postings are not mostly of cases.
CREATE FUNCTION search_met(of_kind text, wanted tsquery, besides text[], sight text[], most integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF of_kind = 'case' THEN
    RETURN ARRAY(
      WITH met AS MATERIALIZED (
        SELECT d.object_id FROM search_document d WHERE d.tsv @@ wanted AND d.kind || '' = of_kind AND d.boundary = ANY (sight)
          AND (besides = '{}' OR NOT EXISTS (SELECT FROM unnest(besides) one WHERE (d.facts && string_to_array(one, '|')) IS NOT TRUE)))
      SELECT m.object_id FROM met m ORDER BY m.object_id DESC LIMIT most);
  END IF;
  RETURN ARRAY(
    WITH met AS MATERIALIZED (
      SELECT d.object_id FROM search_document d WHERE d.tsv @@ wanted AND d.kind <> 'case' AND d.kind || '' = of_kind AND d.boundary = ANY (sight)
        AND (besides = '{}' OR NOT EXISTS (SELECT FROM unnest(besides) one WHERE (d.facts && string_to_array(one, '|')) IS NOT TRUE)))
    SELECT m.object_id FROM met m ORDER BY m.object_id DESC LIMIT most);
END
$$;

REVOKE ALL ON FUNCTION search_met FROM PUBLIC
