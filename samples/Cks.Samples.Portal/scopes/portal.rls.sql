-- Written by "cks scope rls" from the scope model: do not edit. Run it as a superuser, or as the owner of the tables who is a member of "cks_definer".
-- Rows under it are those of the strategy of whoever the four settings name. What the policy asks of rows stays in the queries.
BEGIN;
DO $cks$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cks_definer') THEN
    CREATE ROLE "cks_definer" NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- somebody else has just made it
END $cks$;
DO $cks$ DECLARE p record; BEGIN
  FOR p IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' AND policyname IN ('cks_definer', 'cks_select', 'cks_insert', 'cks_update', 'cks_delete') LOOP
    EXECUTE format('DROP POLICY %I ON "public".%I', p.policyname, p.tablename);
  END LOOP;
END $cks$;
DROP SCHEMA IF EXISTS cks_rls CASCADE;
CREATE SCHEMA cks_rls;
GRANT USAGE, CREATE ON SCHEMA cks_rls TO "cks_definer";
GRANT USAGE ON SCHEMA cks_rls TO "app";
GRANT USAGE ON SCHEMA "public" TO "cks_definer", "app";

-- Who asks: cks.tenant, cks.code, cks.test (true or false) and cks.role, set for a transaction.
CREATE FUNCTION cks_rls.tenant() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE RETURN (CASE WHEN current_setting('cks.tenant', true) <> '' THEN current_setting('cks.tenant', true) END);
REVOKE ALL ON FUNCTION cks_rls.tenant() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.tenant() TO "app", "cks_definer";
CREATE FUNCTION cks_rls.code() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE RETURN (CASE WHEN current_setting('cks.code', true) <> '' THEN current_setting('cks.code', true) END);
REVOKE ALL ON FUNCTION cks_rls.code() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.code() TO "app", "cks_definer";
CREATE FUNCTION cks_rls.test() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE RETURN (CASE current_setting('cks.test', true) WHEN 'true' THEN true WHEN 'false' THEN false END);
REVOKE ALL ON FUNCTION cks_rls.test() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.test() TO "app", "cks_definer";

