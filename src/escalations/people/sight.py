"""Which boundaries the caller of a transaction sees, as the database tells it."""

BOUNDARIES_OF_CALLER = """CREATE FUNCTION boundaries_of_caller() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  caller text := coalesce(current_setting('app.person_id', true), '');
  named text := coalesce(current_setting('app.boundaries', true), '');
  told text[] := '{}';
BEGIN
  IF caller <> '' THEN
    SELECT coalesce(array_agg(c.boundary::text), '{}') || '{everywhere}'::text[] INTO told FROM clearance c JOIN person p ON p.id = c.person_id
      WHERE c.person_id = caller::bigint AND p.disabled_at IS NULL
        AND c.granted_at <= now() AND c.expires_at > now() AND (c.revoked_at IS NULL OR c.revoked_at > now());
  ELSIF named <> '' THEN
    told := string_to_array(named, ',') || '{everywhere}'::text[];
  END IF;
  PERFORM set_config('app.sight', caller || '/' || named || ':' || array_to_string(told, ','), true);
  RETURN told;
END $$"""
APP_BOUNDARIES = """CREATE FUNCTION app_boundaries() RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE WHEN split_part(current_setting('app.sight', true), ':', 1)
      = coalesce(current_setting('app.person_id', true), '') || '/' || coalesce(current_setting('app.boundaries', true), '')
    THEN string_to_array(split_part(current_setting('app.sight', true), ':', 2), ',') ELSE public.boundaries_of_caller() END;
END $$"""
"""Asked for each table of each statement, and looked up once in a transaction, for the caller that it has by then. Whatever changes a
clearance or disables a person in the transaction has it looked up anew."""
LOOK_AGAIN = """CREATE FUNCTION look_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.sight', '', true);
  RETURN NULL;
END $$"""
_TRIGGER = "CREATE TRIGGER tg_look_again AFTER {} ON {} FOR EACH STATEMENT EXECUTE FUNCTION look_again()"
SIGHT = {
    "boundaries_of_caller": BOUNDARIES_OF_CALLER,
    "app_boundaries": APP_BOUNDARIES,
    "look_again": LOOK_AGAIN,
    "tg_look_again_clearance": _TRIGGER.format("INSERT OR UPDATE OR DELETE", "clearance"),
    "tg_look_again_person": _TRIGGER.format("UPDATE OF disabled_at OR DELETE", "person"),
}
