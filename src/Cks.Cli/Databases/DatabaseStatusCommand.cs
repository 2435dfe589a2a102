using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks db status</c>: which steps a database has taken.</summary>
internal sealed class DatabaseStatusCommand : ToolCommand
{
    private readonly DatabaseOptions _database = new();

    public DatabaseStatusCommand(ToolOptions options)
        : base("status", "Lists the steps of the schema: taken, missing, not known here.", options) => _database.AddTo(this);

    public override IReadOnlyList<string> Examples { get; } = ["cks db status --connection-env APP_DATABASE", "cks db status --connection-env APP_DATABASE --dialect sqlite --format json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var report = await _database.CheckAsync(parsed, cancellationToken).ConfigureAwait(false);
        (long Step, string State)[] steps =
            [.. report.Installed.Except(report.Unknown).Select(s => (s, "taken")).Concat(report.Missing.Select(s => (s, "missing"))).Concat(report.Unknown.Select(s => (s, "unknown"))).OrderBy(s => s.Item1)];
        if (console.IsJson)
        {
            await console.WriteJsonAsync(
                "cks.db-status",
                json =>
                {
                    json.WriteBoolean("current", report.IsCurrent);
                    json.WriteStartArray("steps");
                    foreach (var (step, state) in steps)
                    {
                        json.WriteStartObject();
                        json.WriteNumber("step", step);
                        json.WriteString("name", DatabaseOptions.NameOf(step));
                        json.WriteString("state", state);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                },
                cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await console.WriteAsync(steps.Select(s => $"{s.Step} {s.State,-7} {DatabaseOptions.NameOf(s.Step)}".TrimEnd()), cancellationToken).ConfigureAwait(false);
        }

        foreach (var finding in report.Findings(_database.Dialect(parsed)))
            console.Note(finding.ToString());
        return ExitCode.Fine;
    }
}
