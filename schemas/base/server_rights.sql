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

-- Notes an attempt: in the base, and in the server's own log, which no ROLLBACK takes back and from
-- which `bdf base journal --server-log` brings it here again.
CREATE OR REPLACE FUNCTION bdf_note(what text, of_layer text, of_object text, of_thing text,
                                    why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  mark text := gen_random_uuid();
BEGIN
  INSERT INTO bdf_attempt VALUES (
    to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), session_user,
    array_to_string(bdf_my_organisations(), ', '), what, of_layer, of_object, of_thing, why);
  INSERT INTO bdf_logged_attempt VALUES (mark);
  RAISE LOG 'bdf: refused %', json_build_array(mark, what, left(of_layer, 200),
    left(of_object, 200), left(of_thing, 200), why);
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

-- Gives a table the policy by which its rows are read, where it has another one or none: readers
-- have to be kept out for that, and are not where nothing changes. The policy's comment tells what
-- it was made from, and what the server made of that.
CREATE OR REPLACE FUNCTION bdf_protect(of_table text, who_reads text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  relation regclass := quote_ident(of_table)::regclass;
  is_so boolean;
  mark text;
BEGIN
  SELECT c.relrowsecurity AND p.polcmd = 'r' AND p.polpermissive AND p.polroles = '{0}'
      AND obj_description(p.oid, 'pg_policy') = md5(who_reads || pg_get_expr(p.polqual, relation))
    INTO is_so
  FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid
  WHERE p.polrelid = relation AND p.polname = 'bdf_reading';
  IF coalesce(is_so, false) THEN
    PERFORM bdf_hide_statistics(relation, false);
    RETURN;
  END IF;
  EXECUTE format('DROP POLICY IF EXISTS bdf_reading ON %s', relation);
  PERFORM bdf_hide_statistics(relation, true);
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
  EXECUTE format('CREATE POLICY bdf_reading ON %s FOR SELECT USING (%s)', relation, who_reads);
  SELECT md5(who_reads || pg_get_expr(p.polqual, relation)) INTO mark
  FROM pg_policy AS p WHERE p.polrelid = relation AND p.polname = 'bdf_reading';
  EXECUTE format('COMMENT ON POLICY bdf_reading ON %s IS %L', relation, mark);
END
$$;

-- Lets the server gather no statistics of what the rows of a table hold: it plans by them, and tells
-- by EXPLAIN and PostGIS's estimates, whoever asks. With `also_gathered` those that it has go too.
CREATE OR REPLACE FUNCTION bdf_hide_statistics(relation regclass, also_gathered boolean)
RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type,
           coalesce(a.attstattarget, -1) <> 0 AS is_gathered,
           EXISTS (SELECT 1 FROM pg_stats AS s JOIN pg_class AS c ON c.relname = s.tablename
                   JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = s.schemaname
                   WHERE c.oid = relation AND s.attname = a.attname) AS was_gathered
    FROM pg_attribute AS a
    WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attname NOT IN ('number', 'bdf_from', 'bdf_to')
      AND NOT EXISTS (SELECT 1 FROM pg_index AS i
                      WHERE i.indrelid = relation AND i.indisprimary AND a.attnum = ANY (i.indkey))
  LOOP
    IF one.is_gathered THEN
      EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', relation, one.attname);
    END IF;
    CONTINUE WHEN NOT (also_gathered AND one.was_gathered);
    BEGIN
      -- To the type that it has: nothing is rewritten, and what was gathered is forgotten.
      EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE %s', relation, one.attname, one.type);
    EXCEPTION WHEN feature_not_supported THEN
      RAISE LOG 'bdf: statistics of %.% stay: a view or a policy needs that column', relation,
        one.attname;
    END;
  END LOOP;
END
$$;

-- PostGIS tells extents and estimates of any table. Where the base's owner owns PostGIS too, only
-- those may ask to whom somebody gives it.
CREATE OR REPLACE FUNCTION bdf_hide_estimates() RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT p.oid::regprocedure AS called FROM pg_proc AS p
    WHERE p.proname IN ('_postgis_stats', '_postgis_selectivity', '_postgis_join_selectivity',
                        '_postgis_index_extent', 'st_estimatedextent')
      AND p.pronamespace = (SELECT extnamespace FROM pg_extension WHERE extname = 'postgis')
      AND pg_has_role(p.proowner, 'USAGE')
      AND has_function_privilege('public', p.oid, 'EXECUTE')
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one.called);
  END LOOP;
END
$$;

REVOKE ALL ON FUNCTION bdf_protect(text, text), bdf_hide_statistics(regclass, boolean),
  bdf_hide_estimates() FROM PUBLIC;
REVOKE ALL ON FUNCTION bdf_my_organisations(), bdf_may(text, text), bdf_may_read(text),
  bdf_is_everywhere(text), bdf_note(text, text, text, text, text), bdf_begin_deposit(),
  bdf_deposit(text, text, text, bytea) FROM PUBLIC;

-- The transactions as members see them: what was said of them, and of what came in, is for the
-- organisation alone that it came from.
DO $$ BEGIN
  IF to_regclass('bdf_history') IS NULL THEN
    CREATE VIEW bdf_history WITH (security_barrier) AS
    SELECT t.number, t.parent, t.kind, t.organisation, t.time, t.community, t.theme,
           t.theme_version, t.theme_digest, t.territory, own.message, own.input, own.input_digest,
           t.digest
    FROM bdf_transaction AS t LEFT JOIN bdf_transaction AS own
      ON own.number = t.number AND own.organisation = ANY ((SELECT bdf_my_organisations())::text[]);
  END IF;
END $$;

-- Of what came in, members see their own organisations' alone; of layers, those that they may read.
SELECT bdf_hide_estimates();
SELECT bdf_protect('bdf_contribution', 'organisation = ANY ((SELECT bdf_my_organisations())::text[])');
SELECT bdf_protect('bdf_entry', 'number IN (SELECT c.number FROM bdf_contribution AS c)');
SELECT bdf_protect('bdf_report', 'organisation = ANY ((SELECT bdf_my_organisations())::text[])');
SELECT bdf_protect('bdf_given', 'number IN (SELECT c.number FROM bdf_contribution AS c)');
SELECT bdf_protect('bdf_deposit', 'organisation = ANY ((SELECT bdf_my_organisations())::text[])');
SELECT bdf_protect('bdf_layer', 'bdf_may_read(layer)');
SELECT bdf_protect('bdf_column', 'layer IN (SELECT l.layer FROM bdf_layer AS l)');
SELECT bdf_protect('bdf_transaction_layer', 'layer IN (SELECT l.layer FROM bdf_layer AS l)');
