using System.Security.Cryptography;
using System.Text;
using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>One writing of the script.</summary>
internal sealed class RowSecurityScript
{
    private readonly ScopeModel _model;
    private readonly RowSecurityOptions _options;
    private readonly string _schema;
    private readonly string _app;
    private readonly string _definer;
    private readonly StringBuilder _text = new();
    private readonly SortedDictionary<string, SortedSet<string>> _reads = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, GuardedWay> _ways = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (CompiledStrategy Strategy, Column Column)> _own = new(StringComparer.Ordinal);
    private readonly CompiledStrategy[] _strategies;
    private readonly (string Table, ScopeEntity[] Entities)[] _tables;

    public RowSecurityScript(ScopeModel model, RowSecurityOptions options)
    {
        (_model, _options) = (model, options);
        (_schema, _app, _definer) = (PostgresText.Quote(options.Schema) + ".", PostgresText.Quote(options.Role), PostgresText.Quote(options.Definer));
        _strategies = [.. model.Compiled.OrderBy(s => s.Strategy.Role, StringComparer.Ordinal)];
        _tables = [.. model.Entities.GroupBy(e => e.Table.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.ToArray()))];
    }

    public string Write()
    {
        // The policies first: what functions they need is known then. Reads go by all ways, those that no policy needs as well.
        foreach (var strategy in _strategies)
            foreach (var way in strategy.Below.Concat(strategy.Metrics.Select(m => m.Rows).OfType<CompiledRows>()).SelectMany(r => r.Ways).Select(w => GuardedWay.Of(strategy, w)).OfType<GuardedWay>())
                _ways.TryAdd(way.Name, way);
        foreach (var (table, entities) in _tables)
            WriteTable(table, entities);
        var policies = _text.ToString();
        _text.Clear();
        WriteBegin();
        WriteIdentity();
        foreach (var (name, (strategy, column)) in _own)
            WriteFunction(name, $"{strategy.Strategy.Role}: {column.Name} of the own record", strategy, new WaySql(strategy, _schema).Own(column), isSet: false);
        foreach (var (name, way) in _ways)
        {
            WriteFunction(name, way.Title, way.Strategy, way.Keys(_schema), isSet: true);
            WriteView(way);
        }

        WriteReads();
        _text.Append(policies);
        return _text.Append($"-- By which a check knows the script.\nCOMMENT ON SCHEMA cks_rls IS '{MarkOf(_text.ToString())}';\nCOMMIT;\n").ToString();
    }

    /// <summary>What the database keeps of a script, so that one of another model is noticed.</summary>
    public static string MarkOf(string script)
    {
        var end = script.IndexOf("-- By which a check", StringComparison.Ordinal);
        return $"cks scope rls {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(end < 0 ? script : script[..end])))[..16]}";
    }

    private void WriteTable(string table, ScopeEntity[] entities)
    {
        var name = _schema + PostgresText.Quote(table);
        _text.Append(Line($"-- {string.Join(", ", entities.Select(e => e.Name))}"))
            .Append(Line($"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;"))
            .Append(Line($"ALTER TABLE {name} FORCE ROW LEVEL SECURITY;"));
        _text.Append(Line($"CREATE POLICY cks_definer ON {name} FOR SELECT TO {_definer} USING (true);"));
        var (seen, added) = (Rows(entities, a => a.Seen), Rows(entities, a => a.Added));
        var (changed, kept) = (Rows(entities, a => a.Changed), Rows(entities, a => a.Kept));
        Policy("select", "FOR SELECT", seen, null);
        Policy("insert", "FOR INSERT", null, added);
        Policy("update", "FOR UPDATE", changed, kept);
        Policy("delete", "FOR DELETE", added, null);
        _text.Append('\n');

        void Policy(string policy, string command, string? rows, string? check)
        {
            if (rows is null && check is null)
                return;
            _text.Append($"CREATE POLICY cks_{policy} ON {name} {command} TO {_app}");
            if (rows is not null)
                _text.Append($" USING (\n{rows})");
            if (check is not null)
                _text.Append($" WITH CHECK (\n{check})");
            _text.Append(";\n");
        }
    }

    // Of each entity of the table, because two may know whose a row is by different columns.
    private string? Rows(ScopeEntity[] entities, Func<EntityArms, string?> pick)
    {
        var all = entities.Select(e => Rows(e, pick)).OfType<string>().ToArray();
        return all.Length == 0 ? null : string.Join("\n  OR ", all);
    }

    private string? Rows(ScopeEntity entity, Func<EntityArms, string?> pick)
    {
        (string Role, string Rows)[] arms = [.. from s in _strategies let rows = pick(new(_model, s, entity, Way, Own)) where rows is not null select (s.Strategy.Role, rows)];
        if (arms.Length == 0)
            return null;
        var roles = string.Concat(arms.Select(a => $"    WHEN {PostgresText.Literal(a.Role)} THEN {a.Rows}\n"));
        return $"  {string.Join(" AND ", [.. WaySql.Visible(null, entity), $"CASE (SELECT cks_rls.role())\n{roles}    ELSE false END"])}";
    }

    private string Way(GuardedWay way)
    {
        _ways.TryAdd(way.Name, way);
        return $"IN (SELECT cks_rls.{way.Name}())";
    }

    private string Own(CompiledStrategy strategy, Column column)
    {
        var name = PostgresText.Name(strategy.Strategy.Role, $"own_{column.Name}", strategy.Viewer.Name);
        _own[name] = (strategy, column);
        return $"(SELECT cks_rls.{name}())";
    }

    private void WriteBegin() => _text.Append($"""
        -- Written by "cks scope rls" from the scope model: do not edit. Run it as a superuser, or as the owner of the tables who is a member of {_definer}.
        -- Rows under it are those of the strategy of whoever the four settings name. What the policy asks of rows stays in the queries.
        BEGIN;
        DO $cks$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{_options.Definer}') THEN
            CREATE ROLE {_definer} NOLOGIN;
          END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- somebody else has just made it
        END $cks$;
        DO $cks$ DECLARE p record; BEGIN
          FOR p IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = '{_options.Schema}' AND policyname IN ('cks_definer', 'cks_select', 'cks_insert', 'cks_update', 'cks_delete') LOOP
            EXECUTE format('DROP POLICY %I ON {_schema}%I', p.policyname, p.tablename);
          END LOOP;
        END $cks$;
        DROP SCHEMA IF EXISTS cks_rls CASCADE;
        CREATE SCHEMA cks_rls;
        GRANT USAGE, CREATE ON SCHEMA cks_rls TO {_definer};
        GRANT USAGE ON SCHEMA cks_rls TO {_app};
        GRANT USAGE ON SCHEMA {_schema[..^1]} TO {_definer}, {_app};


        """);

    // A setting that was never made is NULL, one of an earlier transaction is empty; neither is anybody, nor is what has another form.
    private void WriteIdentity()
    {
        _text.Append("-- Who asks: cks.tenant, cks.code, cks.test (true or false) and cks.role, set for a transaction.\n");
        foreach (var (name, type, body) in new[]
        {
            ("tenant", "text", "CASE WHEN current_setting('cks.tenant', true) <> '' THEN current_setting('cks.tenant', true) END"),
            ("code", "text", "CASE WHEN current_setting('cks.code', true) <> '' THEN current_setting('cks.code', true) END"),
            ("test", "boolean", "CASE current_setting('cks.test', true) WHEN 'true' THEN true WHEN 'false' THEN false END"),
        })
            _text.Append(Line($"CREATE FUNCTION cks_rls.{name}() RETURNS {type} LANGUAGE sql STABLE PARALLEL SAFE RETURN ({body});")).Append(Grant(name));
        _text.Append($"\n-- The role of whoever asks, as long as its own record is live.\n{Head("role", "text")}  CASE current_setting('cks.role', true)\n");
        foreach (var strategy in _strategies)
        {
            var own = new WaySql(strategy, _schema).Own(strategy.Viewer.Key);
            Read(own.Reads);
            if (strategy.Viewer.Archived is { } archived)
                Read([archived]);
            var live = strategy.Viewer.Archived is { } at ? $" AND {WaySql.NameOf("t1", at)} IS NULL" : "";
            var role = PostgresText.Literal(strategy.Strategy.Role);
            _text.Append(Line($"    WHEN {role} THEN RETURN (SELECT {role} WHERE EXISTS ({own.Text}{live}));"));
        }

        _text.Append("    ELSE RETURN NULL;\n  END CASE;\n").Append(Foot("role")).Append('\n');
    }

    private void WriteFunction(string name, string title, CompiledStrategy strategy, (string Text, IReadOnlyCollection<Column> Reads) body, bool isSet)
    {
        Read(body.Reads);
        _text.Append(Line($"-- {DiagnosticText.Printable(title)}")).Append(Head(name, isSet ? "SETOF text" : "text"));
        var isOther = $"cks_rls.role() IS DISTINCT FROM {PostgresText.Literal(strategy.Strategy.Role)}";
        _text.Append(isSet
            ? $"  IF {isOther} THEN RETURN; END IF;\n  RETURN QUERY {body.Text};\n"
            : $"  IF {isOther} THEN RETURN NULL; END IF;\n  RETURN ({body.Text} LIMIT 1);\n").Append(Foot(name)).Append('\n');
    }

    private void WriteView(GuardedWay way) => _text.Append($"""
        CREATE VIEW {_schema}{PostgresText.Quote(way.View)} WITH (security_invoker = true) AS
          SELECT cks_rls.tenant() AS tenant, cks_rls.test() AS test, cks_rls.code() AS viewer, key FROM cks_rls.{way.Name}() AS key;
        GRANT SELECT ON {_schema}{PostgresText.Quote(way.View)} TO {_app};


        """);

    private void WriteReads()
    {
        _text.Append("-- What the functions read, and nothing else.\n");
        foreach (var (table, columns) in _reads)
            _text.Append(Line($"GRANT SELECT ({string.Join(", ", columns.Select(PostgresText.Quote))}) ON {_schema}{PostgresText.Quote(table)} TO {_definer};"));
        _text.Append(Line($"REVOKE CREATE ON SCHEMA cks_rls FROM {_definer};")).Append('\n');
    }

    private static string Head(string name, string type) => $"CREATE FUNCTION cks_rls.{name}() RETURNS {type} LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cks$\nBEGIN\n";

    private string Foot(string name) => $"END $cks$;\n{Grant(name)}ALTER FUNCTION cks_rls.{name}() OWNER TO {_definer};\n";

    private string Grant(string name) => $"REVOKE ALL ON FUNCTION cks_rls.{name}() FROM PUBLIC;\nGRANT EXECUTE ON FUNCTION cks_rls.{name}() TO {_app}, {_definer};\n";

    private static string Line(string text) => text + '\n';

    private void Read(IEnumerable<Column> columns)
    {
        foreach (var column in columns)
        {
            if (!_reads.TryGetValue(column.Table.Name, out var names))
                _reads.Add(column.Table.Name, names = new(StringComparer.Ordinal));
            names.Add(column.Name);
        }
    }
}
