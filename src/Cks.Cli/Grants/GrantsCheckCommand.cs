using System.CommandLine;
using System.Text;
using Cks.Core;

namespace Cks.Cli;

/// <summary><c>cks grants check</c>: what of a grants document does not fit the policy.</summary>
internal sealed class GrantsCheckCommand : ToolCommand
{
    private readonly GrantsOptions _grants = new();

    public GrantsCheckCommand(ToolOptions options)
        : base("check", "Finds grants that the policy does not know, that have expired, or that duties keep apart.", options)
    {
        Add(_grants.File);
        Add(_grants.Policy);
    }

    public override IReadOnlyList<string> Formats { get; } = ["text", "json", "sarif"];

    public override IReadOnlyList<string> Examples { get; } =
        ["cks grants check --file grants.json --policy app.rbac.json", "cks grants check --file grants.json --policy .", "cks grants check --file grants.json --policy app.rbac.json --format sarif -o grants.sarif"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var policy = await PolicyInput.LoadAsync(parsed.GetValue(_grants.Policy)!, cancellationToken).ConfigureAwait(false);
        var findings = (await _grants.ReadAsync(parsed, cancellationToken).ConfigureAwait(false)).CheckAgainst(policy, TimeProvider.System.GetUtcNow());
        if (console.IsJson)
            await console.WriteJsonAsync("cks.grants-check", json =>
            {
                json.WritePropertyName("findings");
                DiagnosticJson.Write(json, findings);
            }, cancellationToken).ConfigureAwait(false);
        else if (console.Format == ToolFormat.Sarif)
            await console.WriteJsonAsync(json => DiagnosticSarif.Write(json, findings, "cks", typeof(GrantsCheckCommand).Assembly.GetName().Version!.ToString(3), ErrorPage.Read), cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(Text(findings), cancellationToken).ConfigureAwait(false);
        console.Note($"{findings.Count} findings.");
        return findings.Count > 0 ? ExitCode.Findings : ExitCode.Fine;
    }

    private static string Text(IReadOnlyList<Diagnostic> findings)
    {
        using var text = new StringWriter(new StringBuilder());
        DiagnosticText.Write(text, findings, file => File.Exists(file) ? File.ReadAllBytes(file) : null);
        return text.ToString();
    }
}
