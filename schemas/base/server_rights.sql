-- SPDX-License-Identifier: MIT
-- How a base on a PostgreSQL server keeps the rights that themes give: members read by row-level
-- security what their community may read, in their territories, and write nothing. What they send
-- they deposit, through functions that run as the base's owner and ask the server, not the client,
-- who it is. Run by the owner, in the base's schema, as often as anything of this changes; the
-- policies of single layers are added by the program. search_path is then the base's schema, that of
-- PostGIS, and pg_temp last.

CREATE SEQUENCE IF NOT EXISTS bdf_deposit_number;

-- Who is asking. session_user is whoever has logged in, whatever SET ROLE says since.
CREATE OR REPLACE FUNCTION bdf_my_organisations() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT coalesce(array_agg(DISTINCT organisation), '{}') FROM bdf_member
  WHERE account = session_user::text
$$;

-- The greatest right that any theme gives to a thing of a layer.
CREATE OR REPLACE FUNCTION bdf_may(of_layer text, of_thing text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH said AS (
    SELECT m.theme, coalesce(
      (SELECT r.may FROM bdf_right AS r
       WHERE r.theme = m.theme AND r.community = m.community
         AND r.layer IN (lower(of_layer), '*')
         AND (r.thing = lower(of_thing)
              OR (r.thing = '*' AND lower(of_thing) NOT IN ('geometry', 'object')))
       ORDER BY (r.layer = '*')::int, (r.thing = '*')::int LIMIT 1), 'propose') AS may
    FROM bdf_member AS m JOIN bdf_theme_layer AS l
      ON l.theme = m.theme AND l.layer IN (lower(of_layer), '*')
    WHERE m.account = session_user::text)
  SELECT may FROM said
  ORDER BY array_position(ARRAY['decide', 'propose', 'read', 'none'], may) LIMIT 1
$$;

CREATE OR REPLACE FUNCTION bdf_may_read(of_layer text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT coalesce(bdf_may(of_layer, 'object') <> 'none', false)
$$;

-- Whether a membership that is about the layer is bound to no territory.
CREATE OR REPLACE FUNCTION bdf_is_everywhere(of_layer text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT 1 FROM bdf_member AS m JOIN bdf_theme_layer AS l
      ON l.theme = m.theme AND l.layer IN (lower(of_layer), '*')
    WHERE m.account = session_user::text
    AND NOT EXISTS (SELECT 1 FROM bdf_member_territory AS t
                    WHERE t.theme = m.theme AND t.account = m.account))
$$;

-- Notes an attempt: in the base, and in the server's own log, which no ROLLBACK takes back.
CREATE OR REPLACE FUNCTION bdf_note(what text, of_layer text, of_object text, of_thing text,
                                    why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO bdf_attempt VALUES (
    to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), session_user,
    array_to_string(bdf_my_organisations(), ', '), what, of_layer, of_object, of_thing, why);
  RAISE LOG 'bdf: refused to %: % (%, %, %): %', session_user, what, of_layer, of_object, of_thing,
    why;
END
$$;

-- Makes the table that the things of a deposit are put into. It is the owner's, so that a member
-- can neither put another in its place nor hang a trigger on it.
CREATE OR REPLACE FUNCTION bdf_begin_deposit() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF bdf_my_organisations() = '{}' THEN
    PERFORM bdf_note('deposit', NULL, NULL, NULL, 'no theme names this account');
    RETURN false;
  END IF;
  IF to_regclass('pg_temp.bdf_staged') IS NOT NULL THEN
    PERFORM bdf_note('deposit', NULL, NULL, NULL, 'there is another table bdf_staged');
    RETURN false;
  END IF;
  CREATE TEMP TABLE bdf_staged (layer pg_catalog.text NOT NULL, object pg_catalog.text NOT NULL,
                                thing pg_catalog.text NOT NULL) ON COMMIT DROP;
  EXECUTE format('GRANT INSERT ON pg_temp.bdf_staged TO %I', session_user);
  RETURN true;
END
$$;

-- Takes a contribution, and notes the things in it that its organisation has no right to propose:
-- these are refused when it is integrated. NULL where nothing was taken.
CREATE OR REPLACE FUNCTION bdf_deposit(of_theme text, of_name text, of_digest text, content bytea)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  mine text;
  given bigint;
BEGIN
  SELECT organisation INTO mine FROM bdf_member
  WHERE account = session_user::text AND theme = of_theme;
  IF mine IS NULL THEN
    PERFORM bdf_note('deposit', NULL, NULL, NULL, 'the theme does not name this account');
    RETURN NULL;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_class AS c
                 WHERE c.oid = to_regclass('pg_temp.bdf_staged') AND c.relkind = 'r'
                   AND pg_catalog.pg_get_userbyid(c.relowner) = current_user) THEN
    PERFORM bdf_note('deposit', NULL, NULL, NULL, 'nothing was staged as it has to be');
    RETURN NULL;
  END IF;
  PERFORM bdf_note('change', s.layer, s.object, s.thing, 'the right is only ' ||
                   coalesce(bdf_may(s.layer, s.thing), 'none'))
  FROM pg_temp.bdf_staged AS s
  WHERE coalesce(bdf_may(s.layer, s.thing), 'none') IN ('none', 'read');
  given := nextval('bdf_deposit_number');
  INSERT INTO bdf_deposit VALUES (
    given, of_theme, mine, session_user,
    to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), of_name, of_digest,
    content);
  DROP TABLE pg_temp.bdf_staged;
  RETURN given;
END
$$;

REVOKE ALL ON FUNCTION bdf_my_organisations(), bdf_may(text, text), bdf_may_read(text),
  bdf_is_everywhere(text), bdf_note(text, text, text, text, text), bdf_begin_deposit(),
  bdf_deposit(text, text, text, bytea) FROM PUBLIC;

-- Of what came in, members see their own organisations' alone.
ALTER TABLE bdf_contribution ENABLE ROW LEVEL SECURITY;
ALTER TABLE bdf_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE bdf_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE bdf_given ENABLE ROW LEVEL SECURITY;
ALTER TABLE bdf_deposit ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS bdf_reading ON bdf_contribution;
CREATE POLICY bdf_reading ON bdf_contribution FOR SELECT
  USING (organisation = ANY ((SELECT bdf_my_organisations())::text[]));
DROP POLICY IF EXISTS bdf_reading ON bdf_entry;
CREATE POLICY bdf_reading ON bdf_entry FOR SELECT
  USING (number IN (SELECT number FROM bdf_contribution));
DROP POLICY IF EXISTS bdf_reading ON bdf_report;
CREATE POLICY bdf_reading ON bdf_report FOR SELECT
  USING (organisation = ANY ((SELECT bdf_my_organisations())::text[]));
DROP POLICY IF EXISTS bdf_reading ON bdf_given;
CREATE POLICY bdf_reading ON bdf_given FOR SELECT
  USING (number IN (SELECT number FROM bdf_contribution));
DROP POLICY IF EXISTS bdf_reading ON bdf_deposit;
CREATE POLICY bdf_reading ON bdf_deposit FOR SELECT
  USING (organisation = ANY ((SELECT bdf_my_organisations())::text[]));
