using System.CommandLine;
using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Scope;

namespace Cks.Cli;

/// <summary><c>cks scope drift MODEL</c>: whether the copied keys of a database are what the chains of parents say.</summary>
internal sealed class ScopeDriftCommand : ToolCommand
{
    // Whole tables are compared.
    private static readonly QueryBudget Budget = new() { StatementTimeout = TimeSpan.FromMinutes(30) };

    private readonly Argument<string> _model = new("MODEL") { Description = "The scope model." };
    private readonly Option<string?> _connection = ScopeDatabase.ConnectionOption();
    private readonly Option<string> _dialect = ScopeDatabase.DialectOption();
    private readonly Option<bool> _repair = new("--repair") { Description = "Writes what the chains say, some hundred rows in a transaction." };

    public ScopeDriftCommand(ToolOptions options)
        : base("drift", "Compares scope keys with the chains of parents that they are copied from, in a database.", options)
    {
        _connection.Required = true;
        Add(_model);
        Add(_connection);
        Add(_dialect);
        Add(_repair);
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["cks scope drift app.scope.json --connection-env APP_DATABASE", "cks scope drift app.scope.json --connection-env APP_DATABASE --dialect sqlite --repair", "cks scope drift app.scope.json --connection-env APP_DATABASE --format json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var model = await ScopeInput.LoadAsync(parsed.GetValue(_model)!, cancellationToken).ConfigureAwait(false);
        var isRepair = parsed.GetValue(_repair);
        var database = ScopeDatabase.Open(parsed.GetValue(_connection)!, parsed.GetValue(_dialect)!);
        IReadOnlyList<ScopeKeyDrift> keys;
        await using (database.ConfigureAwait(false))
        {
            var drift = new ScopeDrift(model, new(database.Source, database.Compiler, Budget), new(database.Source, database.Compiler));
            keys = await (isRepair ? drift.RepairAsync(cancellationToken) : drift.CheckAsync(cancellationToken)).ConfigureAwait(false);
        }

        if (console.IsJson)
            await console.WriteJsonAsync("cks.scope-drift", json => Write(json, keys, isRepair), cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(keys.Where(k => k.Rows > 0).SelectMany(k => Lines(k, isRepair)), cancellationToken).ConfigureAwait(false);
        console.Note($"{keys.Count} scope keys compared, {keys.Sum(k => k.Rows)} rows {(isRepair ? "repaired" : "differ")}.");
        return isRepair || keys.All(k => k.Rows == 0) ? ExitCode.Fine : ExitCode.Findings;
    }

    private static IEnumerable<string> Lines(ScopeKeyDrift drift, bool isRepair)
    {
        var key = drift.Key;
        yield return $"{CksCodes.ScopeKeyDrift.Id} {key.Entity.Name}.{key.Column.Name} is a copy of the key of {key.Ancestor.Name} and {(isRepair ? "differed" : "differs")} from the chain in {drift.Rows} rows.";
        foreach (var row in drift.Examples)
            yield return $"    {(row.Tenant.Length == 0 ? "" : row.Tenant + " ")}{row.Code}: {(isRepair ? "held" : "holds")} {row.Holds ?? "nothing"}, the chain says {row.Chain ?? "nothing"}";
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<ScopeKeyDrift> keys, bool isRepair)
    {
        json.WriteBoolean("repaired", isRepair);
        json.WriteStartArray("keys");
        foreach (var drift in keys)
        {
            json.WriteStartObject();
            json.WriteString("entity", drift.Key.Entity.Name);
            json.WriteString("column", drift.Key.Column.Name);
            json.WriteString("ancestor", drift.Key.Ancestor.Name);
            json.WriteNumber("rows", drift.Rows);
            json.WriteStartArray("examples");
            foreach (var row in drift.Examples)
            {
                json.WriteStartObject();
                json.WriteString("tenant", row.Tenant);
                json.WriteString("code", row.Code);
                json.WriteString("holds", row.Holds);
                json.WriteString("chain", row.Chain);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
