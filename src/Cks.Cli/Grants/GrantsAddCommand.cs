using System.CommandLine;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary><c>cks grants add</c>: grants, as the policy permits whoever does it.</summary>
internal sealed class GrantsAddCommand : ToolCommand
{
    private readonly GrantsOptions _grants = new();
    private readonly Option<string?> _role = new("--role") { Description = "The role to grant.", HelpName = "ROLE" };
    private readonly Option<string?> _permit = new("--permit") { Description = "The capability to permit.", HelpName = "CAPABILITY" };
    private readonly Option<string?> _deny = new("--deny") { Description = "The capability to deny.", HelpName = "CAPABILITY" };
    private readonly Option<string?> _when = new("--when") { Description = "Condition of a permit or deny, as a policy writes it.", HelpName = "JSON" };
    private readonly Option<string[]> _read = new("--read") { Description = "A field that the permit lets be read, or the deny hides.", HelpName = "FIELD" };
    private readonly Option<string[]> _write = new("--write") { Description = "A field that the permit lets be written, or the deny keeps from it.", HelpName = "FIELD" };
    private readonly Option<string> _until = GrantsOptions.Parsed("--until", "Until when it counts; until it is revoked by default.", "TIME", t => GrantsOptions.TryTime(t, out _), "a time such as 2027-01-01T00:00:00Z", isRequired: false);

    public GrantsAddCommand(ToolOptions options)
        : base("add", "Grants a role, a permit or a deny, within what --by holds.", options)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_grants.File, _grants.Policy, _grants.Tenant, _grants.Issuer, _grants.By, _grants.ByIssuer, _grants.Subject, _role, _permit, _deny, _when, _read, _write, _until, _grants.Reason])
            Add(option);
        Validators.Add(result =>
        {
            if (new Option[] { _role, _permit, _deny }.Count(o => result.GetResult(o) is { Implicit: false }) != 1)
                result.AddError("Name one thing to grant: --role, --permit or --deny.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "cks grants add --file grants.json --policy app.rbac.json --tenant main --by ann --subject bob --role crew --reason vacation --until 2099-01-01T00:00:00Z",
        "cks grants add --file grants.json --policy app.rbac.json --tenant main --by ann --subject bob --permit orders:view --read code --when '{\"status\":\"open\"}' --reason backlog",
        "cks grants add --file grants.json --policy app.rbac.json --tenant main --by ann --subject bob --deny orders:accept --reason audit --format json",
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var grants = await _grants.OpenAsync(parsed, cancellationToken).ConfigureAwait(false);
        var issuer = _grants.IssuerOf(parsed, await _grants.ReadAsync(parsed, cancellationToken).ConfigureAwait(false));
        var (person, reason) = (new PersonId(issuer, parsed.GetValue(_grants.Subject)!), parsed.GetValue(_grants.Reason)!);
        var request = parsed.GetValue(_role) is { } role ? GrantRequest.Role(person, role, reason)
            : parsed.GetValue(_permit) is { } permit ? GrantRequest.Permit(person, permit, reason) : GrantRequest.Deny(person, parsed.GetValue(_deny)!, reason);
        var outcome = await grants.GrantAsync(
            _grants.Grantor(parsed, issuer),
            request with
            {
                When = parsed.GetValue(_when),
                Read = parsed.GetValue(_read),
                Write = parsed.GetValue(_write),
                Until = GrantsOptions.TryTime(parsed.GetValue(_until), out var until) ? until : null,
            },
            cancellationToken).ConfigureAwait(false);
        await GrantsOptions.WriteAsync(console, outcome, cancellationToken).ConfigureAwait(false);
        return outcome.IsDone ? ExitCode.Fine : ExitCode.Findings;
    }
}
