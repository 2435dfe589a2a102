using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks db rollback --to STEP</c>: takes steps back, with what their tables hold.</summary>
internal sealed class DatabaseRollbackCommand : ToolCommand
{
    private readonly DatabaseOptions _database = new();
    private readonly Option<long?> _to = DatabaseOptions.StepOption("The step that stays the last one; 0 leaves nothing.");

    private readonly Option<bool> _delete = new("--delete-data") { Description = "Yes, what the tables of those steps hold is to be deleted." };

    public DatabaseRollbackCommand(ToolOptions options)
        : base("rollback", "Takes back every step after one, and deletes what their tables hold.", options)
    {
        _to.Required = true;
        Add(_to);
        Add(_delete);
        _database.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["cks db rollback --to 202611270001 --delete-data --connection-env APP_DATABASE", "cks db rollback --to 0 --delete-data --connection-env APP_DATABASE --dialect sqlite"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var to = parsed.GetValue(_to)!.Value;
        // Of a file that is not there nothing can be taken back.
        var report = await _database.CheckAsync(parsed, cancellationToken).ConfigureAwait(false);
        long[] back = [.. report.Installed.Where(step => step > to)];
        if (back.Length > 0 && !parsed.GetValue(_delete))
        {
            console.Error($"This takes back {string.Join(", ", back.Select(DatabaseOptions.NameOf))} and deletes what those tables hold, grants, their history and security events among it. Say --delete-data if that is meant.");
            return ExitCode.WrongUse;
        }

        await _database.Migrator(parsed).RollbackAsync(to, cancellationToken).ConfigureAwait(false);
        console.Note(to == 0 ? "Nothing of Cks.Storage is left." : $"The last step is {to}.");
        return ExitCode.Fine;
    }
}
