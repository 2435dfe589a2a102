using System.CommandLine;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary><c>cks grants list</c>: who has what. The reading is in the history of the document before anything is written (S29).</summary>
internal sealed class GrantsListCommand : ToolCommand
{
    // The account of the machine; no issuer of anybody else.
    private const string Local = "os";

    private readonly GrantsOptions _grants = new();
    private readonly Option<string?> _tenant = new("--tenant") { Description = "The grants of one tenant; of all by default.", HelpName = "TENANT" };
    private readonly Option<string?> _subject = new("--subject") { Description = "The grants of one person.", HelpName = "ID" };

    public GrantsListCommand(ToolOptions options)
        : base("list", "Lists who has been granted what, and notes in the history of the document who has read it.", options)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_grants.File, _tenant, _subject])
            Add(option);
    }

    public override IReadOnlyList<string> Examples { get; } = ["cks grants list --file grants.json", "cks grants list --file grants.json --tenant main --subject bob", "cks grants list --file grants.json --format json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var document = await _grants.ReadAsync(parsed, cancellationToken).ConfigureAwait(false);
        var (tenant, subject) = (parsed.GetValue(_tenant), parsed.GetValue(_subject));
        var found = document.Grants.Where(g => (tenant is null || g.Tenant.Value == tenant) && (subject is null || g.SubjectId == subject)).ToArray();
        var ledger = new FileGrantLedger(Path.GetFullPath(parsed.GetValue(_grants.File)!), TimeProvider.System);
        foreach (var read in found.GroupBy(g => g.Tenant))
            await NoteAsync(ledger, read.Key, subject, cancellationToken).ConfigureAwait(false);
        if (console.IsJson)
            await console.WriteJsonAsync("cks.grants", json =>
            {
                json.WriteStartArray("grants");
                foreach (var grant in found)
                    GrantJson.Write(json, grant);
                json.WriteEndArray();
            }, cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(found.Select(GrantsOptions.Line), cancellationToken).ConfigureAwait(false);
        console.Note($"{found.Length} grants.");
        return ExitCode.Fine;
    }

    private static async Task NoteAsync(FileGrantLedger ledger, TenantId tenant, string? subject, CancellationToken cancellationToken)
    {
        var who = new PersonId(Local, Environment.UserName is { Length: > 0 } name ? name : "unknown");
        var reason = subject is null ? "cks grants list" : $"cks grants list --subject {(subject.Length > 200 ? subject[..200] : subject)}";
        var record = new GrantRecord(TimeProvider.System.GetUtcNow(), GrantAction.Listed, who, default, tenant, [], reason, "");
        await ledger.ChangeAsync(tenant, who, who, _ => new([], [], record), cancellationToken).ConfigureAwait(false);
    }
}
