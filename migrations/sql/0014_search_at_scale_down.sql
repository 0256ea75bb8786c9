-- Facts and the list of words are lost; both are made from the documents' things again.
DROP FUNCTION search_documents(text, text, text[], text, text[], text[], text[], text[], text[], text, integer, boolean, text[], bigint[], integer[]);

DROP FUNCTION search_newest(text[], text[], text[], integer);

DROP FUNCTION search_spellings(text[], text, text[], text[]);

DROP FUNCTION search_walk(text, tsquery, text[], integer, double precision, integer);

DROP FUNCTION search_scope(text[], text[]);

DROP TABLE search_word;

DELETE FROM pgqueuer WHERE entrypoint = 'search_refill';

ALTER TABLE search_document DROP COLUMN tsv;

ALTER TABLE search_document DROP COLUMN facts;

-- What was put since then does not say its kind by itself.
UPDATE search_document SET marks = ARRAY['kind:' || kind] || marks WHERE NOT marks @> ARRAY['kind:' || kind];

ALTER TABLE search_document ADD COLUMN tsv TSVECTOR GENERATED ALWAYS AS (setweight(to_tsvector('english'::regconfig, translate(title, './_-:@\', '       ')), 'A') || setweight(to_tsvector('english'::regconfig, translate(body, './_-:@\', '       ')), 'C') || array_to_tsvector(codes || marks)) STORED;

CREATE INDEX ix_search_document_tsv ON search_document USING gin (tsv) WITH (fastupdate = off);

CREATE INDEX ix_search_document_title ON search_document USING gin (title gin_trgm_ops);

-- Finds documents of the caller's own boundaries by the indexes, which row-level security alone would forbid: their operators
-- are not leakproof. Few candidates first, then BM25 over those. A word may hold alternatives: "vm|virtual machine", "kub|kub*".
-- Where a search engine has found the candidates they are given, and only ranked here; what the caller may not see falls out.
-- The plan is generic because every index condition is a value found at run time: a plan of its own each time costs 2 ms more.
CREATE FUNCTION search_documents(
  typed text, head text, starts text, refused text, words text[], codes text[], kinds text[], within text[],
  only_family text, likely_family text, at_most integer, highlight boolean,
  given_kinds text[], given_ids bigint[], given_strictly integer[]
) RETURNS TABLE (kind text, object_id bigint, boundary text, family text, title text, excerpt text, words_found integer[],
  codes_found text[], score double precision, share double precision)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
WITH sight AS MATERIALIZED (
  SELECT ARRAY(SELECT b FROM unnest(app_boundaries()) b WHERE within IS NULL OR b = ANY (within)) AS boundaries,
    (SELECT string_agg(quote_literal('kind:' || k), ' | ')::tsquery FROM unnest(kinds) k) AS kinds_q
), spoken AS MATERIALIZED (
  SELECT n, alternative LIKE '%*' AS is_start, lexemes, quote_literal('title:' || rtrim(alternative, '*')) || ':*' AS start,
    phraseto_tsquery('english', alternative) AS phrase
  FROM unnest(words) WITH ORDINALITY AS w(word, n), unnest(string_to_array(word, '|')) AS alternative,
    tsvector_to_array(to_tsvector('english', alternative)) AS lexemes
), counted AS MATERIALIZED (
  SELECT t.term, sum(t.documents) AS documents FROM search_term t, sight
  WHERE t.boundary = ANY (sight.boundaries) AND t.kind = ANY (kinds)
    AND t.term = ANY (ARRAY(SELECT unnest(lexemes) FROM spoken) || codes || ARRAY['']) GROUP BY t.term
), total AS MATERIALIZED (
  SELECT coalesce((SELECT documents FROM counted WHERE term = ''), (SELECT count(*) FROM (
    SELECT FROM search_document d, sight
    WHERE d.tsv @@ sight.kinds_q AND d.boundary = ANY (sight.boundaries) LIMIT 5000) few))::float AS documents
), asked AS (
  SELECT DISTINCT ON (q::text) * FROM (SELECT n, false AS is_code, '' AS code,
    string_agg(CASE WHEN is_start THEN start ELSE '(' || phrase::text || ')' END, ' | ')::tsquery AS q,
    string_agg(CASE WHEN is_start THEN start
      ELSE (SELECT '(' || string_agg(quote_literal('title:' || l), ' & ') || ')' FROM unnest(lexemes) l) END, ' | ')::tsquery AS title_q,
    sum((SELECT min(coalesce(c.documents, 0)) FROM unnest(lexemes) l LEFT JOIN counted c ON c.term = l)) AS documents
  FROM spoken WHERE is_start OR numnode(phrase) > 0 GROUP BY n) once
  UNION ALL
  SELECT -n, true, code, quote_literal(code)::tsquery, NULL, (SELECT documents FROM counted WHERE term = code)
  FROM unnest(codes) WITH ORDINALITY AS c(code, n)
), terms AS MATERIALIZED (
  SELECT n, is_code, code, q, title_q, known.documents,
    ln(1 + (greatest(total.documents, known.documents) - known.documents + 0.5) / (known.documents + 0.5)) AS idf,
    sum(known.documents) OVER (ORDER BY known.documents, n) AS so_far, row_number() OVER (ORDER BY known.documents, n) AS rank
  FROM asked, total, LATERAL (SELECT coalesce(nullif(asked.documents, 0), (SELECT count(*) FROM (
    SELECT FROM search_document d, sight
    WHERE d.tsv @@ (sight.kinds_q && asked.q) AND d.boundary = ANY (sight.boundaries) LIMIT 500) few))::float AS documents OFFSET 0) known
), strict AS MATERIALIZED (
  SELECT whole.q, whole.q && (SELECT string_agg('(' || title_q::text || ')', ' & ')::tsquery FROM terms WHERE NOT is_code) AS title_q
  FROM (
    SELECT CASE WHEN starts = '' THEN by_words
      ELSE by_words || (websearch_to_tsquery('english', head) && (quote_literal('title:' || starts) || ':*')::tsquery) END AS q
    FROM websearch_to_tsquery('english', typed) by_words) whole WHERE numnode(whole.q) > 0
), named AS MATERIALIZED (
  SELECT m.kind, m.object_id FROM (
    SELECT d.kind, d.object_id FROM search_document d, strict, sight
    WHERE given_ids IS NULL AND d.tsv @@ (sight.kinds_q && strict.title_q) AND d.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR d.family = only_family)
    LIMIT 20000) m ORDER BY m.object_id DESC LIMIT 100
), mentioned AS MATERIALIZED (
  SELECT m.kind, m.object_id FROM (
    SELECT d.kind, d.object_id FROM search_document d, strict, sight
    WHERE given_ids IS NULL AND d.tsv @@ (sight.kinds_q && strict.q) AND d.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR d.family = only_family)
      AND (SELECT count(*) FROM named) < 100
    LIMIT 5000) m ORDER BY m.object_id DESC LIMIT 100
), telling AS MATERIALIZED (
  SELECT d.kind, d.object_id, terms.idf * d.share AS idf FROM terms, sight, LATERAL (
    (SELECT s.kind, s.object_id, 1.0 AS share FROM search_document s
    WHERE s.tsv @@ (sight.kinds_q && terms.q) AND s.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR s.family = only_family) LIMIT 1000)
    UNION ALL
    (SELECT s.kind, s.object_id, 0.8 FROM search_document s
    WHERE s.tsv @@ (sight.kinds_q && terms.title_q) AND s.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR s.family = only_family) LIMIT 1000)) d
  WHERE given_ids IS NULL AND (terms.so_far <= 1500 OR terms.rank <= 3)
    AND (SELECT count(*) FROM (SELECT FROM named UNION ALL SELECT FROM mentioned) both_ways) < at_most
), misspelt AS MATERIALIZED (
  SELECT d.kind, d.object_id FROM terms t, sight, LATERAL (
    SELECT s.kind, s.object_id FROM search_document s
    WHERE split_part(words[t.n], '|', 1) <% s.title AND s.kind = ANY (kinds) AND s.boundary = ANY (sight.boundaries)
      AND (only_family IS NULL OR s.family = only_family)
    LIMIT 50) d
  WHERE given_ids IS NULL AND typed <> '' AND NOT t.is_code AND t.documents = 0 AND length(split_part(words[t.n], '|', 1)) > 3
    AND (SELECT count(*) FROM named) + (SELECT count(*) FROM mentioned) < at_most
), candidates AS (
  SELECT c.kind, c.object_id, max(c.strictly) AS strictly FROM (
    SELECT n.kind, n.object_id, 2000.0 AS weight, 1 AS strictly FROM named n
    UNION ALL SELECT m.kind, m.object_id, 1000.0, 1 FROM mentioned m
    UNION ALL SELECT t.kind, t.object_id, t.idf, 0 FROM telling t
    UNION ALL SELECT s.kind, s.object_id, 1.0, 0 FROM misspelt s
    UNION ALL SELECT g.kind, g.object_id, 1.0 / g.place, g.strictly
      FROM unnest(given_kinds, given_ids, given_strictly) WITH ORDINALITY AS g(kind, object_id, strictly, place)) c
  GROUP BY c.kind, c.object_id ORDER BY sum(c.weight) DESC, c.object_id DESC LIMIT greatest(100, at_most)
), read AS MATERIALIZED (
  SELECT d.kind, d.object_id, d.boundary, d.family, d.title, d.codes, d.tsv || ''::tsvector AS tsv, c.strictly,
    d.size / (1 + avg(d.size) OVER ()) AS size
  FROM sight, candidates c JOIN search_document d ON d.kind = c.kind AND d.object_id = c.object_id
  WHERE d.boundary = ANY (sight.boundaries) AND (only_family IS NULL OR d.family = only_family) AND (refused = '' OR NOT d.tsv @@ websearch_to_tsquery('english', refused))
), scored AS (
  SELECT r.kind, r.object_id, r.boundary, r.family, r.title, s.words_found, s.codes_found, s.share,
    coalesce(s.score, 0) + 3.0 * r.strictly + CASE WHEN r.family = likely_family THEN 4.0 ELSE 0 END
      + CASE WHEN typed = '' THEN 0 ELSE 3.0 * word_similarity(typed, r.title) END AS score
  FROM read r, LATERAL (
    SELECT sum(t.idf * CASE WHEN t.is_code THEN CASE WHEN t.code = ANY (r.codes) THEN 1.0 ELSE 0 END
        ELSE f.tf * 2.2 / (f.tf + 1.2 * (0.25 + 0.75 * r.size)) + CASE WHEN r.tsv @@ t.title_q THEN 0.8 ELSE 0 END END) AS score,
      sum(t.idf) FILTER (WHERE f.tf > 0) / (SELECT sum(every.idf) FROM terms every WHERE NOT every.is_code) AS share,
      array_agg(t.n::integer ORDER BY t.idf DESC) FILTER (WHERE f.tf > 0) AS words_found,
      array_agg(t.code) FILTER (WHERE t.is_code AND t.code = ANY (r.codes)) AS codes_found
    FROM terms t, LATERAL (SELECT ts_rank_cd('{1,1,1,1}', r.tsv, t.q) AS tf OFFSET 0) f) s
  ORDER BY score DESC, r.object_id DESC LIMIT at_most
)
SELECT s.kind, s.object_id, s.boundary, s.family,
  CASE WHEN highlight AND all_q IS NOT NULL THEN ts_headline('english', s.title, all_q, mark || ', HighlightAll=true') ELSE s.title END,
  CASE WHEN highlight AND all_q IS NOT NULL THEN ts_headline('english', left(d.body, 8000), all_q,
    mark || ', MaxFragments=2, MinWords=8, MaxWords=20, FragmentDelimiter=" … "') ELSE '' END,
  coalesce(s.words_found, '{}'), coalesce(s.codes_found, '{}'), s.score, coalesce(s.share, 0)
FROM scored s JOIN search_document d ON d.kind = s.kind AND d.object_id = s.object_id,
  (SELECT string_agg('(' || q::text || ')', ' | ')::tsquery AS all_q FROM terms) every,
  (SELECT 'StartSel=' || chr(2) || ', StopSel=' || chr(3) AS mark) marks
ORDER BY s.score DESC, s.object_id DESC
$$;

REVOKE ALL ON FUNCTION search_documents FROM PUBLIC;

GRANT EXECUTE ON FUNCTION search_documents TO escalations_app;

UPDATE search_index SET complete_at = NULL;