-- The role of whoever asks, as long as its own record is live.
CREATE FUNCTION cks_rls.role() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  CASE current_setting('cks.role', true)
    WHEN 'admin' THEN RETURN (SELECT 'admin' WHERE EXISTS (SELECT t1."admin_id" FROM "public"."admins" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."admin_id" = (SELECT cks_rls.code()) AND t1."archived_at" IS NULL));
    WHEN 'center' THEN RETURN (SELECT 'center' WHERE EXISTS (SELECT t1."center_id" FROM "public"."centers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."center_id" = (SELECT cks_rls.code()) AND t1."archived_at" IS NULL));
    WHEN 'contractor' THEN RETURN (SELECT 'contractor' WHERE EXISTS (SELECT t1."contractor_id" FROM "public"."contractors" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."contractor_id" = (SELECT cks_rls.code()) AND t1."archived_at" IS NULL));
    WHEN 'crew' THEN RETURN (SELECT 'crew' WHERE EXISTS (SELECT t1."crew_id" FROM "public"."crew" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."crew_id" = (SELECT cks_rls.code()) AND t1."archived_at" IS NULL));
    WHEN 'customer' THEN RETURN (SELECT 'customer' WHERE EXISTS (SELECT t1."customer_id" FROM "public"."customers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."customer_id" = (SELECT cks_rls.code()) AND t1."archived_at" IS NULL));
    WHEN 'manager' THEN RETURN (SELECT 'manager' WHERE EXISTS (SELECT t1."manager_id" FROM "public"."managers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."manager_id" = (SELECT cks_rls.code()) AND t1."archived_at" IS NULL));
    WHEN 'warehouse' THEN RETURN (SELECT 'warehouse' WHERE EXISTS (SELECT t1."warehouse_id" FROM "public"."warehouses" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."warehouse_id" = (SELECT cks_rls.code()) AND t1."archived_at" IS NULL));
    ELSE RETURN NULL;
  END CASE;
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.role() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.role() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.role() OWNER TO "cks_definer";

-- center: cks_manager of the own record
CREATE FUNCTION cks_rls.center_own_cks_manager_08b12cbf() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'center' THEN RETURN NULL; END IF;
  RETURN (SELECT t1."cks_manager" FROM "public"."centers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."center_id" = (SELECT cks_rls.code()) LIMIT 1);
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.center_own_cks_manager_08b12cbf() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.center_own_cks_manager_08b12cbf() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.center_own_cks_manager_08b12cbf() OWNER TO "cks_definer";

-- center: contractor_id of the own record
CREATE FUNCTION cks_rls.center_own_contractor_id_f68dd830() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'center' THEN RETURN NULL; END IF;
  RETURN (SELECT t1."contractor_id" FROM "public"."centers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."center_id" = (SELECT cks_rls.code()) LIMIT 1);
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.center_own_contractor_id_f68dd830() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.center_own_contractor_id_f68dd830() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.center_own_contractor_id_f68dd830() OWNER TO "cks_definer";

-- center: customer_id of the own record
CREATE FUNCTION cks_rls.center_own_customer_id_3e6b55b3() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'center' THEN RETURN NULL; END IF;
  RETURN (SELECT t1."customer_id" FROM "public"."centers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."center_id" = (SELECT cks_rls.code()) LIMIT 1);
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.center_own_customer_id_3e6b55b3() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.center_own_customer_id_3e6b55b3() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.center_own_customer_id_3e6b55b3() OWNER TO "cks_definer";

-- contractor: cks_manager of the own record
CREATE FUNCTION cks_rls.contractor_own_cks_manager_602c46aa() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'contractor' THEN RETURN NULL; END IF;
  RETURN (SELECT t1."cks_manager" FROM "public"."contractors" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."contractor_id" = (SELECT cks_rls.code()) LIMIT 1);
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.contractor_own_cks_manager_602c46aa() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.contractor_own_cks_manager_602c46aa() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.contractor_own_cks_manager_602c46aa() OWNER TO "cks_definer";

-- crew: assigned_center of the own record
CREATE FUNCTION cks_rls.crew_own_assigned_center_d6fb8e97() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'crew' THEN RETURN NULL; END IF;
  RETURN (SELECT t1."assigned_center" FROM "public"."crew" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."crew_id" = (SELECT cks_rls.code()) LIMIT 1);
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.crew_own_assigned_center_d6fb8e97() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.crew_own_assigned_center_d6fb8e97() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.crew_own_assigned_center_d6fb8e97() OWNER TO "cks_definer";

-- crew: cks_manager of the own record
CREATE FUNCTION cks_rls.crew_own_cks_manager_78174003() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'crew' THEN RETURN NULL; END IF;
  RETURN (SELECT t1."cks_manager" FROM "public"."crew" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."crew_id" = (SELECT cks_rls.code()) LIMIT 1);
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.crew_own_cks_manager_78174003() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.crew_own_cks_manager_78174003() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.crew_own_cks_manager_78174003() OWNER TO "cks_definer";

-- customer: cks_manager of the own record
CREATE FUNCTION cks_rls.customer_own_cks_manager_887b8005() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'customer' THEN RETURN NULL; END IF;
  RETURN (SELECT t1."cks_manager" FROM "public"."customers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."customer_id" = (SELECT cks_rls.code()) LIMIT 1);
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.customer_own_cks_manager_887b8005() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.customer_own_cks_manager_887b8005() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.customer_own_cks_manager_887b8005() OWNER TO "cks_definer";

-- customer: contractor_id of the own record
CREATE FUNCTION cks_rls.customer_own_contractor_id_4121d7a6() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'customer' THEN RETURN NULL; END IF;
  RETURN (SELECT t1."contractor_id" FROM "public"."customers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."customer_id" = (SELECT cks_rls.code()) LIMIT 1);
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.customer_own_contractor_id_4121d7a6() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.customer_own_contractor_id_4121d7a6() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.customer_own_contractor_id_4121d7a6() OWNER TO "cks_definer";

-- warehouse: manager_id of the own record
CREATE FUNCTION cks_rls.warehouse_own_manager_id_cdf270a1() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'warehouse' THEN RETURN NULL; END IF;
  RETURN (SELECT t1."manager_id" FROM "public"."warehouses" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."warehouse_id" = (SELECT cks_rls.code()) LIMIT 1);
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.warehouse_own_manager_id_cdf270a1() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.warehouse_own_manager_id_cdf270a1() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.warehouse_own_manager_id_cdf270a1() OWNER TO "cks_definer";

-- center: the way of ecosystemReports
CREATE FUNCTION cks_rls.center_center_ea1d79c6() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'center' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."cks_manager"::text FROM "public"."centers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."center_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.center_center_ea1d79c6() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.center_center_ea1d79c6() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.center_center_ea1d79c6() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_center_center_ea1d79c6" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.center_center_ea1d79c6() AS key;
GRANT SELECT ON "public"."cks_center_center_ea1d79c6" TO "app";

-- center: the way of joinedOrders
CREATE FUNCTION cks_rls.center_participant_41bd0540() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'center' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."order_id"::text FROM "public"."order_participants" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."participant_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.center_participant_41bd0540() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.center_participant_41bd0540() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.center_participant_41bd0540() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_center_participant_41bd0540" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.center_participant_41bd0540() AS key;
GRANT SELECT ON "public"."cks_center_participant_41bd0540" TO "app";

-- contractor: the way of customers/centers/crew
CREATE FUNCTION cks_rls.contractor_center_a9c455f1() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'contractor' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."center_id"::text FROM "public"."centers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."customer_id" IN (SELECT t2."customer_id" FROM "public"."customers" AS t2 WHERE t2."tenant_id" = (SELECT cks_rls.tenant()) AND t2."is_test" = (SELECT cks_rls.test()) AND t2."contractor_id" = (SELECT cks_rls.code()));
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.contractor_center_a9c455f1() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.contractor_center_a9c455f1() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.contractor_center_a9c455f1() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_contractor_center_a9c455f1" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.contractor_center_a9c455f1() AS key;
GRANT SELECT ON "public"."cks_contractor_center_a9c455f1" TO "app";

-- contractor: the way of customers/centers/crew
CREATE FUNCTION cks_rls.contractor_center_bb0f471b() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'contractor' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."center_id"::text FROM "public"."centers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."contractor_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.contractor_center_bb0f471b() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.contractor_center_bb0f471b() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.contractor_center_bb0f471b() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_contractor_center_bb0f471b" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.contractor_center_bb0f471b() AS key;
GRANT SELECT ON "public"."cks_contractor_center_bb0f471b" TO "app";

-- contractor: the way of customers/centers/services
CREATE FUNCTION cks_rls.contractor_center_c96e28db() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'contractor' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."center_id"::text FROM "public"."centers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."archived_at" IS NULL AND t1."contractor_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.contractor_center_c96e28db() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.contractor_center_c96e28db() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.contractor_center_c96e28db() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_contractor_center_c96e28db" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.contractor_center_c96e28db() AS key;
GRANT SELECT ON "public"."cks_contractor_center_c96e28db" TO "app";

-- contractor: the way of ecosystemReports
CREATE FUNCTION cks_rls.contractor_contractor_a822e602() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'contractor' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."cks_manager"::text FROM "public"."contractors" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."contractor_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.contractor_contractor_a822e602() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.contractor_contractor_a822e602() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.contractor_contractor_a822e602() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_contractor_contractor_a822e602" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.contractor_contractor_a822e602() AS key;
GRANT SELECT ON "public"."cks_contractor_contractor_a822e602" TO "app";

-- contractor: the way of customers/customerOrders
CREATE FUNCTION cks_rls.contractor_customer_e295852f() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'contractor' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."customer_id"::text FROM "public"."customers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."contractor_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.contractor_customer_e295852f() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.contractor_customer_e295852f() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.contractor_customer_e295852f() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_contractor_customer_e295852f" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.contractor_customer_e295852f() AS key;
GRANT SELECT ON "public"."cks_contractor_customer_e295852f" TO "app";

-- contractor: the way of joinedOrders
CREATE FUNCTION cks_rls.contractor_participant_b281f989() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'contractor' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."order_id"::text FROM "public"."order_participants" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."participant_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.contractor_participant_b281f989() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.contractor_participant_b281f989() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.contractor_participant_b281f989() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_contractor_participant_b281f989" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.contractor_participant_b281f989() AS key;
GRANT SELECT ON "public"."cks_contractor_participant_b281f989" TO "app";

-- crew: the way of ecosystemReports
CREATE FUNCTION cks_rls.crew_crew_6869a2cb() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'crew' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."cks_manager"::text FROM "public"."crew" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."crew_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.crew_crew_6869a2cb() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.crew_crew_6869a2cb() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.crew_crew_6869a2cb() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_crew_crew_6869a2cb" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.crew_crew_6869a2cb() AS key;
GRANT SELECT ON "public"."cks_crew_crew_6869a2cb" TO "app";

-- crew: the way of joinedOrders
CREATE FUNCTION cks_rls.crew_participant_b66b35eb() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'crew' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."order_id"::text FROM "public"."order_participants" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."participant_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.crew_participant_b66b35eb() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.crew_participant_b66b35eb() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.crew_participant_b66b35eb() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_crew_participant_b66b35eb" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.crew_participant_b66b35eb() AS key;
GRANT SELECT ON "public"."cks_crew_participant_b66b35eb" TO "app";

-- crew: the way of services
CREATE FUNCTION cks_rls.crew_staffing_d60e74b9() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'crew' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."service_id"::text FROM "public"."service_staffing" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."crew_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.crew_staffing_d60e74b9() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.crew_staffing_d60e74b9() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.crew_staffing_d60e74b9() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_crew_staffing_d60e74b9" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.crew_staffing_d60e74b9() AS key;
GRANT SELECT ON "public"."cks_crew_staffing_d60e74b9" TO "app";

-- customer: the way of centers/crew
CREATE FUNCTION cks_rls.customer_center_bd5f8889() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'customer' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."center_id"::text FROM "public"."centers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."customer_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.customer_center_bd5f8889() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.customer_center_bd5f8889() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.customer_center_bd5f8889() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_customer_center_bd5f8889" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.customer_center_bd5f8889() AS key;
GRANT SELECT ON "public"."cks_customer_center_bd5f8889" TO "app";

-- customer: the way of ecosystemReports
CREATE FUNCTION cks_rls.customer_customer_57d947b4() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'customer' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."cks_manager"::text FROM "public"."customers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."customer_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.customer_customer_57d947b4() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.customer_customer_57d947b4() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.customer_customer_57d947b4() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_customer_customer_57d947b4" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.customer_customer_57d947b4() AS key;
GRANT SELECT ON "public"."cks_customer_customer_57d947b4" TO "app";

-- customer: the way of joinedOrders
CREATE FUNCTION cks_rls.customer_participant_85eed3ce() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'customer' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."order_id"::text FROM "public"."order_participants" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."participant_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.customer_participant_85eed3ce() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.customer_participant_85eed3ce() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.customer_participant_85eed3ce() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_customer_participant_85eed3ce" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.customer_participant_85eed3ce() AS key;
GRANT SELECT ON "public"."cks_customer_participant_85eed3ce" TO "app";

-- manager: the way of contractors/customers/centers/services
CREATE FUNCTION cks_rls.manager_center_06a54af0() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'manager' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."center_id"::text FROM "public"."centers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."cks_manager" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.manager_center_06a54af0() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.manager_center_06a54af0() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.manager_center_06a54af0() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_manager_center_06a54af0" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.manager_center_06a54af0() AS key;
GRANT SELECT ON "public"."cks_manager_center_06a54af0" TO "app";

-- manager: the way of contractors/customers/centers/crew
CREATE FUNCTION cks_rls.manager_center_91e21f43() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'manager' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."center_id"::text FROM "public"."centers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."customer_id" IN (SELECT t2."customer_id" FROM "public"."customers" AS t2 WHERE t2."tenant_id" = (SELECT cks_rls.tenant()) AND t2."is_test" = (SELECT cks_rls.test()) AND t2."contractor_id" IN (SELECT t3."contractor_id" FROM "public"."contractors" AS t3 WHERE t3."tenant_id" = (SELECT cks_rls.tenant()) AND t3."is_test" = (SELECT cks_rls.test()) AND t3."cks_manager" = (SELECT cks_rls.code())));
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.manager_center_91e21f43() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.manager_center_91e21f43() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.manager_center_91e21f43() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_manager_center_91e21f43" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.manager_center_91e21f43() AS key;
GRANT SELECT ON "public"."cks_manager_center_91e21f43" TO "app";

-- manager: the way of contractors/customers
CREATE FUNCTION cks_rls.manager_contractor_1ec3f707() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'manager' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."contractor_id"::text FROM "public"."contractors" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."cks_manager" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.manager_contractor_1ec3f707() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.manager_contractor_1ec3f707() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.manager_contractor_1ec3f707() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_manager_contractor_1ec3f707" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.manager_contractor_1ec3f707() AS key;
GRANT SELECT ON "public"."cks_manager_contractor_1ec3f707" TO "app";

-- manager: the way of contractors/customers/centers
CREATE FUNCTION cks_rls.manager_customer_554577b6() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'manager' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."customer_id"::text FROM "public"."customers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."contractor_id" IN (SELECT t2."contractor_id" FROM "public"."contractors" AS t2 WHERE t2."tenant_id" = (SELECT cks_rls.tenant()) AND t2."is_test" = (SELECT cks_rls.test()) AND t2."cks_manager" = (SELECT cks_rls.code()));
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.manager_customer_554577b6() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.manager_customer_554577b6() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.manager_customer_554577b6() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_manager_customer_554577b6" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.manager_customer_554577b6() AS key;
GRANT SELECT ON "public"."cks_manager_customer_554577b6" TO "app";

-- manager: the way of contractors/customers/customerOrders
CREATE FUNCTION cks_rls.manager_customer_6ed0ad35() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'manager' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."customer_id"::text FROM "public"."customers" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."cks_manager" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.manager_customer_6ed0ad35() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.manager_customer_6ed0ad35() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.manager_customer_6ed0ad35() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_manager_customer_6ed0ad35" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.manager_customer_6ed0ad35() AS key;
GRANT SELECT ON "public"."cks_manager_customer_6ed0ad35" TO "app";

-- manager: the way of joinedOrders
CREATE FUNCTION cks_rls.manager_participant_b170244f() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'manager' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."order_id"::text FROM "public"."order_participants" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."participant_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.manager_participant_b170244f() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.manager_participant_b170244f() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.manager_participant_b170244f() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_manager_participant_b170244f" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.manager_participant_b170244f() AS key;
GRANT SELECT ON "public"."cks_manager_participant_b170244f" TO "app";

-- warehouse: the way of namedOrders/orderReports
CREATE FUNCTION cks_rls.warehouse_order_029bc28c() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'warehouse' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."order_id"::text FROM "public"."orders" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."warehouse_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.warehouse_order_029bc28c() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.warehouse_order_029bc28c() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.warehouse_order_029bc28c() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_warehouse_order_029bc28c" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.warehouse_order_029bc28c() AS key;
GRANT SELECT ON "public"."cks_warehouse_order_029bc28c" TO "app";

-- warehouse: the way of joinedOrders
CREATE FUNCTION cks_rls.warehouse_participant_ee5c5fbb() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'warehouse' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."order_id"::text FROM "public"."order_participants" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."participant_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.warehouse_participant_ee5c5fbb() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.warehouse_participant_ee5c5fbb() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.warehouse_participant_ee5c5fbb() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_warehouse_participant_ee5c5fbb" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.warehouse_participant_ee5c5fbb() AS key;
GRANT SELECT ON "public"."cks_warehouse_participant_ee5c5fbb" TO "app";

-- warehouse: the way of services/serviceReports
CREATE FUNCTION cks_rls.warehouse_service_4c16da6e() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'warehouse' THEN RETURN; END IF;
  RETURN QUERY SELECT t1."service_id"::text FROM "public"."services" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."warehouse_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.warehouse_service_4c16da6e() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.warehouse_service_4c16da6e() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.warehouse_service_4c16da6e() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_warehouse_service_4c16da6e" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.warehouse_service_4c16da6e() AS key;
GRANT SELECT ON "public"."cks_warehouse_service_4c16da6e" TO "app";

-- warehouse: the way of servedCenters
CREATE FUNCTION cks_rls.warehouse_warehouse_6bce0fe4() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$
BEGIN
  IF cks_rls.role() IS DISTINCT FROM 'warehouse' THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT t1."manager_id"::text FROM "public"."warehouses" AS t1 WHERE t1."tenant_id" = (SELECT cks_rls.tenant()) AND t1."is_test" = (SELECT cks_rls.test()) AND t1."warehouse_id" = (SELECT cks_rls.code());
END $cks$;
REVOKE ALL ON FUNCTION cks_rls.warehouse_warehouse_6bce0fe4() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cks_rls.warehouse_warehouse_6bce0fe4() TO "app", "cks_definer";
ALTER FUNCTION cks_rls.warehouse_warehouse_6bce0fe4() OWNER TO "cks_definer";

CREATE VIEW "public"."cks_warehouse_warehouse_6bce0fe4" WITH (security_invoker = true) AS
  SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.warehouse_warehouse_6bce0fe4() AS key;
GRANT SELECT ON "public"."cks_warehouse_warehouse_6bce0fe4" TO "app";

-- What the functions read, and nothing else.
GRANT SELECT ("admin_id", "archived_at", "is_test", "tenant_id") ON "public"."admins" TO "cks_definer";
GRANT SELECT ("archived_at", "center_id", "cks_manager", "contractor_id", "customer_id", "is_test", "tenant_id") ON "public"."centers" TO "cks_definer";
GRANT SELECT ("archived_at", "cks_manager", "contractor_id", "is_test", "tenant_id") ON "public"."contractors" TO "cks_definer";
GRANT SELECT ("archived_at", "assigned_center", "cks_manager", "crew_id", "is_test", "tenant_id") ON "public"."crew" TO "cks_definer";
GRANT SELECT ("archived_at", "cks_manager", "contractor_id", "customer_id", "is_test", "tenant_id") ON "public"."customers" TO "cks_definer";
GRANT SELECT ("archived_at", "is_test", "manager_id", "tenant_id") ON "public"."managers" TO "cks_definer";
GRANT SELECT ("is_test", "order_id", "participant_id", "tenant_id") ON "public"."order_participants" TO "cks_definer";
GRANT SELECT ("is_test", "order_id", "tenant_id", "warehouse_id") ON "public"."orders" TO "cks_definer";
GRANT SELECT ("crew_id", "is_test", "service_id", "tenant_id") ON "public"."service_staffing" TO "cks_definer";
GRANT SELECT ("is_test", "service_id", "tenant_id", "warehouse_id") ON "public"."services" TO "cks_definer";
GRANT SELECT ("archived_at", "is_test", "manager_id", "tenant_id", "warehouse_id") ON "public"."warehouses" TO "cks_definer";
REVOKE CREATE ON SCHEMA cks_rls FROM "cks_definer";

-- admin
ALTER TABLE "public"."admins" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."admins" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."admins" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."admins" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END);
CREATE POLICY cks_insert ON "public"."admins" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL AND "admin_id" <> (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_update ON "public"."admins" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL AND ("admin_id" <> (SELECT cks_rls.code()) OR "admin_id" = (SELECT cks_rls.code()))
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL AND ("admin_id" <> (SELECT cks_rls.code()) OR "admin_id" = (SELECT cks_rls.code()))
    ELSE false END);
CREATE POLICY cks_delete ON "public"."admins" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL AND "admin_id" <> (SELECT cks_rls.code())
    ELSE false END);

-- product
ALTER TABLE "public"."catalog_products" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."catalog_products" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."catalog_products" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."catalog_products" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END);
CREATE POLICY cks_insert ON "public"."catalog_products" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END);
CREATE POLICY cks_update ON "public"."catalog_products" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END);
CREATE POLICY cks_delete ON "public"."catalog_products" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END);

-- catalog-service
ALTER TABLE "public"."catalog_services" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."catalog_services" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."catalog_services" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."catalog_services" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END);
CREATE POLICY cks_insert ON "public"."catalog_services" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END);
CREATE POLICY cks_update ON "public"."catalog_services" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END);
CREATE POLICY cks_delete ON "public"."catalog_services" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END);

-- center
ALTER TABLE "public"."centers" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."centers" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."centers" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."centers" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "center_id" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND "contractor_id" = (SELECT cks_rls.code())
    WHEN 'crew' THEN "archived_at" IS NULL AND "center_id" = (SELECT cks_rls.crew_own_assigned_center_d6fb8e97())
    WHEN 'customer' THEN "archived_at" IS NULL AND "customer_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "archived_at" IS NULL AND "cks_manager" = (SELECT cks_rls.code())
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "cks_manager" IN (SELECT cks_rls.warehouse_warehouse_6bce0fe4())
    ELSE false END);
