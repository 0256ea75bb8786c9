DROP FUNCTION search_documents(text, text, text[], text, text[], text[], text[], text[], text[], text, integer, integer, boolean, boolean, text[], bigint[], integer[]);

DROP FUNCTION search_newest(text[], text[], text[], integer);

DROP FUNCTION search_walk(text, tsquery, tsquery, text[], text[], integer, integer, double precision, double precision, integer);

-- What the release before does not count.
DELETE FROM search_term WHERE term LIKE '%:%';

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

REVOKE ALL ON FUNCTION search_walk FROM PUBLIC;

-- Finds documents of the caller's own boundaries by the indexes, which row-level security alone would forbid: their operators
-- are not leakproof. Few candidates first, then BM25 over those. A word may hold alternatives: "vm|virtual machine". A fact too:
-- "family:storage|family:identity"; words and facts meet in the index, before anything is ranked.
-- Where a search engine has found the candidates they are given, and only ranked here; what the caller may not see falls out.
-- The plan is generic because every index condition is a value found at run time: a plan of its own each time costs 2 ms more.
CREATE FUNCTION search_documents(
  typed text, head text, begun text[], refused text, words text[], codes text[], kinds text[], within text[],
  facts text[], likely_family text, at_most integer, highlight boolean,
  given_kinds text[], given_ids bigint[], given_strictly integer[]
) RETURNS TABLE (kind text, object_id bigint, boundary text, family text, title text, excerpt text, words_found integer[],
  codes_found text[], score double precision, share double precision)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
