using System.CommandLine;
using System.Text;
using Cks.Core;
using Cks.Storage;

namespace Cks.Cli;

/// <summary>Options that several verbs about revisions have. Who does it is the account of the machine and no argument: the second person is another account.</summary>
internal sealed class RevisionOptions
{
    // No issuer of anybody.
    private const string Local = "os";

    private readonly Option<string?> _connection = ScopeDatabase.ConnectionOption();
    private readonly Option<string> _dialect = ScopeDatabase.DialectOption();

    public RevisionOptions() => _connection.Required = true;

    public Option<string> Document { get; } = new("--document") { Description = "Which document: settings, policy, scope-model or hubs.", HelpName = "NAME", DefaultValueFactory = _ => RevisionDocuments.Settings };

    public Option<string> Schema { get; } = new("--schema") { Description = "The JSON Schema of the settings, as the hosts have it.", HelpName = "FILE", Required = true };

    public Option<long> Revision { get; } = new("--revision") { Description = "Which revision.", HelpName = "NUMBER", Required = true };

    public Option<long> Seen { get; } = new("--seen") { Description = "The newest revision that you have looked at; 0 for none.", HelpName = "NUMBER", Required = true };

    public Option<string> Reason { get; } = new("--reason") { Description = "Why, in words.", HelpName = "TEXT", Required = true };

    public static RevisionAuthor Me => new(Local, Environment.UserName is { Length: > 0 } name ? name : "unknown");

    public void AddTo(Command command, params ReadOnlySpan<Option> more)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_connection, _dialect, .. more])
            command.Add(option);
        Reason.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && string.IsNullOrWhiteSpace(token.Value))
                result.AddError("--reason takes words.");
        });
    }

    /// <summary>Reads the store. Whoever does is in the security events before anything is written out (S29).</summary>
    public Task<T> ReadAsync<T>(ParseResult parsed, string reads, Func<IRevisionStore, Task<T>> work, CancellationToken cancellationToken) => WithAsync(
        parsed,
        async database =>
        {
            await StoredSecurityEvents.WriteAsync(database, new(SecurityEventKinds.ToolRead, TimeProvider.System.GetUtcNow()) { SubjectId = Me.Id, Detail = reads }, cancellationToken).ConfigureAwait(false);
            return await work(new StoredRevisions(database, TimeProvider.System)).ConfigureAwait(false);
        });

    /// <summary>Writes to the settings, held to their schema, and says what came of it.</summary>
    public async Task<int> PublishAsync(ParseResult parsed, ToolConsole console, Func<RevisionPublisher, ValueTask<RevisionOutcome>> publish, CancellationToken cancellationToken)
    {
        var file = parsed.GetValue(Schema)!;
        var schema = SettingsSchema.Read(file, await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)).GetOrThrow();
        return await PublishAsync(parsed, console, new SettingsRule(schema), publish, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes to a document, held to its rule, and says what came of it.</summary>
    public async Task<int> PublishAsync(ParseResult parsed, ToolConsole console, IRevisionRule rule, Func<RevisionPublisher, ValueTask<RevisionOutcome>> publish, CancellationToken cancellationToken)
    {
        var outcome = await WithAsync(
            parsed,
            async database =>
            {
                var happened = new Happened();
                var result = await publish(new(new StoredRevisions(database, TimeProvider.System), [rule], events: new([happened]))).ConfigureAwait(false);
                // It is written: whoever gives up now is noted all the same (S29).
                foreach (var securityEvent in happened.Events)
                    await StoredSecurityEvents.WriteAsync(database, securityEvent, CancellationToken.None).ConfigureAwait(false);
                return result;
            }).ConfigureAwait(false);
        if (outcome.Diagnostics.Count > 0)
            console.Findings(outcome.Diagnostics);
        if (console.IsJson)
        {
            await console.WriteJsonAsync(
                "cks.revision-change",
                json =>
                {
                    json.WriteBoolean("accepted", outcome.IsAccepted);
                    json.WriteString("refusal", outcome.Refusal.ToString());
                    if (outcome.Revision is { } revision)
                        RevisionText.WriteTo(json, revision);
                },
                cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await console.WriteAsync(
                outcome.IsAccepted ? [RevisionText.Line(outcome.Revision), .. outcome.Revision.Gains.Split('\n').Where(l => l.Length > 0).Select(l => $"  {l}")] : [$"refused {outcome.Refusal}"], cancellationToken).ConfigureAwait(false);
        }

        return outcome.IsAccepted ? ExitCode.Fine : ExitCode.Findings;
    }

    /// <summary>A document as text, where it is one.</summary>
    public static string TextOf(Revision revision) => Encoding.UTF8.GetString(revision.Content.Span);

    private async Task<T> WithAsync<T>(ParseResult parsed, Func<StorageDatabase, Task<T>> work)
    {
        var source = ScopeDatabase.Open(parsed.GetValue(_connection)!, parsed.GetValue(_dialect)!);
        await using (source.ConfigureAwait(false))
            return await work(StorageDatabase.Of(source.Source)).ConfigureAwait(false);
    }

    private sealed class Happened : ISecurityEventSink
    {
        public List<SecurityEvent> Events { get; } = [];

        public void Report(SecurityEvent securityEvent) => Events.Add(securityEvent);
    }
}