CREATE POLICY cks_insert ON "public"."centers" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("contractor_id" = (SELECT cks_rls.code()) AND "customer_id" IN (SELECT cks_rls.contractor_customer_e295852f()))
    WHEN 'customer' THEN "archived_at" IS NULL AND "customer_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "customer_id" IN (SELECT cks_rls.manager_customer_554577b6()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "cks_manager" IN (SELECT cks_rls.warehouse_warehouse_6bce0fe4())
    ELSE false END);
CREATE POLICY cks_update ON "public"."centers" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "center_id" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("contractor_id" = (SELECT cks_rls.code()) AND "customer_id" IN (SELECT cks_rls.contractor_customer_e295852f()))
    WHEN 'customer' THEN "archived_at" IS NULL AND "customer_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "customer_id" IN (SELECT cks_rls.manager_customer_554577b6()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "cks_manager" IN (SELECT cks_rls.warehouse_warehouse_6bce0fe4())
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "center_id" = (SELECT cks_rls.code()) AND "customer_id" IS NOT DISTINCT FROM (SELECT cks_rls.center_own_customer_id_3e6b55b3()) AND "cks_manager" IS NOT DISTINCT FROM (SELECT cks_rls.center_own_cks_manager_08b12cbf()) AND "contractor_id" IS NOT DISTINCT FROM (SELECT cks_rls.center_own_contractor_id_f68dd830())
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("contractor_id" = (SELECT cks_rls.code()) AND "customer_id" IN (SELECT cks_rls.contractor_customer_e295852f()))
    WHEN 'customer' THEN "archived_at" IS NULL AND "customer_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "customer_id" IN (SELECT cks_rls.manager_customer_554577b6()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "cks_manager" IN (SELECT cks_rls.warehouse_warehouse_6bce0fe4())
    ELSE false END);
