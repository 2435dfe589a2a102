using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks db validate</c>: whether a host of this version would start on a database.</summary>
internal sealed class DatabaseValidateCommand : ToolCommand
{
    private readonly DatabaseOptions _database = new();

    public DatabaseValidateCommand(ToolOptions options)
        : base("validate", "Says whether a host of this version would start, and the command that mends it.", options) => _database.AddTo(this);

    public override IReadOnlyList<string> Formats { get; } = ["text"];

    public override IReadOnlyList<string> Examples { get; } = ["cks db validate --connection-env APP_DATABASE", "cks db validate --connection-env APP_DATABASE --dialect sqlite"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var report = await _database.CheckAsync(parsed, cancellationToken).ConfigureAwait(false);
        await console.WriteAsync(report.Findings(_database.Dialect(parsed)).Select(f => f.ToString()), cancellationToken).ConfigureAwait(false);
        return report.IsCurrent ? ExitCode.Fine : ExitCode.Findings;
    }
}
