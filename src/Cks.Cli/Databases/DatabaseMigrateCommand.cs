using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks db migrate</c>: takes the steps that are missing.</summary>
internal sealed class DatabaseMigrateCommand : ToolCommand
{
    private readonly DatabaseOptions _database = new();

    public DatabaseMigrateCommand(ToolOptions options)
        : base("migrate", "Takes every step that is missing, or none; waits for another process that is at it.", options) => _database.AddTo(this);

    public override IReadOnlyList<string> Examples { get; } = ["cks db migrate --connection-env APP_DATABASE", "cks db migrate --connection-env APP_DATABASE --dialect sqlite"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        await _database.Migrator(parsed).MigrateAsync(cancellationToken).ConfigureAwait(false);
        console.Note("The tables are up to date.");
        return ExitCode.Fine;
    }
}