CREATE POLICY cks_delete ON "public"."centers" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("contractor_id" = (SELECT cks_rls.code()) AND "customer_id" IN (SELECT cks_rls.contractor_customer_e295852f()))
    WHEN 'customer' THEN "archived_at" IS NULL AND "customer_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "customer_id" IN (SELECT cks_rls.manager_customer_554577b6()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "cks_manager" IN (SELECT cks_rls.warehouse_warehouse_6bce0fe4())
    ELSE false END);

-- contractor
ALTER TABLE "public"."contractors" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."contractors" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."contractors" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."contractors" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'contractor' THEN "archived_at" IS NULL AND "contractor_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "archived_at" IS NULL AND "cks_manager" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_insert ON "public"."contractors" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'manager' THEN "archived_at" IS NULL AND "cks_manager" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_update ON "public"."contractors" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'contractor' THEN "archived_at" IS NULL AND "contractor_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "archived_at" IS NULL AND "cks_manager" = (SELECT cks_rls.code())
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'contractor' THEN "archived_at" IS NULL AND "contractor_id" = (SELECT cks_rls.code()) AND "cks_manager" IS NOT DISTINCT FROM (SELECT cks_rls.contractor_own_cks_manager_602c46aa())
    WHEN 'manager' THEN "archived_at" IS NULL AND "cks_manager" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_delete ON "public"."contractors" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'manager' THEN "archived_at" IS NULL AND "cks_manager" = (SELECT cks_rls.code())
    ELSE false END);

