using System.Data.Common;
using Cks.Core;

namespace Cks.Scope;

/// <summary>Looks in the catalogue of a database for what row level security does not hold.</summary>
internal sealed class RowSecurityCheck(DbConnection connection, ScopeModel model, RowSecurityOptions options, CancellationToken cancellationToken)
{
    // Whom row level security does not hold: superusers, those that may pass it, and whoever owns a table of the model or may become one of them.
    private const string Free = """
        SELECT r.oid, r.rolname, CASE WHEN r.rolsuper THEN 'a superuser' WHEN r.rolbypassrls THEN 'BYPASSRLS' WHEN r.rolname = $3 THEN 'the owner of the functions' ELSE 'the owner of ' || min(c.relname::text) END AS why
        FROM pg_roles r LEFT JOIN (pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = $2) ON c.relowner = r.oid AND c.relname = ANY($4)
        WHERE r.rolsuper OR r.rolbypassrls OR r.rolname = $3 OR c.oid IS NOT NULL
        GROUP BY r.oid, r.rolname, r.rolsuper, r.rolbypassrls
        """;

    private readonly List<Diagnostic> _findings = [];
    private readonly string[] _tables = [.. model.Entities.Select(e => e.Table.Name).Distinct().Order(StringComparer.Ordinal)];

    public async Task<IReadOnlyList<Diagnostic>> RunAsync()
    {
        if ((await ReadAsync("SELECT rolname, '' FROM pg_roles WHERE rolname = $1").ConfigureAwait(false)).Count == 0)
        {
            Add(CksCodes.UnheldRole, $"There is no role \"{options.Role}\".", "Make it, or name the role by which the application is connected.");
            return _findings;
        }

        await CheckRolesAsync().ConfigureAwait(false);
        await CheckTablesAsync().ConfigureAwait(false);
        await CheckWaysAroundAsync().ConfigureAwait(false);
        return _findings;
    }

    private async Task CheckRolesAsync()
    {
        foreach (var (role, why) in await ReadAsync($"SELECT f.rolname, f.why FROM ({Free}) f WHERE pg_has_role($1, f.oid, 'MEMBER') ORDER BY f.rolname COLLATE \"C\"").ConfigureAwait(false))
            Add(CksCodes.UnheldRole, role == options.Role ? $"\"{role}\" is {why}." : $"\"{options.Role}\" can become \"{role}\", {why}.", "Let the application connect by a role that owns nothing, is no superuser, has no BYPASSRLS and is a member of no such role.");
        foreach (var (role, _) in await ReadAsync("SELECT rolname, '' FROM pg_roles WHERE rolname = $1 AND rolcreaterole AND NOT rolsuper").ConfigureAwait(false))
            Add(CksCodes.UnheldRole, $"\"{role}\" has CREATEROLE, by which it can make itself a member of others.", $"ALTER ROLE {role} NOCREATEROLE.");
        foreach (var (role, _) in await ReadAsync("SELECT rolname, '' FROM pg_roles WHERE rolname = $3 AND (rolcanlogin OR rolsuper OR rolbypassrls)").ConfigureAwait(false))
            Add(CksCodes.UnheldRole, $"\"{role}\", which owns the functions, may do more than they need.", $"ALTER ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS.");
    }

    private async Task CheckTablesAsync()
    {
        var found = (await ReadAsync("SELECT c.relname, CASE WHEN NOT c.relrowsecurity THEN 'no' WHEN NOT c.relforcerowsecurity THEN 'weak' ELSE '' END FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $2 AND c.relname = ANY($4) AND c.relkind IN ('r', 'p')").ConfigureAwait(false))
            .ToDictionary(t => t.Name, t => t.Detail, StringComparer.Ordinal);
        foreach (var table in _tables)
        {
            if (!found.TryGetValue(table, out var state))
                Add(CksCodes.UnguardedTable, $"There is no table \"{options.Schema}.{table}\".", "Name the schema of the tables, or mend the model.");
            else if (state.Length > 0)
                Add(CksCodes.UnguardedTable, $"\"{table}\" has {(state == "no" ? "row level security switched off" : "no FORCE, so that its owner sees all of it")}.", "Run what cks scope rls writes.");
        }

        if ((await ReadAsync("SELECT n.nspname, coalesce(obj_description(n.oid, 'pg_namespace'), '') FROM pg_namespace n WHERE n.nspname = 'cks_rls'").ConfigureAwait(false)) is not [var schema] || schema.Detail != RowSecurityScript.MarkOf(RowSecurity.Script(model, options)))
            Add(CksCodes.UnguardedTable, "The policies of the database are not those of this model and these names.", "Run what cks scope rls writes.");
        foreach (var (table, policy) in await ReadAsync("""
            SELECT c.relname, p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $2 AND c.relname = ANY($4) AND p.polpermissive AND p.polname <> ALL (ARRAY['cks_definer', 'cks_select', 'cks_insert', 'cks_update', 'cks_delete'])
              AND EXISTS (SELECT FROM unnest(p.polroles) r WHERE r = 0 OR pg_has_role($1, r, 'USAGE'))
            ORDER BY c.relname COLLATE "C", p.polname COLLATE "C"
            """).ConfigureAwait(false))
            Add(CksCodes.UnguardedTable, $"\"{table}\" has another policy, \"{policy}\", which shows \"{options.Role}\" more.", "Drop it, or make it AS RESTRICTIVE.");
        foreach (var (table, privilege) in await ReadAsync("""
            SELECT c.relname, p.name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p(name)
            WHERE n.nspname = $2 AND c.relname = ANY($4) AND c.relkind IN ('r', 'p') AND has_table_privilege($1, c.oid, p.name) AND NOT pg_has_role($1, c.relowner, 'USAGE') ORDER BY c.relname COLLATE "C", p.name COLLATE "C"
            """).ConfigureAwait(false))
            Add(CksCodes.UnguardedTable, $"\"{options.Role}\" has {privilege} on \"{table}\", which no policy looks at.", $"REVOKE {privilege} ON {options.Schema}.{table} FROM {options.Role}.");
    }

