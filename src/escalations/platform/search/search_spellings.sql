-- What the caller's own documents hold for words as they were typed: whether a word occurs in them, which words are spelt like one that does
-- not, and how one that is only begun goes on. It looks in the list of words, which grows with the language and not with the documents.
CREATE FUNCTION search_spellings(words text[], begun text, kinds text[], within text[])
RETURNS TABLE (said text, is_known boolean, alike text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
#variable_conflict use_column
BEGIN
-- What is less alike is no slip of the fingers; the index need not find it.
PERFORM set_config('pg_trgm.similarity_threshold', '0.4', true);
RETURN QUERY WITH sight AS MATERIALIZED (
  SELECT ARRAY(SELECT b FROM unnest(app_boundaries()) b WHERE within IS NULL OR b = ANY (within)) AS boundaries
), looked_up AS (
  SELECT w.said, EXISTS (
    SELECT FROM search_word s, sight WHERE s.boundary = ANY (sight.boundaries) AND s.kinds && search_spellings.kinds
      AND s.word BETWEEN w.said AND w.said) OR EXISTS (
    SELECT FROM search_word s, sight, (SELECT lexeme FROM unnest(to_tsvector('english', w.said)) LIMIT 1) l WHERE s.boundary = ANY (sight.boundaries) AND s.kinds && search_spellings.kinds
      AND s.word BETWEEN l.lexeme AND l.lexeme) AS is_known
  FROM unnest(words) w (said)
)
SELECT l.said, l.is_known, CASE WHEN NOT l.is_known AND length(l.said) > 3 THEN ARRAY(
  SELECT s.word FROM search_word s, sight
  WHERE s.word % l.said AND s.boundary = ANY (sight.boundaries) AND s.kinds && search_spellings.kinds
  GROUP BY s.word ORDER BY similarity(s.word, l.said) DESC, s.word LIMIT 12) ELSE '{}' END
FROM looked_up l
UNION ALL
SELECT '', true, ARRAY(
  SELECT min(s.word) FROM search_word s, sight
  WHERE s.boundary = ANY (sight.boundaries) AND s.word >= begun AND s.word < begun || chr(1114111) AND s.kinds && search_spellings.kinds
  GROUP BY s.lexeme ORDER BY max(s.often) DESC, min(length(s.word)), s.lexeme LIMIT 6)
WHERE begun <> '';
END
$$;

REVOKE ALL ON FUNCTION search_spellings FROM PUBLIC;

GRANT EXECUTE ON FUNCTION search_spellings TO escalations_app