-- crew
ALTER TABLE "public"."crew" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."crew" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."crew" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."crew" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "assigned_center" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND "assigned_center" IN (SELECT cks_rls.contractor_center_bb0f471b())
    WHEN 'crew' THEN "archived_at" IS NULL AND "crew_id" = (SELECT cks_rls.code())
    WHEN 'customer' THEN "archived_at" IS NULL AND "assigned_center" IN (SELECT cks_rls.customer_center_bd5f8889())
    WHEN 'manager' THEN "archived_at" IS NULL AND "cks_manager" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_insert ON "public"."crew" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "assigned_center" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("assigned_center" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "assigned_center" IN (SELECT cks_rls.contractor_center_a9c455f1()))
    WHEN 'customer' THEN "archived_at" IS NULL AND "assigned_center" IN (SELECT cks_rls.customer_center_bd5f8889())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "assigned_center" IN (SELECT cks_rls.manager_center_91e21f43()))
    ELSE false END);
CREATE POLICY cks_update ON "public"."crew" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "assigned_center" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("assigned_center" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "assigned_center" IN (SELECT cks_rls.contractor_center_a9c455f1()))
    WHEN 'crew' THEN "archived_at" IS NULL AND "crew_id" = (SELECT cks_rls.code())
    WHEN 'customer' THEN "archived_at" IS NULL AND "assigned_center" IN (SELECT cks_rls.customer_center_bd5f8889())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "assigned_center" IN (SELECT cks_rls.manager_center_91e21f43()))
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "assigned_center" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("assigned_center" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "assigned_center" IN (SELECT cks_rls.contractor_center_a9c455f1()))
    WHEN 'crew' THEN "archived_at" IS NULL AND "crew_id" = (SELECT cks_rls.code()) AND "assigned_center" IS NOT DISTINCT FROM (SELECT cks_rls.crew_own_assigned_center_d6fb8e97()) AND "cks_manager" IS NOT DISTINCT FROM (SELECT cks_rls.crew_own_cks_manager_78174003())
    WHEN 'customer' THEN "archived_at" IS NULL AND "assigned_center" IN (SELECT cks_rls.customer_center_bd5f8889())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "assigned_center" IN (SELECT cks_rls.manager_center_91e21f43()))
    ELSE false END);
