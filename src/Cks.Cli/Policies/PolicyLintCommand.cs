using System.CommandLine;
using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary><c>cks policy lint FILE...</c>: says what of a policy is right by its form and wrong by its meaning.</summary>
internal sealed class PolicyLintCommand : ToolCommand
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "The documents that make the policy, or folders of them.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _severity = new("--severity") { Description = "The least finding that makes the tool end with 1: error, warning or info.", DefaultValueFactory = _ => "warning", HelpName = "LEVEL" };

    public PolicyLintCommand(ToolOptions options)
        : base("lint", "Finds rules that decide nothing, capabilities that nobody has, and roles that may get more than they should.", options)
    {
        Add(_files);
        Add(_severity);
        _severity.AcceptOnlyFromAmong("error", "warning", "info");
    }

    public override IReadOnlyList<string> Formats { get; } = ["text", "json", "sarif"];

    public override IReadOnlyList<string> Examples { get; } = ["cks policy lint app.rbac.json", "cks policy lint . --severity error", "cks policy lint app.rbac.json --format sarif -o policy.sarif"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var loaded = await PolicyInput.ReadAsync(parsed.GetValue(_files)!, cancellationToken).ConfigureAwait(false);
        Diagnostic[] findings = [.. loaded.Diagnostics, .. loaded.Value is { } policy ? PolicyAnalyzer.Analyze(policy, TimeProvider.System.GetUtcNow()) : []];
        if (console.IsJson)
            await console.WriteJsonAsync("cks.policy-lint", json =>
            {
                json.WritePropertyName("findings");
                DiagnosticJson.Write(json, findings);
            }, cancellationToken).ConfigureAwait(false);
        else if (console.Format == ToolFormat.Sarif)
            await console.WriteJsonAsync(json => DiagnosticSarif.Write(json, findings, "cks", typeof(PolicyLintCommand).Assembly.GetName().Version!.ToString(3), ErrorPage.Read), cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(Text(findings), cancellationToken).ConfigureAwait(false);
        console.Note($"{findings.Length} findings.");
        // What cannot be read has not been examined.
        return !loaded.IsLoaded ? ExitCode.WrongUse : findings.Any(f => f.Severity >= LeastOf(parsed.GetValue(_severity)!)) ? ExitCode.Findings : ExitCode.Fine;
    }

    private static string Text(Diagnostic[] findings)
    {
        using var text = new StringWriter(new StringBuilder());
        DiagnosticText.Write(text, findings, file => File.Exists(file) ? File.ReadAllBytes(file) : null);
        return text.ToString();
    }

    private static DiagnosticSeverity LeastOf(string word) => word switch
    {
        "error" => DiagnosticSeverity.Error,
        "info" => DiagnosticSeverity.Info,
        _ => DiagnosticSeverity.Warning,
    };
}
