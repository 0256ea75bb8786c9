-- The newest documents of one kind that `narrowed` finds and of which all of `besides` is so, at most `most`, in the cheapest of three ways:
-- Where few are wanted, what a fourth of all documents holds is read off the newest of them, one after the other.
-- What is still common is asked of blocks: each document carries the numbers of the blocks it lies in (1,024 neighbours, 4,096, and so on, by
-- object id) as words of its vector, so the index itself looks among the newest only and skips the rest of a common word's postings. Blocks grow
-- until enough is found, and the first is as large as the number `expected` of all lets one hope. With `deepest` they grow no further than
-- that, and older documents are left out.
-- Where little is expected, or the newest hold almost nothing, or the `rarest` of several words and facts is less than a block, everything is asked
-- at once: the rarest then bounds the work. One word alone keeps its promise, so blocks are tried.
-- What most documents hold is cheaper looked up in the few rows that are found than met in the index: such facts come as `besides`, and
-- `of_kind_q` is empty where most documents are of this kind.
CREATE OR REPLACE FUNCTION search_walk(of_kind text, of_kind_q tsquery, narrowed tsquery, besides text[], sight text[],
  most integer, enough integer, expected double precision, rarest double precision, deepest integer DEFAULT 22)
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
  IF expected * 4 >= newest AND most <= 100 AND expected < 'infinity' THEN
    found := ARRAY(
      SELECT d.object_id FROM (
        SELECT * FROM search_document one WHERE one.kind = of_kind AND one.object_id > newest - (3 * most * newest / expected)::bigint
        ORDER BY one.object_id DESC OFFSET 0) d
      WHERE d.tsv @@ narrowed AND d.boundary = ANY (sight) AND (besides = '{}' OR NOT EXISTS (SELECT FROM unnest(besides) one WHERE (d.facts && string_to_array(one, '|')) IS NOT TRUE))
      ORDER BY d.object_id DESC LIMIT most);
    IF cardinality(found) >= most THEN
      RETURN QUERY SELECT unnest(found);
      RETURN;
    END IF;
  END IF;
  WHILE (expected > 500 OR deepest < 22) AND ((newest >> shift) >= 4 OR shift = deepest AND newest >> shift > 0) AND shift <= 22 LOOP
    IF shift >= deepest OR expected * (2 << shift) / newest >= enough THEN
      EXIT WHEN rarest * (CASE WHEN shift < 16 THEN 2 ELSE 1 END) <= (1 << shift) AND expected <= 3000 AND (rarest > 1.5 * expected OR expected <= 500);
      block := format('''%1$s%2$s:%3$s'' | ''%1$s%2$s:%4$s''', of_kind, shift, newest >> shift, (newest >> shift) - 1)::tsquery;
      found := search_met(of_kind, block && narrowed, besides, sight, most);
      IF shift >= deepest OR cardinality(found) >= enough THEN
        RETURN QUERY SELECT unnest(found);
        RETURN;
      END IF;
      EXIT WHEN cardinality(found) * 16 < enough AND deepest = 22;
      shift := shift + CASE WHEN cardinality(found) * 3 >= enough THEN 0 ELSE 2 END;
    END IF;
    shift := shift + 2;
  END LOOP;
  RETURN QUERY SELECT unnest(search_met(of_kind, of_kind_q && narrowed, besides, sight, most));
END
$$;
