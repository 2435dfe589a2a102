using System.CommandLine;
using Cks.Core;
using Cks.Storage;
using Cks.Storage.Migrations;

namespace Cks.Cli;

/// <summary><c>cks db script</c>: the SQL that leads from where a database is to a step, for somebody who reads it before it runs.</summary>
internal sealed class DatabaseScriptCommand : ToolCommand
{
    private readonly DatabaseOptions _database = new();
    private readonly Option<long?> _to = DatabaseOptions.StepOption("The step to come to; the last one unless it is said. Earlier than the database is: the way back.");

    public DatabaseScriptCommand(ToolOptions options)
        : base("script", "Writes the SQL that migrate or rollback would run, and runs nothing.", options)
    {
        Add(_to);
        _database.AddTo(this);
    }

    public override IReadOnlyList<string> Formats { get; } = ["text"];

    public override IReadOnlyList<string> Examples { get; } =
        ["cks db script --connection-env APP_DATABASE -o up.sql", "cks db script --to 0 --connection-env APP_DATABASE --dialect sqlite"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var report = await _database.CheckAsync(parsed, cancellationToken).ConfigureAwait(false);
        if (report.Unknown.Count > 0)
            throw new CksConfigurationException(report.Findings(_database.Dialect(parsed)));
        await console.WriteAsync(SchemaMigrator.Script(_database.Dialect(parsed), report.Installed.LastOrDefault(), parsed.GetValue(_to) ?? StorageSchema.Latest), cancellationToken).ConfigureAwait(false);
        return ExitCode.Fine;
    }
}
