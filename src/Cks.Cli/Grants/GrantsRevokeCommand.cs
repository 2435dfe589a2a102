using System.CommandLine;

namespace Cks.Cli;

/// <summary><c>cks grants revoke</c>: takes a grant back, as the policy permits whoever does it.</summary>
internal sealed class GrantsRevokeCommand : ToolCommand
{
    private readonly GrantsOptions _grants = new();
    private readonly Option<string> _id = new("--id") { Description = "The grant.", HelpName = "ID", Required = true };

    public GrantsRevokeCommand(ToolOptions options)
        : base("revoke", "Takes a grant back; lifting a deny is bounded by what --by holds.", options)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_grants.File, _grants.Policy, _grants.Tenant, _grants.Issuer, _grants.By, _grants.ByIssuer, _grants.Subject, _id, _grants.Reason])
            Add(option);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "cks grants revoke --file grants.json --policy app.rbac.json --tenant main --by ann --subject bob --id bob-crew --reason moved",
        "cks grants revoke --file grants.json --policy app.rbac.json --tenant main --by ann --subject bob --id bob-no-accept --reason audited",
        "cks grants revoke --file grants.json --policy app.rbac.json --tenant main --by ann --subject eve --issuer https://login.example --id eve-crew --reason left --format json",
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var grants = await _grants.OpenAsync(parsed, cancellationToken).ConfigureAwait(false);
        var issuer = _grants.IssuerOf(parsed, await _grants.ReadAsync(parsed, cancellationToken).ConfigureAwait(false));
        var outcome = await grants.RevokeAsync(
            _grants.Grantor(parsed, issuer), new(issuer, parsed.GetValue(_grants.Subject)!), parsed.GetValue(_id)!, parsed.GetValue(_grants.Reason)!, cancellationToken).ConfigureAwait(false);
        await GrantsOptions.WriteAsync(console, outcome, cancellationToken).ConfigureAwait(false);
        return outcome.IsDone ? ExitCode.Fine : ExitCode.Findings;
    }
}