WITH sight AS MATERIALIZED (
  SELECT s.boundaries, search_scope(s.boundaries, facts) AS scope, search_scope(s.boundaries, '{}') AS places,
    (SELECT string_agg(quote_literal('kind:' || k), ' | ')::tsquery FROM unnest(kinds) k) AS kinds_q,
    CASE WHEN cardinality(kinds) > 1 THEN 40 ELSE greatest(at_most, 60) END AS each_kind, 40 AS enough
  FROM (SELECT ARRAY(SELECT b FROM unnest(app_boundaries()) b WHERE within IS NULL OR b = ANY (within)) AS boundaries) s
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
  SELECT whole.q, whole.q && every.title_q AS title_q, every.q AS loose_q,
    typed ~* '\mor\M' AS is_either, (SELECT count(*) FILTER (WHERE is_code) >= count(*) FILTER (WHERE NOT is_code) FROM terms) AS is_code, CASE WHEN typed ~* '\mor\M' THEN total.documents ELSE every.share * total.documents END AS expected
  FROM total, (
    SELECT CASE WHEN cardinality(begun) = 0 THEN by_words ELSE by_words || (websearch_to_tsquery('english', head) && (
      SELECT string_agg(CASE WHEN b LIKE '%*' THEN quote_literal('title:' || rtrim(b, '*')) || ':*' ELSE '(' || plainto_tsquery('english', b)::text || ')' END, ' | ')::tsquery
      FROM unnest(begun) b)) END AS q
    FROM websearch_to_tsquery('english', typed) by_words) whole, (
    SELECT string_agg('(' || title_q::text || ')', ' & ')::tsquery AS title_q, exp(sum(ln(least(1, greatest(terms.documents, 0.5) / greatest(total.documents, 1))))) AS share, string_agg('(' || q::text || ')', ' & ')::tsquery AS q
    FROM terms, total WHERE NOT is_code) every
  WHERE typed <> '' AND numnode(whole.q) > 0
), possible AS MATERIALIZED (
  -- A word that no document of a kind ever held, as the list of words knows once it is complete, need not be looked for there.
  SELECT k AS kind, EXISTS (SELECT FROM search_document d, sight WHERE d.facts IS NULL AND d.kind = k AND d.boundary = ANY (sight.boundaries))
    OR (SELECT coalesce(bool_and(t.may), true) FROM (
      SELECT bool_or(s.is_start OR NOT EXISTS (SELECT FROM unnest(s.lexemes) l WHERE l ~ '^[a-z]{3,30}$' AND NOT EXISTS (
        SELECT FROM search_word w, sight WHERE w.boundary = ANY (sight.boundaries) AND w.word = l AND w.kinds @> ARRAY[k]))) AS may
      FROM spoken s GROUP BY s.n) t) AS may
  FROM unnest(kinds) k WHERE typed <> '' AND given_ids IS NULL
), coded AS MATERIALIZED (
  SELECT k AS kind, w.object_id FROM sight, unnest(kinds) k, (
    SELECT string_agg(q::text, ' | ')::tsquery AS q, sum(documents) AS documents FROM terms WHERE is_code) c,
    search_walk(k, sight.scope && c.q, sight.boundaries, CASE WHEN given_ids IS NULL AND typed <> '' THEN sight.each_kind ELSE 0 END, c.documents, sight.enough) w
), few AS MATERIALIZED (
  -- Words that promise little are asked of all kinds at once, those that name it before those that mention it.
  SELECT f.kind, f.object_id FROM sight, (
    SELECT d.kind, d.object_id, row_number() OVER (PARTITION BY d.kind ORDER BY (d.tsv || ''::tsvector) @@ strict.title_q DESC, d.object_id DESC) AS place
    FROM sight, strict, search_document d
    WHERE given_ids IS NULL AND strict.expected <= 500 AND NOT (strict.is_code AND (SELECT count(*) FROM coded) >= sight.enough)
      AND d.tsv @@ (sight.kinds_q && sight.scope && strict.q) AND d.boundary = ANY (sight.boundaries)) f
  WHERE f.place <= sight.each_kind
), mentioned AS MATERIALIZED (
  SELECT few.kind, few.object_id FROM few
  UNION ALL
  SELECT p.kind, w.object_id FROM sight, strict, possible p, search_walk(p.kind, sight.scope && strict.q, sight.boundaries,
    CASE WHEN (p.may OR strict.is_either) AND NOT (strict.is_code AND (SELECT count(*) FROM coded c WHERE c.kind = p.kind) >= sight.enough)
      THEN sight.each_kind ELSE 0 END, strict.expected, sight.enough) w
  WHERE strict.expected > 500
), named AS MATERIALIZED (
  -- Where all that mentions it is there already, so is all that names it.
  SELECT p.kind, w.object_id FROM sight, strict, possible p, search_walk(p.kind, sight.scope && strict.title_q, sight.boundaries,
    CASE WHEN (SELECT count(*) FROM mentioned m WHERE m.kind = p.kind) >= sight.enough THEN sight.each_kind ELSE 0 END, strict.expected, sight.enough) w
  WHERE strict.expected > 500
), enough AS MATERIALIZED (
  SELECT given_ids IS NOT NULL OR (SELECT count(*) FROM (SELECT FROM coded UNION ALL SELECT FROM mentioned) all_of_it) >= least(at_most, 5) AS is_found
), loose AS MATERIALIZED (
  SELECT p.kind, w.object_id FROM enough, sight, strict, possible p, search_walk(p.kind, sight.scope && strict.loose_q, sight.boundaries,
    CASE WHEN enough.is_found OR NOT p.may OR position('"' IN typed) > 0 OR NOT EXISTS (SELECT FROM unnest(words) w WHERE w LIKE '%|%') THEN 0 ELSE sight.each_kind END,
    strict.expected, sight.enough) w
), telling AS MATERIALIZED (
  SELECT k AS kind, w.object_id, terms.idf * half.share AS idf
  FROM enough, sight, total, terms, unnest(kinds) k, LATERAL (VALUES (terms.q, 1.0), (terms.title_q, 0.8)) half (q, share),
    search_walk(k, sight.scope && half.q, sight.boundaries,
      CASE WHEN enough.is_found THEN 0 WHEN typed = '' THEN 1000 ELSE sight.each_kind END, terms.documents, CASE WHEN typed = '' THEN 1000 ELSE sight.enough END) w
  WHERE (typed = '' OR half.share = 1.0) AND (terms.so_far <= 1500 OR (terms.rank <= 3 AND (typed = '' OR terms.documents <= total.documents / 100))
    OR terms.n = (SELECT rarest.n FROM terms rarest WHERE rarest.documents > 0 ORDER BY rarest.documents LIMIT 1))
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
  LIMIT (SELECT greatest(100, at_most, cardinality(kinds) * each_kind) FROM sight)
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

-- What the facts alone find, of the caller's own boundaries, the newest of each kind first.
CREATE FUNCTION search_newest(kinds text[], within text[], facts text[], at_most integer)
RETURNS TABLE (kind text, object_id bigint, boundary text, family text, title text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
SELECT d.kind, d.object_id, d.boundary, d.family, d.title
FROM (SELECT ARRAY(SELECT b FROM unnest(app_boundaries()) b WHERE within IS NULL OR b = ANY (within)) AS boundaries) sight, unnest(kinds) WITH ORDINALITY AS k(kind, place),
  search_walk(k.kind, search_scope(sight.boundaries, facts), sight.boundaries, at_most, 'infinity', at_most) w, search_document d
WHERE d.kind = k.kind AND d.object_id = w.object_id AND d.boundary = ANY (sight.boundaries)
ORDER BY k.place, d.object_id DESC
$$;

REVOKE ALL ON FUNCTION search_newest FROM PUBLIC;

GRANT EXECUTE ON FUNCTION search_newest TO escalations_app;
