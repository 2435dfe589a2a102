using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cks.Core;
using Cks.Scope;

namespace Cks.Cli;

/// <summary><c>cks scope advise MODEL</c>: the indexes that the strategies need, which of them a database lacks, and which statements read a large table from end to end.</summary>
internal sealed class ScopeAdviseCommand : ToolCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "The scope model." };
    private readonly Option<string[]> _policy = new("--policy") { Description = "The policy's documents, or folders of them; without them every row and field is permitted.", HelpName = "FILE" };
    private readonly Option<string> _dialect = ScopeDatabase.DialectOption();
    private readonly Option<string?> _connection = ScopeDatabase.ConnectionOption();
    private readonly Option<long> _limit = new("--limit") { Description = "Rows of a table that may be read from end to end.", DefaultValueFactory = _ => 10_000, HelpName = "ROWS" };

    public ScopeAdviseCommand(ToolOptions options)
        : base("advise", "Writes the indexes that a model needs as SQL; with a connection those that are missing, and finds the statements that read large tables from end to end.", options)
    {
        Add(_model);
        foreach (var option in (ReadOnlySpan<Option>)[_policy, _dialect, _connection, _limit])
            Add(option);
        _limit.Validators.Add(result =>
        {
            // What is no number is refused already.
            if (result.Tokens is [var rows] && long.TryParse(rows.Value, CultureInfo.InvariantCulture, out var limit) && limit < 0)
                result.AddError("--limit takes a number of rows.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "cks scope advise app.scope.json",
        "cks scope advise app.scope.json --dialect sqlite --format json",
        "cks scope advise app.scope.json --policy app.rbac.json --connection-env CKS_DATABASE --limit 50000",
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var model = await ScopeInput.LoadAsync(parsed.GetValue(_model)!, cancellationToken).ConfigureAwait(false);
        var policy = parsed.GetValue(_policy) is { Length: > 0 } files ? await PolicyInput.ReadAsync(files, cancellationToken).ConfigureAwait(false) : PermissivePolicy.Of(model);
        var scope = ScopePolicy.Of(model, policy, TimeProvider.System);
        var (advisor, advice) = (new ScopeAdvisor(model, scope.Decisions, scope.Clock), (ScopeAdvice?)null);
        if (parsed.GetValue(_connection) is { } variable)
        {
            var database = ScopeDatabase.Open(variable, parsed.GetValue(_dialect)!);
            await using (database.ConfigureAwait(false))
                advice = await advisor.AdviseAsync(database.Source, database.Compiler, parsed.GetValue(_limit), cancellationToken).ConfigureAwait(false);
        }

        advice ??= advisor.Advise();
        await (console.IsJson
            ? console.WriteJsonAsync("cks.scope-advice", json => Write(json, advice), cancellationToken)
            : console.WriteAsync(Script(advice), cancellationToken)).ConfigureAwait(false);
        console.Note($"{advice.Needs.Count} looked for, {advice.Findings.Count} findings.");
        return advice.Findings.Count > 0 ? ExitCode.Findings : ExitCode.Fine;
    }

    // A script that can be run as it stands: what is not SQL is a comment.
    private static IEnumerable<string> Script(ScopeAdvice advice)
    {
        if (!advice.IsCompared)
            yield return "-- All indexes that the strategies need. Keys and constraints serve some of them already: with --connection-env what is there is left out.";
        foreach (var made in advice.Made)
        {
            yield return advice.IsCompared ? $"-- {CksCodes.MissingIndex.Id} {made.Need.Table.Name}: nothing serves" : $"-- {made.Need.Table.Name}:";
            foreach (var why in made.Need.Why)
                yield return $"--   {why}";
            yield return made.Sql;
        }

        foreach (var finding in advice.Findings.Where(f => f.Code != CksCodes.MissingIndex))
            yield return $"-- {finding}";
        foreach (var preferred in advice.Scans.Where(s => !s.IsFinding).GroupBy(s => s.Scan.Table))
            yield return string.Create(CultureInfo.InvariantCulture, $"-- {preferred.Key}: {preferred.Max(s => s.Scan.Rows):N0} rows are read from end to end by {ScopeAdvice.Statements(preferred)}, though its indexes are there: the database finds that cheaper. ANALYZE may help, or what is seen is a large part.");
        foreach (var view in advice.Views)
            yield return $"-- {view} is a view: look at what it selects from.";
    }

    private static void Write(Utf8JsonWriter json, ScopeAdvice advice)
    {
        json.WriteBoolean("compared", advice.IsCompared);
        json.WritePropertyName("findings");
        DiagnosticJson.Write(json, advice.Findings);
        json.WriteStartArray("needs");
        foreach (var (need, index) in advice.Needs)
        {
            json.WriteStartObject();
            json.WriteString("table", need.Table.Name);
            Write(json, "columns", need.Columns.Select(c => c.Name));
            Write(json, "order", need.Order.Select(c => c.Name));
            json.WriteString("index", index);
            Write(json, "why", need.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "sql", advice.Made.Select(m => m.Sql));
        json.WriteStartArray("scans");
        foreach (var scan in advice.Scans)
        {
            json.WriteStartObject();
            json.WriteString("table", scan.Scan.Table);
            json.WriteString("role", scan.Role);
            json.WriteString("statement", scan.What);
            json.WriteNumber("rows", scan.Scan.Rows);
            json.WriteBoolean("finding", scan.IsFinding);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
