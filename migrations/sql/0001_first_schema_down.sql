DO $$
DECLARE
  thing record;
BEGIN
  FOR thing IN SELECT table_name AS name FROM information_schema.views WHERE table_schema = 'public' LOOP
    EXECUTE format('DROP VIEW IF EXISTS %I CASCADE', thing.name);
  END LOOP;
  FOR thing IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', thing.name);
  END LOOP;
  FOR thing IN
    SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', thing.name);
  END LOOP;
END $$;
DROP TYPE IF EXISTS pgqueuer_status;