CREATE POLICY cks_delete ON "public"."crew" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "assigned_center" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("assigned_center" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "assigned_center" IN (SELECT cks_rls.contractor_center_a9c455f1()))
    WHEN 'customer' THEN "archived_at" IS NULL AND "assigned_center" IN (SELECT cks_rls.customer_center_bd5f8889())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "assigned_center" IN (SELECT cks_rls.manager_center_91e21f43()))
    ELSE false END);

-- customer
ALTER TABLE "public"."customers" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."customers" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."customers" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."customers" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'contractor' THEN "archived_at" IS NULL AND "contractor_id" = (SELECT cks_rls.code())
    WHEN 'customer' THEN "archived_at" IS NULL AND "customer_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "archived_at" IS NULL AND "cks_manager" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_insert ON "public"."customers" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'contractor' THEN "archived_at" IS NULL AND "contractor_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "contractor_id" IN (SELECT cks_rls.manager_contractor_1ec3f707()))
    ELSE false END);
CREATE POLICY cks_update ON "public"."customers" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'contractor' THEN "archived_at" IS NULL AND "contractor_id" = (SELECT cks_rls.code())
    WHEN 'customer' THEN "archived_at" IS NULL AND "customer_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "contractor_id" IN (SELECT cks_rls.manager_contractor_1ec3f707()))
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'contractor' THEN "archived_at" IS NULL AND "contractor_id" = (SELECT cks_rls.code())
    WHEN 'customer' THEN "archived_at" IS NULL AND "customer_id" = (SELECT cks_rls.code()) AND "contractor_id" IS NOT DISTINCT FROM (SELECT cks_rls.customer_own_contractor_id_4121d7a6()) AND "cks_manager" IS NOT DISTINCT FROM (SELECT cks_rls.customer_own_cks_manager_887b8005())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "contractor_id" IN (SELECT cks_rls.manager_contractor_1ec3f707()))
    ELSE false END);
CREATE POLICY cks_delete ON "public"."customers" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'contractor' THEN "archived_at" IS NULL AND "contractor_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("cks_manager" = (SELECT cks_rls.code()) AND "contractor_id" IN (SELECT cks_rls.manager_contractor_1ec3f707()))
    ELSE false END);

-- inventory
ALTER TABLE "public"."inventory_items" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."inventory_items" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."inventory_items" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."inventory_items" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_insert ON "public"."inventory_items" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_update ON "public"."inventory_items" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_delete ON "public"."inventory_items" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END);

-- manager
ALTER TABLE "public"."managers" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."managers" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."managers" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."managers" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'manager' THEN "archived_at" IS NULL AND "manager_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_insert ON "public"."managers" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END);
CREATE POLICY cks_update ON "public"."managers" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'manager' THEN "archived_at" IS NULL AND "manager_id" = (SELECT cks_rls.code())
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'manager' THEN "archived_at" IS NULL AND "manager_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_delete ON "public"."managers" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    ELSE false END);

-- participant
ALTER TABLE "public"."order_participants" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."order_participants" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."order_participants" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."order_participants" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'center' THEN "participant_id" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "participant_id" = (SELECT cks_rls.code())
    WHEN 'crew' THEN "participant_id" = (SELECT cks_rls.code())
    WHEN 'customer' THEN "participant_id" = (SELECT cks_rls.code())
    WHEN 'manager' THEN "participant_id" = (SELECT cks_rls.code())
    WHEN 'warehouse' THEN "participant_id" = (SELECT cks_rls.code())
    ELSE false END);

-- order
ALTER TABLE "public"."orders" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."orders" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."orders" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."orders" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "center_id" = (SELECT cks_rls.code()) OR "destination_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.center_participant_41bd0540()))
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "contractor_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.contractor_participant_b281f989()) OR "customer_id" IN (SELECT cks_rls.contractor_customer_e295852f()) OR "center_id" IN (SELECT cks_rls.contractor_center_bb0f471b()))
    WHEN 'crew' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "crew_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.crew_participant_b66b35eb()))
    WHEN 'customer' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "customer_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.customer_participant_85eed3ce()) OR "center_id" IN (SELECT cks_rls.customer_center_bd5f8889()))
    WHEN 'manager' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.manager_participant_b170244f()) OR "customer_id" IN (SELECT cks_rls.manager_customer_6ed0ad35()) OR "center_id" IN (SELECT cks_rls.manager_center_06a54af0()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "warehouse_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.warehouse_participant_ee5c5fbb()))
    ELSE false END);
CREATE POLICY cks_insert ON "public"."orders" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "center_id" = (SELECT cks_rls.code()) OR "destination_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.center_participant_41bd0540()))
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "contractor_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.contractor_participant_b281f989()) OR "customer_id" IN (SELECT cks_rls.contractor_customer_e295852f()) OR ("center_id" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "center_id" IN (SELECT cks_rls.contractor_center_a9c455f1())))
    WHEN 'crew' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "crew_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.crew_participant_b66b35eb()))
    WHEN 'customer' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "customer_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.customer_participant_85eed3ce()) OR "center_id" IN (SELECT cks_rls.customer_center_bd5f8889()))
    WHEN 'manager' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.manager_participant_b170244f()) OR ("customer_id" IN (SELECT cks_rls.manager_customer_6ed0ad35()) AND "customer_id" IN (SELECT cks_rls.manager_customer_554577b6())) OR ("center_id" IN (SELECT cks_rls.manager_center_06a54af0()) AND "center_id" IN (SELECT cks_rls.manager_center_91e21f43())))
    ELSE false END);
