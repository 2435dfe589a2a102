using System.CommandLine;
using Cks.Core;

namespace Cks.Cli;

/// <summary><c>cks config approve</c>: lets a revision of the settings that waits come into force.</summary>
internal sealed class ConfigApproveCommand : ToolCommand
{
    private readonly RevisionOptions _revisions = new();

    public ConfigApproveCommand(ToolOptions options)
        : base("approve", "Approves the revision of the settings that waits, by another account than its author's.", options) =>
        _revisions.AddTo(this, _revisions.Schema, _revisions.Revision, _revisions.Reason);

    public override IReadOnlyList<string> Examples { get; } = ["cks config approve --connection-env APP_DATABASE --schema settings.schema.json --revision 4 --reason looked-at-it"];

    protected override Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken) => _revisions.PublishAsync(
        parsed, console,
        publisher => publisher.ApproveAsync(RevisionDocuments.Settings, parsed.GetValue(_revisions.Revision), RevisionOptions.Me, parsed.GetValue(_revisions.Reason)!, cancellationToken),
        cancellationToken);
}
