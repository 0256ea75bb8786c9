-- Finds documents of the caller's own boundaries by the indexes, which row-level security alone would forbid: their operators
-- are not leakproof. Few candidates first, then BM25 over those. A word may hold alternatives: "vm|virtual machine". A fact too:
-- "family:storage|family:identity"; words and facts meet before anything is ranked.
-- Where a search engine has found the candidates they are given, and only ranked here; what the caller may not see falls out.
-- At most `at_most` are answered, and of each kind `each` where that is given; words are marked in titles, and in texts with `excerpts`.
-- The plan is generic because every index condition is a value found at run time: a plan of its own each time costs 2 ms more.
CREATE FUNCTION search_documents(
  typed text, head text, begun text[], refused text, words text[], codes text[], kinds text[], within text[],
  facts text[], likely_family text, at_most integer, each integer, highlight boolean, excerpts boolean,
  given_kinds text[], given_ids bigint[], given_strictly integer[]
) RETURNS TABLE (kind text, object_id bigint, boundary text, family text, title text, excerpt text, words_found integer[],
  codes_found text[], score double precision, share double precision)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
WITH mine AS MATERIALIZED (
  SELECT ARRAY(SELECT b FROM unnest(app_boundaries()) b WHERE within IS NULL OR b = ANY (within)) AS boundaries
), spoken AS MATERIALIZED (
  SELECT n, alternative LIKE '%*' AS is_start, lexemes, quote_literal('title:' || rtrim(alternative, '*')) || ':*' AS start,
    phraseto_tsquery('english', alternative) AS phrase
  FROM unnest(words) WITH ORDINALITY AS w(word, n), unnest(string_to_array(word, '|')) AS alternative,
    tsvector_to_array(to_tsvector('english', alternative)) AS lexemes
), counted AS MATERIALIZED (
  SELECT t.term, sum(t.documents) AS documents FROM search_term t, mine
  WHERE t.boundary = ANY (mine.boundaries) AND t.kind = ANY (kinds) AND t.term = ANY (ARRAY(SELECT unnest(lexemes) FROM spoken) || codes || ARRAY['']
    || ARRAY(SELECT 'title:' || unnest(lexemes) FROM spoken) || ARRAY(SELECT unnest(string_to_array(fact, '|')) FROM unnest(facts) fact)
    || ARRAY(SELECT 'kind:' || k FROM unnest(kinds) k)) GROUP BY t.term
), there AS MATERIALIZED (
  SELECT t.kind, sum(t.documents)::float AS documents FROM search_term t, mine WHERE t.boundary = ANY (mine.boundaries) AND t.term = '' GROUP BY t.kind
), common AS MATERIALIZED (
  -- What a fourth of all documents holds is not asked of the index; nothing is known to be common before it has been counted.
  SELECT 0.25 * sum(documents) AS many, sum(documents) >= 0.25 * (SELECT nullif(greatest(reltuples, 0), 0) FROM pg_class WHERE oid = 'search_document'::regclass) AS is_sight,
    sum(documents) FILTER (WHERE there.kind = ANY (kinds)) >= 0.25 * sum(documents) AS are_kinds FROM there
), total AS MATERIALIZED (
  SELECT coalesce((SELECT documents FROM counted WHERE term = ''), (SELECT count(*) FROM (
    SELECT FROM search_document d, mine
    WHERE d.tsv @@ (SELECT string_agg(quote_literal('kind:' || k), ' | ')::tsquery FROM unnest(kinds) k) AND d.boundary = ANY (mine.boundaries) LIMIT 5000) few))::float AS documents
), fact AS MATERIALIZED (
  SELECT f.fact, CASE WHEN EXISTS (SELECT FROM counted WHERE term LIKE 'kind:%') THEN
    least(1, greatest(0.001, coalesce((SELECT sum(c.documents) FROM counted c WHERE c.term = ANY (string_to_array(f.fact, '|'))), 0) / greatest(1, total.documents))) END AS share
  FROM unnest(facts) f (fact), total
), sight AS MATERIALIZED (
  SELECT mine.boundaries, search_scope(mine.boundaries, facts) AS scope,
    coalesce(search_scope(CASE WHEN common.is_sight THEN '{}' ELSE mine.boundaries END, '{}'), websearch_to_tsquery('')) AS around,
    coalesce(search_scope(CASE WHEN common.is_sight THEN '{}' ELSE mine.boundaries END, ARRAY(SELECT fact FROM fact WHERE (share >= 0.25) IS NOT TRUE)), websearch_to_tsquery('')) AS narrow,
    ARRAY(SELECT fact FROM fact WHERE share >= 0.25) AS besides,
    coalesce((SELECT exp(sum(ln(fact.share))) FROM fact), 1) AS share,
    (SELECT string_agg(quote_literal('kind:' || k), ' | ')::tsquery FROM unnest(kinds) k) AS kinds_q,
    CASE WHEN common.are_kinds THEN websearch_to_tsquery('') ELSE (SELECT string_agg(quote_literal('kind:' || k), ' | ')::tsquery FROM unnest(kinds) k) END AS narrow_kinds,
    CASE WHEN each IS NOT NULL THEN 5 * each WHEN cardinality(kinds) > 1 THEN 40 ELSE greatest(at_most, 60) END AS each_kind, coalesce(3 * each, 40) AS enough, CASE WHEN each IS NULL THEN 14 ELSE 12 END AS deepest,
    coalesce((SELECT min(fact.share) FROM fact), 1) * total.documents AS rarest
  FROM mine, common, total
), asked AS (
  SELECT DISTINCT ON (q::text) * FROM (SELECT n, false AS is_code, '' AS code,
    string_agg(CASE WHEN is_start THEN start ELSE '(' || phrase::text || ')' END, ' | ')::tsquery AS q,
    string_agg(CASE WHEN is_start THEN start
      ELSE (SELECT '(' || string_agg(quote_literal('title:' || l), ' & ') || ')' FROM unnest(lexemes) l) END, ' | ')::tsquery AS title_q,
    sum((SELECT min(coalesce(c.documents, 0)) FROM unnest(lexemes) l LEFT JOIN counted c ON c.term = l)) AS documents,
    sum((SELECT min(c.documents) FROM unnest(lexemes) l JOIN counted c ON c.term = 'title:' || l)) AS titles
  FROM spoken WHERE is_start OR numnode(phrase) > 0 GROUP BY n) once
  UNION ALL
  SELECT -n, true, code, quote_literal(code)::tsquery, NULL, (SELECT documents FROM counted WHERE term = code), NULL
  FROM unnest(codes) WITH ORDINALITY AS c(code, n)
), terms AS MATERIALIZED (
  SELECT n, is_code, code, q, title_q, known.documents, coalesce(titles, known.documents / 4) AS titles,
    ln(1 + (greatest(total.documents, known.documents) - known.documents + 0.5) / (known.documents + 0.5)) AS idf,
    sum(known.documents) OVER (ORDER BY known.documents, n) AS so_far, row_number() OVER (ORDER BY known.documents, n) AS rank
  FROM asked, total, LATERAL (SELECT coalesce(nullif(asked.documents, 0), (SELECT count(*) FROM (
    SELECT FROM search_document d, sight
    WHERE d.tsv @@ (sight.kinds_q && asked.q) AND d.boundary = ANY (sight.boundaries) LIMIT 500) few))::float AS documents OFFSET 0) known
), piece AS (
  SELECT one.n, one.q, one.documents, min(one.documents) OVER () AS rarest,
    total.documents * coalesce(exp(sum(ln(least(1, greatest(one.documents, 0.5) / greatest(total.documents, 1)))) OVER (ORDER BY one.documents, one.q::text ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)), 1) AS before
  FROM total, (
    SELECT terms.n, terms.q, terms.documents FROM terms WHERE NOT is_code
    UNION ALL SELECT NULL, search_scope('{}', ARRAY[fact.fact]), coalesce(fact.share, 0) * total.documents FROM fact, total) one
), near AS MATERIALIZED (
  -- Of words and facts the rarest are met in the index until few documents are left, in which the commoner ones are looked up.
  -- `n` is the word that is met, if it is one alone.
  SELECT string_agg('(' || piece.q::text || ')', ' & ')::tsquery AS q, CASE WHEN count(piece.n) = 1 THEN max(piece.n) END AS n FROM piece
  WHERE piece.documents <= 500 * piece.before AND (piece.rarest <= 40 * piece.before OR piece.rarest > 20000)
), strict AS MATERIALIZED (
  SELECT whole.q, whole.q && every.title_q AS title_q, every.q AS loose_q,
    typed ~* '\mor\M' AS is_either, (SELECT count(*) FILTER (WHERE is_code) >= count(*) FILTER (WHERE NOT is_code) FROM terms) AS is_code,
    CASE WHEN typed ~* '\mor\M' THEN total.documents ELSE every.share * total.documents * sight.share END AS expected, every.titles * total.documents * sight.share AS titles,
    least(every.rarest, sight.rarest) AS rarest, least(every.rarest_title, sight.rarest) AS rarest_title
  FROM total, sight, (
    SELECT CASE WHEN cardinality(begun) = 0 THEN by_words ELSE coalesce(by_words || (websearch_to_tsquery('english', head) && (
      SELECT string_agg(CASE WHEN b LIKE '%*' THEN quote_literal('title:' || rtrim(b, '*')) || ':*' ELSE '(' || plainto_tsquery('english', b)::text || ')' END, ' | ')::tsquery
      FROM unnest(begun) b WHERE b LIKE '%*' OR numnode(plainto_tsquery('english', b)) > 0)), by_words) END AS q
    FROM websearch_to_tsquery('english', typed) by_words) whole, (
    SELECT string_agg('(' || title_q::text || ')', ' & ')::tsquery AS title_q, string_agg('(' || q::text || ')', ' & ')::tsquery AS q,
      exp(sum(ln(least(1, greatest(terms.documents, 0.5) / greatest(total.documents, 1))))) AS share,
      exp(sum(ln(least(1, greatest(terms.titles, 0.5) / greatest(total.documents, 1))))) AS titles,
      min(terms.documents) AS rarest, min(terms.titles) AS rarest_title
    FROM terms, total WHERE NOT is_code) every
  WHERE typed <> '' AND numnode(whole.q) > 0
), listed AS MATERIALIZED (
  -- From a word to the same word, since an equal one would be sought by the index of what is spelt alike: a third of all pages of a question.
  SELECT w.word, w.kinds FROM mine, (SELECT DISTINCT unnest(lexemes) AS lexeme FROM spoken) l, LATERAL (
    SELECT one.word, one.kinds FROM search_word one WHERE one.boundary = ANY (mine.boundaries) AND one.word BETWEEN l.lexeme AND l.lexeme OFFSET 0) w
), possible AS MATERIALIZED (
  -- A word that no document of a kind ever held, as the list of words knows once it is complete, need not be looked for there.
  SELECT k AS kind, CASE WHEN there.documents >= common.many THEN websearch_to_tsquery('') ELSE quote_literal('kind:' || k)::tsquery END AS kind_q, coalesce(there.documents / nullif(total.documents, 0), 1) AS share, coalesce(least(1, (2 << sight.deepest) / there.documents), 1) AS reach,
    typed <> '' AND given_ids IS NULL AND (EXISTS (SELECT FROM search_document d, sight WHERE d.facts IS NULL AND d.kind = k AND d.boundary = ANY (sight.boundaries))
    OR (SELECT coalesce(bool_and(t.may), true) FROM (
      SELECT bool_or(s.is_start OR NOT EXISTS (SELECT FROM unnest(s.lexemes) l WHERE l ~ '^[a-z]{3,30}$' AND NOT EXISTS (
        SELECT FROM listed WHERE listed.word = l AND listed.kinds @> ARRAY[k]))) AS may
      FROM spoken s GROUP BY s.n) t)) AS may
  FROM unnest(kinds) k CROSS JOIN common CROSS JOIN total CROSS JOIN sight LEFT JOIN there ON there.kind = k
), coded AS MATERIALIZED (
  SELECT p.kind, w.object_id FROM sight, possible p, (
    SELECT string_agg(q::text, ' | ')::tsquery AS q, sum(documents) AS documents FROM terms WHERE is_code) c,
    search_walk(p.kind, p.kind_q, sight.narrow && c.q, sight.besides, sight.boundaries,
      CASE WHEN given_ids IS NULL AND typed <> '' THEN sight.each_kind ELSE 0 END, sight.enough, c.documents * p.share, least(c.documents, sight.rarest)) w
), met AS MATERIALIZED (
  -- Words that promise little are asked of all kinds at once, those that name it before those that mention it.
  SELECT d.kind, d.object_id, held.tsv @@ strict.title_q AS is_named, held.tsv @@ strict.q AS is_strict
  FROM sight, strict, near, search_document d, LATERAL (SELECT d.tsv || ''::tsvector AS tsv OFFSET 0) held
  WHERE given_ids IS NULL AND strict.expected <= 500 AND NOT (strict.is_code AND (SELECT count(*) FROM coded) >= sight.enough)
    AND d.tsv @@ (sight.narrow_kinds && sight.around && coalesce(CASE WHEN NOT strict.is_either THEN near.q END, strict.q)) AND d.kind || '' = ANY (kinds) AND d.boundary = ANY (sight.boundaries)
    AND held.tsv @@ sight.scope
  LIMIT 2000
), promise AS MATERIALIZED (
  -- Words that often stand together promise less than they hold.
  SELECT strict.expected <= 500 AND (SELECT count(*) FROM met) < 2000 AS is_little FROM strict
), mentioned AS MATERIALIZED (
  SELECT f.kind, f.object_id FROM sight, promise, (
    SELECT met.kind, met.object_id, row_number() OVER (PARTITION BY met.kind ORDER BY met.is_named DESC, met.object_id DESC) AS place
    FROM met WHERE met.is_strict) f
  WHERE promise.is_little AND f.place <= sight.each_kind
  UNION ALL
  SELECT p.kind, w.object_id FROM total, promise, sight, strict, possible p, search_walk(p.kind, p.kind_q, sight.narrow && strict.q, sight.besides, sight.boundaries,
    CASE WHEN typed <> '' AND given_ids IS NULL AND (p.may OR strict.is_either) AND NOT (strict.is_code AND (SELECT count(*) FROM coded c WHERE c.kind = p.kind) >= sight.enough)
      THEN sight.each_kind ELSE 0 END, sight.enough, greatest(strict.expected, 600) * p.share, CASE WHEN strict.is_either THEN total.documents ELSE strict.rarest END) w
  WHERE NOT promise.is_little
), named AS MATERIALIZED (
  -- Where all that mentions it is there already, so is all that names it. Where many do, those among the newest 32,768 of a kind, or, for
  -- somebody who still types, 8,192.
  SELECT p.kind, w.object_id FROM promise, sight, strict, possible p, search_walk(p.kind, p.kind_q, sight.narrow && strict.title_q, sight.besides, sight.boundaries,
    CASE WHEN strict.titles * p.share * p.reach >= 2 AND (SELECT count(*) FROM mentioned m WHERE m.kind = p.kind) >= sight.enough THEN sight.each_kind ELSE 0 END,
    sight.enough / 4, strict.titles * p.share, strict.rarest_title, sight.deepest) w
  WHERE NOT promise.is_little
), enough AS MATERIALIZED (
  SELECT given_ids IS NOT NULL OR (SELECT count(*) FROM (SELECT FROM coded UNION ALL SELECT FROM mentioned) all_of_it) >= least(at_most, 5) AS is_found
), loose AS MATERIALIZED (
  SELECT p.kind, w.object_id FROM enough, sight, strict, possible p, search_walk(p.kind, p.kind_q, sight.narrow && strict.loose_q, sight.besides, sight.boundaries,
    CASE WHEN enough.is_found OR NOT p.may OR position('"' IN typed) > 0 OR NOT EXISTS (
      SELECT FROM unnest(words) w WHERE w LIKE '%|%' AND NOT string_to_array(w, '|') <@ (begun || lower(substr(typed, length(head) + 1)))) THEN 0 ELSE sight.each_kind END,
    sight.enough, strict.expected * p.share, strict.rarest) w
), telling AS MATERIALIZED (
  SELECT p.kind, w.object_id, terms.idf * half.share AS idf
  FROM enough, sight, total, terms, possible p, LATERAL (VALUES (terms.q, 1.0), (terms.title_q, 0.8)) half (q, share),
    search_walk(p.kind, p.kind_q, sight.narrow && half.q, sight.besides, sight.boundaries,
      CASE WHEN enough.is_found OR (SELECT count(*) FROM loose) >= least(at_most, 5) OR terms.n = (SELECT near.n FROM near, promise WHERE promise.is_little) THEN 0 WHEN typed = '' THEN 1000 ELSE sight.each_kind END,
      CASE WHEN typed = '' THEN 1000 ELSE sight.enough END, terms.documents * p.share, least(terms.documents, sight.rarest)) w
  WHERE (typed = '' OR half.share = 1.0) AND (terms.so_far <= 1500 OR (terms.rank <= 3 AND (typed = '' OR terms.documents <= total.documents / 100))
    OR terms.n = (SELECT rarest.n FROM terms rarest WHERE rarest.documents > 0 ORDER BY rarest.documents LIMIT 1))
  UNION ALL
  -- What holds the one word that was met in the index is known already.
  SELECT m.kind, m.object_id, m.idf FROM enough, sight, (
    SELECT met.kind, met.object_id, terms.idf, row_number() OVER (PARTITION BY met.kind ORDER BY met.object_id DESC) AS place
    FROM met, promise, near, terms WHERE promise.is_little AND near.n = terms.n) m
  WHERE m.place <= sight.each_kind AND NOT (enough.is_found OR (SELECT count(*) FROM loose) >= least(at_most, 5))
), candidates AS (
  SELECT c.kind, c.object_id, max(c.strictly) AS strictly FROM (
    SELECT o.kind, o.object_id, 4000.0 AS weight, 1 AS strictly FROM coded o
    UNION ALL SELECT n.kind, n.object_id, 2000.0, 1 FROM named n
    UNION ALL SELECT m.kind, m.object_id, 1000.0, 1 FROM mentioned m
    UNION ALL SELECT l.kind, l.object_id, 500.0, 0 FROM loose l
    UNION ALL SELECT t.kind, t.object_id, t.idf, 0 FROM telling t
    UNION ALL SELECT g.kind, g.object_id, 1.0 / g.place, g.strictly
      FROM unnest(given_kinds, given_ids, given_strictly) WITH ORDINALITY AS g(kind, object_id, strictly, place)) c, sight
  GROUP BY c.kind, c.object_id ORDER BY sum(c.weight) DESC, c.object_id DESC
  LIMIT (SELECT greatest(100, at_most, cardinality(kinds) * each_kind, cardinality(given_ids)) FROM sight)
), read AS MATERIALIZED (
  SELECT d.kind, d.object_id, d.boundary, d.family, d.title, d.codes, d.tsv || ''::tsvector AS tsv, c.strictly,
    d.size / (1 + avg(d.size) OVER ()) AS size
  FROM sight, candidates c, LATERAL (
    SELECT * FROM search_document one WHERE one.kind = c.kind AND one.object_id = c.object_id OFFSET 0) d
  WHERE d.boundary = ANY (sight.boundaries) AND (d.tsv || ''::tsvector) @@ sight.scope AND (refused = '' OR NOT d.tsv @@ websearch_to_tsquery('english', refused))
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
), best AS MATERIALIZED (
  SELECT * FROM (SELECT scored.*, row_number() OVER (PARTITION BY scored.kind ORDER BY scored.score DESC, scored.object_id DESC) AS place FROM scored) s
  WHERE each IS NULL OR s.place <= each ORDER BY s.score DESC, s.object_id DESC LIMIT at_most
)
SELECT s.kind, s.object_id, s.boundary, s.family,
  CASE WHEN highlight AND all_q IS NOT NULL THEN ts_headline('english', s.title, all_q, mark || ', HighlightAll=true') ELSE s.title END,
  CASE WHEN highlight AND excerpts AND all_q IS NOT NULL THEN (
    SELECT ts_headline('english', left(d.body, 8000), all_q, mark || ', MaxFragments=2, MinWords=8, MaxWords=20, FragmentDelimiter=" … "')
    FROM search_document d WHERE d.kind = s.kind AND d.object_id = s.object_id) ELSE '' END,
  coalesce(s.words_found, '{}'), coalesce(s.codes_found, '{}'), s.score, coalesce(s.share, 0)
FROM best s,
  (SELECT string_agg('(' || q::text || ')', ' | ')::tsquery AS all_q FROM terms) every,
  (SELECT 'StartSel=' || chr(2) || ', StopSel=' || chr(3) AS mark) marks
ORDER BY s.score DESC, s.object_id DESC
$$;

REVOKE ALL ON FUNCTION search_documents FROM PUBLIC;

GRANT EXECUTE ON FUNCTION search_documents TO escalations_app