CREATE POLICY cks_update ON "public"."orders" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "center_id" = (SELECT cks_rls.code()) OR "destination_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.center_participant_41bd0540()))
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "contractor_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.contractor_participant_b281f989()) OR "customer_id" IN (SELECT cks_rls.contractor_customer_e295852f()) OR ("center_id" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "center_id" IN (SELECT cks_rls.contractor_center_a9c455f1())))
    WHEN 'crew' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "crew_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.crew_participant_b66b35eb()))
    WHEN 'customer' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "customer_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.customer_participant_85eed3ce()) OR "center_id" IN (SELECT cks_rls.customer_center_bd5f8889()))
    WHEN 'manager' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.manager_participant_b170244f()) OR ("customer_id" IN (SELECT cks_rls.manager_customer_6ed0ad35()) AND "customer_id" IN (SELECT cks_rls.manager_customer_554577b6())) OR ("center_id" IN (SELECT cks_rls.manager_center_06a54af0()) AND "center_id" IN (SELECT cks_rls.manager_center_91e21f43())))
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "center_id" = (SELECT cks_rls.code()) OR "destination_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.center_participant_41bd0540()))
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "contractor_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.contractor_participant_b281f989()) OR "customer_id" IN (SELECT cks_rls.contractor_customer_e295852f()) OR ("center_id" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "center_id" IN (SELECT cks_rls.contractor_center_a9c455f1())))
    WHEN 'crew' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "crew_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.crew_participant_b66b35eb()))
    WHEN 'customer' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "customer_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.customer_participant_85eed3ce()) OR "center_id" IN (SELECT cks_rls.customer_center_bd5f8889()))
    WHEN 'manager' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.manager_participant_b170244f()) OR ("customer_id" IN (SELECT cks_rls.manager_customer_6ed0ad35()) AND "customer_id" IN (SELECT cks_rls.manager_customer_554577b6())) OR ("center_id" IN (SELECT cks_rls.manager_center_06a54af0()) AND "center_id" IN (SELECT cks_rls.manager_center_91e21f43())))
    ELSE false END);
CREATE POLICY cks_delete ON "public"."orders" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "center_id" = (SELECT cks_rls.code()) OR "destination_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.center_participant_41bd0540()))
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "contractor_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.contractor_participant_b281f989()) OR "customer_id" IN (SELECT cks_rls.contractor_customer_e295852f()) OR ("center_id" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "center_id" IN (SELECT cks_rls.contractor_center_a9c455f1())))
    WHEN 'crew' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "crew_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.crew_participant_b66b35eb()))
    WHEN 'customer' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "customer_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.customer_participant_85eed3ce()) OR "center_id" IN (SELECT cks_rls.customer_center_bd5f8889()))
    WHEN 'manager' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.manager_participant_b170244f()) OR ("customer_id" IN (SELECT cks_rls.manager_customer_6ed0ad35()) AND "customer_id" IN (SELECT cks_rls.manager_customer_554577b6())) OR ("center_id" IN (SELECT cks_rls.manager_center_06a54af0()) AND "center_id" IN (SELECT cks_rls.manager_center_91e21f43())))
    ELSE false END);

-- report
ALTER TABLE "public"."reports" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."reports" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."reports" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."reports" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.center_center_ea1d79c6()))
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.contractor_contractor_a822e602()))
    WHEN 'crew' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.crew_crew_6869a2cb()))
    WHEN 'customer' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.customer_customer_57d947b4()))
    WHEN 'manager' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" = (SELECT cks_rls.code()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.warehouse_order_029bc28c()) OR "service_id" IN (SELECT cks_rls.warehouse_service_4c16da6e()))
    ELSE false END);
CREATE POLICY cks_insert ON "public"."reports" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.center_center_ea1d79c6()))
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.contractor_contractor_a822e602()))
    WHEN 'crew' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.crew_crew_6869a2cb()))
    WHEN 'customer' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.customer_customer_57d947b4()))
    WHEN 'manager' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" = (SELECT cks_rls.code()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.warehouse_order_029bc28c()) OR "service_id" IN (SELECT cks_rls.warehouse_service_4c16da6e()))
    ELSE false END);
CREATE POLICY cks_update ON "public"."reports" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.center_center_ea1d79c6()))
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.contractor_contractor_a822e602()))
    WHEN 'crew' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.crew_crew_6869a2cb()))
    WHEN 'customer' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.customer_customer_57d947b4()))
    WHEN 'manager' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" = (SELECT cks_rls.code()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.warehouse_order_029bc28c()) OR "service_id" IN (SELECT cks_rls.warehouse_service_4c16da6e()))
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.center_center_ea1d79c6()))
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.contractor_contractor_a822e602()))
    WHEN 'crew' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.crew_crew_6869a2cb()))
    WHEN 'customer' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.customer_customer_57d947b4()))
    WHEN 'manager' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" = (SELECT cks_rls.code()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.warehouse_order_029bc28c()) OR "service_id" IN (SELECT cks_rls.warehouse_service_4c16da6e()))
    ELSE false END);
CREATE POLICY cks_delete ON "public"."reports" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.center_center_ea1d79c6()))
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.contractor_contractor_a822e602()))
    WHEN 'crew' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.crew_crew_6869a2cb()))
    WHEN 'customer' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" IN (SELECT cks_rls.customer_customer_57d947b4()))
    WHEN 'manager' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "manager_id" = (SELECT cks_rls.code()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND ("creator_id" = (SELECT cks_rls.code()) OR "order_id" IN (SELECT cks_rls.warehouse_order_029bc28c()) OR "service_id" IN (SELECT cks_rls.warehouse_service_4c16da6e()))
    ELSE false END);

-- certification
ALTER TABLE "public"."service_certifications" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."service_certifications" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."service_certifications" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."service_certifications" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'crew' THEN "archived_at" IS NULL AND "holder_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_insert ON "public"."service_certifications" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'crew' THEN "archived_at" IS NULL AND "holder_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_update ON "public"."service_certifications" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'crew' THEN "archived_at" IS NULL AND "holder_id" = (SELECT cks_rls.code())
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'crew' THEN "archived_at" IS NULL AND "holder_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_delete ON "public"."service_certifications" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'crew' THEN "archived_at" IS NULL AND "holder_id" = (SELECT cks_rls.code())
    ELSE false END);

