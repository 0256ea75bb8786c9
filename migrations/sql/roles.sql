-- The two roles and the database of Escalations, for psql as a superuser or as a role that may create both.
-- It may be run again: what is there stays, only the passwords are set anew.
--
--   export ESCALATIONS_OWNER_PASSWORD=… ESCALATIONS_APP_PASSWORD=…
--   psql "postgresql://postgres@db.example.com/postgres" --file roles.sql
--
-- Another name for the database: psql --set database=support …

\set ON_ERROR_STOP on
\getenv owner_password ESCALATIONS_OWNER_PASSWORD
\getenv app_password ESCALATIONS_APP_PASSWORD
\if :{?owner_password}
\else
  \set owner_password ''
\endif
\if :{?app_password}
\else
  \set app_password ''
\endif
SELECT length(:'owner_password') < 12 OR length(:'app_password') < 12 AS too_short \gset
\if :too_short
  DO $$ BEGIN RAISE 'Set ESCALATIONS_OWNER_PASSWORD and ESCALATIONS_APP_PASSWORD, each to 12 characters or more.'; END $$;
\endif
\if :{?database}
\else
  \set database escalations
\endif

-- escalations_owner owns the schema and migrates it (DATABASE_OWNER_URL). Nothing that serves people uses it.
-- escalations_app is what web and worker use (DATABASE_URL): it owns nothing and row-level security holds for it.
SELECT format('CREATE ROLE %I', name) FROM (VALUES ('escalations_owner'), ('escalations_app')) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE escalations_owner LOGIN NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
ALTER ROLE escalations_app LOGIN NOCREATEDB NOCREATEROLE PASSWORD :'app_password';

SELECT count(*) > 0 AS too_mighty FROM pg_roles WHERE rolname IN ('escalations_owner', 'escalations_app') AND (rolsuper OR rolbypassrls) \gset
\if :too_mighty
  DO $$ BEGIN RAISE 'escalations_owner or escalations_app is a superuser or bypasses row-level security. Take that away first.'; END $$;
\endif

-- Whoever is no superuser can give a database only to a role that is theirs.
SELECT format('GRANT escalations_owner TO %I', current_user) FROM pg_roles WHERE rolname = current_user AND NOT rolsuper \gexec

-- Text is compared by code point, the same on every machine: PostgreSQL 17 and newer bring that along, older ones ask the system.
SELECT CASE WHEN current_setting('server_version_num')::int >= 170000
  THEN 'LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8'' LOCALE ''C''' ELSE 'LOCALE ''C.UTF-8''' END AS locale \gset
SELECT format('CREATE DATABASE %I OWNER escalations_owner TEMPLATE template0 ENCODING ''UTF8'' %s', :'database', :'locale')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO escalations_app;

-- Next, as the owner: DATABASE_OWNER_URL=postgresql://escalations_owner:…@host/escalations escalations migrate
