using System.CommandLine;
using Cks.Core;

namespace Cks.Cli;

/// <summary><c>cks config set</c>: the next revision of the settings.</summary>
internal sealed class ConfigSetCommand : ToolCommand
{
    private readonly RevisionOptions _revisions = new();
    private readonly Option<string> _file = new("--file") { Description = "The settings, all of them: what is left out is what it was before.", HelpName = "FILE", Required = true };

    public ConfigSetCommand(ToolOptions options)
        : base("set", "Writes a revision of the settings, held to their schema, by the account that runs this.", options) =>
        _revisions.AddTo(this, _revisions.Schema, _file, _revisions.Seen, _revisions.Reason);

    public override IReadOnlyList<string> Examples { get; } = ["cks config set --connection-env APP_DATABASE --schema settings.schema.json --file settings.json --seen 3 --reason longer-lists"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var content = await File.ReadAllBytesAsync(parsed.GetValue(_file)!, cancellationToken).ConfigureAwait(false);
        return await _revisions.PublishAsync(
            parsed, console,
            publisher => publisher.ProposeAsync(RevisionDocuments.Settings, content, parsed.GetValue(_revisions.Seen), RevisionOptions.Me, parsed.GetValue(_revisions.Reason)!, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }
}
