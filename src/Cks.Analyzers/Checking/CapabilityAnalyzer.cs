using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Cks.Analyzers;

/// <summary>Holds the capabilities that code names to the policy files: CKS002, CKS003, CKS004.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CapabilityAnalyzer : DiagnosticAnalyzer
{
    // Each text is read once for as long as it stays. It alone is the key, so the path is not in what is kept.
    private static readonly SourceTextValueProvider<PolicyFile> Reader = new(text => PolicyFile.Read("", text.ToString()));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Unknown, Rules.Wildcard, Rules.NeverGranted];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // A Razor page is generated code, and asks like any other.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            var files = start.Options.AdditionalFiles.Where(f => PolicyFile.Is(f.Path))
                .Select(f => f.GetText(start.CancellationToken) is { } text && start.TryGetValue(text, Reader, out var read) ? read : null);
            var policy = DeclaredPolicy.Of([.. files.OfType<PolicyFile>()]);
            start.RegisterOperationAction(operation => Check((IArgumentOperation)operation.Operation, policy, operation.ReportDiagnostic), OperationKind.Argument);
        });
    }

    private static void Check(IArgumentOperation argument, DeclaredPolicy? policy, Action<Diagnostic> report)
    {
        foreach (var (text, place) in AskedCapabilities.In(argument))
        {
            if (Finding(text, place.Syntax.GetLocation(), policy) is { } finding)
                report(finding);
        }
    }

    private static Diagnostic? Finding(string text, Location place, DeclaredPolicy? policy)
    {
        if (text.Contains('*'))
            return Diagnostic.Create(Rules.Wildcard, place, text);
        if (policy is null)
            return null;
        if (policy.Declares(text))
            return policy.Grants(text) ? null : Diagnostic.Create(Rules.NeverGranted, place, text);
        var meant = policy.Meant(text);
        return Diagnostic.Create(Rules.Unknown, place, ImmutableDictionary<string, string?>.Empty.Add(Rules.Meant, meant), text, meant is null ? "" : $". Did you mean \"{meant}\"?");
    }
}
