using System.CommandLine;
using Cks.Core;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary><c>cks hub rollback</c>: brings the hub documents of an earlier revision back as a new one, for all hosts on the store.</summary>
internal sealed class HubRollbackCommand : ToolCommand
{
    private readonly RevisionOptions _revisions = new();
    private readonly Option<string[]> _policy = new("--policy") { Description = "The policy that the hosts have: a document, or a folder of those that make it.", HelpName = "FILE", Required = true };
    private readonly Option<bool> _secondPerson = new("--second-person") { Description = "It waits for a second person, as it must where the hosts ask for one." };

    public HubRollbackCommand(ToolOptions options)
        : base("rollback", "Writes the hub documents of an earlier revision again, as a new one.", options) =>
        _revisions.AddTo(this, _policy, _revisions.Revision, _revisions.Seen, _revisions.Reason, _secondPerson);

    public override IReadOnlyList<string> Examples { get; } = ["cks hub rollback --connection-env APP_DATABASE --policy app.rbac.json --revision 3 --seen 4 --reason wrong-labels"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        // Pages, data sources and actions are registered in code: each host judges the revision by them before it has it.
        var rule = HubRevision.Rule(await PolicyInput.LoadAsync(parsed.GetValue(_policy)!, cancellationToken).ConfigureAwait(false), secondPerson: parsed.GetValue(_secondPerson));
        return await _revisions.PublishAsync(
            parsed, console, rule,
            publisher => publisher.RollBackAsync(RevisionDocuments.Hubs, parsed.GetValue(_revisions.Revision), parsed.GetValue(_revisions.Seen), RevisionOptions.Me, parsed.GetValue(_revisions.Reason)!, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }
}
