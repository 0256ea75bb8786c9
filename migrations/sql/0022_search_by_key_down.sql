-- The functions of the search come from 0021.
ALTER FUNCTION app_boundaries() SET search_path = public;

ALTER FUNCTION work_in_hand() SET search_path = public;
