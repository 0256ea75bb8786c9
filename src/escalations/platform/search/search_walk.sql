-- The newest documents of one kind that `narrowed` finds, at most `most`. Each document carries the numbers of the blocks it lies in
-- (1,024 neighbours, 4,096, and so on, by object id) as words of its vector, so the index itself looks among the newest only and skips
-- the rest of a common word's postings. Blocks grow fourfold until enough is found. Where the words promise little (`expected`), or
-- the newest hold almost nothing, everything is asked at once: the rarest of words and facts then bounds the work.
CREATE FUNCTION search_walk(of_kind text, narrowed tsquery, sight text[], most integer, expected double precision, enough integer)
RETURNS TABLE (object_id bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  newest bigint;
  found bigint[];
  shift integer := 10;
  block tsquery;
BEGIN
  IF most <= 0 OR narrowed IS NULL OR numnode(narrowed) = 0 THEN RETURN; END IF;
  SELECT d.object_id INTO newest FROM search_document d WHERE d.kind = of_kind ORDER BY d.object_id DESC LIMIT 1;
  IF newest IS NULL THEN RETURN; END IF;
  WHILE expected > 500 AND (newest >> shift) >= 4 AND shift <= 22 LOOP
    IF expected * (2 << shift) / newest >= enough THEN
      block := format('''%1$s%2$s:%3$s'' | ''%1$s%2$s:%4$s''', of_kind, shift, newest >> shift, (newest >> shift) - 1)::tsquery;
      found := ARRAY(
        WITH met AS MATERIALIZED (
          SELECT d.object_id FROM search_document d WHERE d.tsv @@ (block && narrowed) AND d.boundary = ANY (sight))
        SELECT m.object_id FROM met m ORDER BY m.object_id DESC LIMIT most);
      IF cardinality(found) >= (CASE WHEN shift < 12 THEN most ELSE enough END) THEN
        RETURN QUERY SELECT unnest(found);
        RETURN;
      END IF;
      EXIT WHEN cardinality(found) * 16 < enough;
    END IF;
    shift := shift + 2;
  END LOOP;
  RETURN QUERY
    WITH met AS MATERIALIZED (
      SELECT d.object_id FROM search_document d
      WHERE d.tsv @@ (quote_literal('kind:' || of_kind)::tsquery && narrowed) AND d.boundary = ANY (sight))
    SELECT m.object_id FROM met m ORDER BY m.object_id DESC LIMIT most;
END
$$;

REVOKE ALL ON FUNCTION search_walk FROM PUBLIC
