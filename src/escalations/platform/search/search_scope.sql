-- What any document must hold that is to be found: one of the boundaries, and of each fact one of its alternatives.
CREATE FUNCTION search_scope(boundaries text[], facts text[]) RETURNS tsquery
LANGUAGE sql IMMUTABLE AS $$
SELECT string_agg('(' || one || ')', ' & ')::tsquery FROM (
  SELECT (SELECT string_agg(quote_literal('in:' || b), ' | ') FROM unnest(boundaries) b) AS one
  UNION ALL
  SELECT (SELECT string_agg(quote_literal(alternative), ' | ') FROM unnest(string_to_array(fact, '|')) alternative) FROM unnest(facts) fact) wanted
$$;

REVOKE ALL ON FUNCTION search_scope FROM PUBLIC
