using System.CommandLine;
using System.Text;
using Cks.Core;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary><c>cks hub lint FILE...</c>: says what of a hub document is wrong, by its form and by its meaning.</summary>
internal sealed class HubLintCommand : ToolCommand
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Hub documents, or folders: of those all hubs/*.json. What stands in a folder tenants is a layer, and held to the form alone.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _policy = new("--policy") { Description = "The policy: a document, or a folder of those that make it. Without it roles and permissions are not checked.", HelpName = "FILE" };
    private readonly Option<string?> _widgets = new("--widgets") { Description = "The catalog of the application's widget types, as its catalog endpoint answers it. Without it types and options of widgets are not checked.", HelpName = "FILE" };
    private readonly Option<string> _severity = new("--severity") { Description = "The least finding that makes the tool end with 1: error, warning or info.", DefaultValueFactory = _ => "warning", HelpName = "LEVEL" };

    public HubLintCommand(ToolOptions options)
        : base("lint", "Finds what a hub document says wrongly or twice, colours that cannot be read, secrets, and what its role can never use.", options)
    {
        Add(_files);
        Add(_policy);
        Add(_widgets);
        Add(_severity);
        _severity.AcceptOnlyFromAmong("error", "warning", "info");
    }

    public override IReadOnlyList<string> Formats { get; } = ["text", "json", "sarif"];

    public override IReadOnlyList<string> Examples { get; } = ["cks hub lint hubs", "cks hub lint hubs --policy app.rbac.json --severity error", "cks hub lint hubs/crew.json --format sarif -o hubs.sarif"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var policy = parsed.GetValue(_policy) is { Length: > 0 } paths ? await PolicyInput.LoadAsync(paths, cancellationToken).ConfigureAwait(false) : null;
        var widgets = parsed.GetValue(_widgets) is { } catalog ? await WidgetsInput.LoadAsync(catalog, cancellationToken).ConfigureAwait(false) : null;
        var (findings, isExamined) = (new List<Diagnostic>(), true);
        foreach (var file in HubInput.Files(parsed.GetValue(_files)!))
        {
            var utf8 = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
            if (HubInput.TenantOf(file) is { } tenant)
            {
                var layer = HubLayer.Read(HubLayerKind.Tenant, tenant, file, utf8);
                findings.AddRange(layer.Diagnostics);
                isExamined &= layer.IsLoaded;
                continue;
            }

            // Pages, data sources and actions are registered in code: only the application, or a test of it, can say whether one is there.
            var hub = policy is null ? HubDefinitionReader.Read(file, utf8) : new HubValidator(targets: null, policy).Read(file, utf8);
            findings.AddRange(hub.Diagnostics);
            isExamined &= hub.IsLoaded;
            if (hub.Value is not { } definition)
                continue;
            findings.AddRange(widgets?.Check(definition) ?? []);
            findings.AddRange(HubAnalyzer.Analyze(definition, policy: policy));
        }

        await WriteAsync(console, findings, cancellationToken).ConfigureAwait(false);
        console.Note($"{findings.Count} findings.");
        return !isExamined ? ExitCode.WrongUse : findings.Any(f => f.Severity >= LeastOf(parsed.GetValue(_severity)!)) ? ExitCode.Findings : ExitCode.Fine;
    }

    private static Task WriteAsync(ToolConsole console, IReadOnlyList<Diagnostic> findings, CancellationToken cancellationToken)
    {
        if (console.IsJson)
            return console.WriteJsonAsync("cks.hub-lint", json =>
            {
                json.WritePropertyName("findings");
                DiagnosticJson.Write(json, findings);
            }, cancellationToken);
        if (console.Format == ToolFormat.Sarif)
            return console.WriteJsonAsync(json => DiagnosticSarif.Write(json, findings, "cks", typeof(HubLintCommand).Assembly.GetName().Version!.ToString(3), ErrorPage.Read), cancellationToken);
        using var text = new StringWriter(new StringBuilder());
        DiagnosticText.Write(text, findings, file => File.Exists(file) ? File.ReadAllBytes(file) : null);
        return console.WriteAsync(text.ToString(), cancellationToken);
    }

    private static DiagnosticSeverity LeastOf(string word) => word switch
    {
        "error" => DiagnosticSeverity.Error,
        "info" => DiagnosticSeverity.Info,
        _ => DiagnosticSeverity.Warning,
    };
}