-- staffing
ALTER TABLE "public"."service_staffing" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."service_staffing" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."service_staffing" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."service_staffing" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'crew' THEN "crew_id" = (SELECT cks_rls.code())
    ELSE false END);

-- service
ALTER TABLE "public"."services" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."services" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."services" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."services" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "center_id" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND "center_id" IN (SELECT cks_rls.contractor_center_bb0f471b())
    WHEN 'crew' THEN "archived_at" IS NULL AND "service_id" IN (SELECT cks_rls.crew_staffing_d60e74b9())
    WHEN 'customer' THEN "archived_at" IS NULL AND "center_id" IN (SELECT cks_rls.customer_center_bd5f8889())
    WHEN 'manager' THEN "archived_at" IS NULL AND "center_id" IN (SELECT cks_rls.manager_center_06a54af0())
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_insert ON "public"."services" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "center_id" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("center_id" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "center_id" IN (SELECT cks_rls.contractor_center_a9c455f1()))
    WHEN 'crew' THEN "archived_at" IS NULL AND "service_id" IN (SELECT cks_rls.crew_staffing_d60e74b9())
    WHEN 'customer' THEN "archived_at" IS NULL AND "center_id" IN (SELECT cks_rls.customer_center_bd5f8889())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("center_id" IN (SELECT cks_rls.manager_center_06a54af0()) AND "center_id" IN (SELECT cks_rls.manager_center_91e21f43()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_update ON "public"."services" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "center_id" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("center_id" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "center_id" IN (SELECT cks_rls.contractor_center_a9c455f1()))
    WHEN 'crew' THEN "archived_at" IS NULL AND "service_id" IN (SELECT cks_rls.crew_staffing_d60e74b9())
    WHEN 'customer' THEN "archived_at" IS NULL AND "center_id" IN (SELECT cks_rls.customer_center_bd5f8889())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("center_id" IN (SELECT cks_rls.manager_center_06a54af0()) AND "center_id" IN (SELECT cks_rls.manager_center_91e21f43()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "center_id" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("center_id" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "center_id" IN (SELECT cks_rls.contractor_center_a9c455f1()))
    WHEN 'crew' THEN "archived_at" IS NULL AND "service_id" IN (SELECT cks_rls.crew_staffing_d60e74b9())
    WHEN 'customer' THEN "archived_at" IS NULL AND "center_id" IN (SELECT cks_rls.customer_center_bd5f8889())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("center_id" IN (SELECT cks_rls.manager_center_06a54af0()) AND "center_id" IN (SELECT cks_rls.manager_center_91e21f43()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_delete ON "public"."services" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'center' THEN "archived_at" IS NULL AND "center_id" = (SELECT cks_rls.code())
    WHEN 'contractor' THEN "archived_at" IS NULL AND ("center_id" IN (SELECT cks_rls.contractor_center_bb0f471b()) AND "center_id" IN (SELECT cks_rls.contractor_center_a9c455f1()))
    WHEN 'crew' THEN "archived_at" IS NULL AND "service_id" IN (SELECT cks_rls.crew_staffing_d60e74b9())
    WHEN 'customer' THEN "archived_at" IS NULL AND "center_id" IN (SELECT cks_rls.customer_center_bd5f8889())
    WHEN 'manager' THEN "archived_at" IS NULL AND ("center_id" IN (SELECT cks_rls.manager_center_06a54af0()) AND "center_id" IN (SELECT cks_rls.manager_center_91e21f43()))
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END);

-- training
ALTER TABLE "public"."trainings" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."trainings" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."trainings" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."trainings" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'crew' THEN "archived_at" IS NULL AND "crew_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_insert ON "public"."trainings" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'crew' THEN "archived_at" IS NULL AND "crew_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_update ON "public"."trainings" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'crew' THEN "archived_at" IS NULL AND "crew_id" = (SELECT cks_rls.code())
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'crew' THEN "archived_at" IS NULL AND "crew_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_delete ON "public"."trainings" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'crew' THEN "archived_at" IS NULL AND "crew_id" = (SELECT cks_rls.code())
    ELSE false END);

-- warehouse
ALTER TABLE "public"."warehouses" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."warehouses" FORCE ROW LEVEL SECURITY;
CREATE POLICY cks_definer ON "public"."warehouses" FOR SELECT TO "cks_definer" USING (true);
CREATE POLICY cks_select ON "public"."warehouses" FOR SELECT TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'manager' THEN "archived_at" IS NULL AND "manager_id" = (SELECT cks_rls.code())
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_insert ON "public"."warehouses" FOR INSERT TO "app" WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'manager' THEN "archived_at" IS NULL AND "manager_id" = (SELECT cks_rls.code())
    ELSE false END);
CREATE POLICY cks_update ON "public"."warehouses" FOR UPDATE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'manager' THEN "archived_at" IS NULL AND "manager_id" = (SELECT cks_rls.code())
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code())
    ELSE false END) WITH CHECK (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'manager' THEN "archived_at" IS NULL AND "manager_id" = (SELECT cks_rls.code())
    WHEN 'warehouse' THEN "archived_at" IS NULL AND "warehouse_id" = (SELECT cks_rls.code()) AND "manager_id" IS NOT DISTINCT FROM (SELECT cks_rls.warehouse_own_manager_id_cdf270a1())
    ELSE false END);
CREATE POLICY cks_delete ON "public"."warehouses" FOR DELETE TO "app" USING (
  "tenant_id" = (SELECT cks_rls.tenant()) AND "is_test" = (SELECT cks_rls.test()) AND CASE (SELECT cks_rls.role())
    WHEN 'admin' THEN "archived_at" IS NULL
    WHEN 'manager' THEN "archived_at" IS NULL AND "manager_id" = (SELECT cks_rls.code())
    ELSE false END);

-- By which a check knows the script.
COMMENT ON SCHEMA cks_rls IS 'cks scope rls b2f3b42eb3a5f0e3';
COMMIT;
