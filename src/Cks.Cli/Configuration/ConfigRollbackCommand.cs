using System.CommandLine;
using Cks.Core;

namespace Cks.Cli;

/// <summary><c>cks config rollback</c>: brings an earlier revision of the settings back as a new one.</summary>
internal sealed class ConfigRollbackCommand : ToolCommand
{
    private readonly RevisionOptions _revisions = new();

    public ConfigRollbackCommand(ToolOptions options)
        : base("rollback", "Writes the settings of an earlier revision again, as a new one.", options) =>
        _revisions.AddTo(this, _revisions.Schema, _revisions.Revision, _revisions.Seen, _revisions.Reason);

    public override IReadOnlyList<string> Examples { get; } = ["cks config rollback --connection-env APP_DATABASE --schema settings.schema.json --revision 3 --seen 4 --reason too-long"];

    protected override Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken) => _revisions.PublishAsync(
        parsed, console,
        publisher => publisher.RollBackAsync(
            RevisionDocuments.Settings, parsed.GetValue(_revisions.Revision), parsed.GetValue(_revisions.Seen), RevisionOptions.Me, parsed.GetValue(_revisions.Reason)!, cancellationToken),
        cancellationToken);
}
