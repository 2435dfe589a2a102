using System.CommandLine;
using Cks.Core;

namespace Cks.Cli;

/// <summary><c>cks config history</c>: the revisions of a document, the newest first.</summary>
internal sealed class ConfigHistoryCommand : ToolCommand
{
    private readonly RevisionOptions _revisions = new();
    private readonly Option<int> _limit = new("--limit") { Description = "Most revisions that are listed, 1 to 10,000.", HelpName = "NUMBER", DefaultValueFactory = _ => 50 };

    public ConfigHistoryCommand(ToolOptions options)
        : base("history", "Lists revisions with author, reason and approval, and notes in the security events who has read them.", options)
    {
        _revisions.AddTo(this, _revisions.Document, _limit);
        _limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var limit) && limit is >= 1 and <= 10_000))
                result.AddError("--limit takes 1 to 10000.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["cks config history --connection-env APP_DATABASE", "cks config history --connection-env APP_DATABASE --document policy --limit 5", "cks config history --connection-env APP_DATABASE --dialect sqlite --format json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var (document, limit) = (parsed.GetValue(_revisions.Document)!, parsed.GetValue(_limit));
        var revisions = await _revisions.ReadAsync(parsed, $"cks config history {document}", store => ReadAsync(store, document, limit, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (console.IsJson)
        {
            await console.WriteJsonAsync(
                "cks.revisions",
                json =>
                {
                    json.WriteStartArray("revisions");
                    foreach (var revision in revisions)
                    {
                        json.WriteStartObject();
                        RevisionText.WriteTo(json, revision);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                },
                cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await console.WriteAsync(revisions.Select(RevisionText.Line), cancellationToken).ConfigureAwait(false);
        }

        return ExitCode.Fine;
    }

    private static async Task<List<Revision>> ReadAsync(IRevisionStore store, string document, int limit, CancellationToken cancellationToken)
    {
        var revisions = new List<Revision>();
        await foreach (var revision in store.HistoryAsync(document, cancellationToken).ConfigureAwait(false))
        {
            revisions.Add(revision);
            if (revisions.Count == limit)
                break;
        }

        return revisions;
    }
}
