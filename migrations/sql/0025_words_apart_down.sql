-- Nothing is lost: the vectors are the same.
ALTER TABLE search_document DROP COLUMN tsv;

ALTER TABLE search_document ADD COLUMN tsv TSVECTOR GENERATED ALWAYS AS (setweight(to_tsvector('english'::regconfig, translate(title, './_-:@\', '       ')), 'A') || setweight(to_tsvector('english'::regconfig, translate(body, './_-:@\', '       ')), 'C') || array_to_tsvector(codes || marks || coalesce(facts, '{}'::text[]) || ARRAY['kind:' || kind, 'in:' || boundary, kind || '10:' || (object_id >> 10)::text, kind || '12:' || (object_id >> 12)::text, kind || '14:' || (object_id >> 14)::text, kind || '16:' || (object_id >> 16)::text, kind || '18:' || (object_id >> 18)::text, kind || '20:' || (object_id >> 20)::text, kind || '22:' || (object_id >> 22)::text])) STORED;

CREATE INDEX ix_search_document_tsv ON search_document USING gin (tsv) WITH (fastupdate = off);

CREATE INDEX ix_search_document_others ON search_document USING gin (tsv) WITH (fastupdate = off) WHERE kind <> 'case';