    private async Task CheckWaysAroundAsync()
    {
        // Views on views as well, and the partitions of a table, which are tables with rows of their own.
        foreach (var (relation, kind) in await ReadAsync("""
            WITH RECURSIVE guarded AS (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $2 AND c.relname = ANY($4) AND c.relkind IN ('r', 'p')),
            reading(oid) AS (
              SELECT oid FROM guarded
              UNION SELECT next.oid FROM reading r CROSS JOIN LATERAL (
                SELECT w.ev_class AS oid FROM pg_depend d JOIN pg_rewrite w ON w.oid = d.objid WHERE d.refobjid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.classid = 'pg_rewrite'::regclass
                UNION ALL SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = r.oid) next)
            SELECT c.oid::regclass::text, c.relkind::text FROM reading r JOIN pg_class c ON c.oid = r.oid
            WHERE c.oid NOT IN (SELECT oid FROM guarded) AND (has_table_privilege($1, c.oid, 'SELECT') OR has_any_column_privilege($1, c.oid, 'SELECT'))
              AND CASE c.relkind WHEN 'v' THEN NOT EXISTS (SELECT FROM pg_options_to_table(c.reloptions) o WHERE o.option_name = 'security_invoker' AND o.option_value IN ('true', 'on', 'yes', '1')) WHEN 'm' THEN true ELSE NOT (c.relrowsecurity AND c.relforcerowsecurity) END
            ORDER BY 1
            """).ConfigureAwait(false))
            Add(CksCodes.WayAround, kind switch
            {
                "v" => $"The view {relation} shows what its owner sees.",
                "m" => $"The materialized view {relation} holds rows of guarded tables.",
                _ => $"{relation} holds rows of a guarded table and is not guarded.",
            }, kind == "v" ? $"ALTER VIEW {relation} SET (security_invoker = true)." : $"REVOKE ALL ON {relation} FROM {options.Role}.");
        foreach (var (function, why) in await ReadAsync($"""
            SELECT p.oid::regprocedure::text, CASE WHEN NOT EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%') THEN '' ELSE f.rolname || ', ' || f.why END
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace LEFT JOIN ({Free}) f ON f.oid = p.proowner
            WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND has_function_privilege($1, p.oid, 'EXECUTE')
              AND (NOT EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%') OR (n.nspname <> 'cks_rls' AND f.oid IS NOT NULL AND p.prorettype <> 'trigger'::regtype))
            ORDER BY 1
            """).ConfigureAwait(false))
            Add(CksCodes.WayAround, why.Length == 0 ? $"The function {function} runs by the rights of its owner and looks names up where its caller says." : $"The function {function} runs by the rights of {why}.",
                why.Length == 0 ? $"ALTER FUNCTION {function} SET search_path = pg_catalog, pg_temp, and write schemas before names." : $"Make it SECURITY INVOKER, or REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC, {options.Role}.");
    }

    private void Add(CksCode code, string message, string fix) => _findings.Add(new(code, SourceLocation.Whole("database"), message, fix));

    // $1 the application's role, $2 the schema, $3 the owner of the functions, $4 the tables.
    private async Task<List<(string Name, string Detail)>> ReadAsync(string sql)
    {
        var rows = new List<(string, string)>();
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = $"WITH asked AS (SELECT $1::text, $2::text, $3::text, $4::text[]) SELECT * FROM ({sql}) found";
            foreach (var value in new object[] { options.Role, options.Schema, options.Definer, _tables })
            {
                var parameter = command.CreateParameter();
                parameter.Value = value;
                command.Parameters.Add(parameter);
            }

            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    rows.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        return rows;
    }
}
