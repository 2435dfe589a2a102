using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks config get</c>: the revision in force of a document.</summary>
internal sealed class ConfigGetCommand : ToolCommand
{
    private readonly RevisionOptions _revisions = new();

    public ConfigGetCommand(ToolOptions options)
        : base("get", "Prints what is in force of a document, and notes in the security events who has read it.", options) => _revisions.AddTo(this, _revisions.Document);

    public override IReadOnlyList<string> Examples { get; } =
        ["cks config get --connection-env APP_DATABASE", "cks config get --connection-env APP_DATABASE --document policy -o policy.json", "cks config get --connection-env APP_DATABASE --dialect sqlite --format json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var document = parsed.GetValue(_revisions.Document)!;
        var head = await _revisions.ReadAsync(parsed, $"cks config get {document}", async store => await store.HeadAsync(document, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (head.Pending is { } pending)
            console.Note($"Waits: {RevisionText.Line(pending)}");
        if (head.InForce is not { } inForce)
        {
            console.Note($"Nothing of \"{document}\" is in force.");
            return ExitCode.Findings;
        }

        console.Note(RevisionText.Line(inForce));
        if (console.IsJson)
        {
            await console.WriteJsonAsync(
                "cks.revision",
                json =>
                {
                    RevisionText.WriteTo(json, inForce);
                    json.WriteNumber("newest", head.Sequence);
                    json.WriteString("content", RevisionOptions.TextOf(inForce));
                },
                cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await console.WriteAsync(RevisionOptions.TextOf(inForce).TrimEnd().Split('\n'), cancellationToken).ConfigureAwait(false);
        }

        return ExitCode.Fine;
    }
}
