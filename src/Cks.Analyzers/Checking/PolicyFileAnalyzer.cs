using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Cks.Analyzers;

/// <summary>Says where a policy file stops being JSON (CKS101). What else is wrong with it the reader at run time says, with all details.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class PolicyFileAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.NotJson];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterAdditionalFileAction(Check);
    }

    private static void Check(AdditionalFileAnalysisContext context)
    {
        var (file, text) = (context.AdditionalFile, context.AdditionalFile.GetText(context.CancellationToken));
        if (!PolicyFile.Is(file.Path) || text is null || PolicyFile.Read(file.Path, text.ToString()) is not { Fault: >= 0 and var fault })
            return;
        var span = new TextSpan(fault, Math.Min(1, text.Length - fault));
        context.ReportDiagnostic(Diagnostic.Create(Rules.NotJson, Location.Create(file.Path, span, text.Lines.GetLinePositionSpan(span)), Path.GetFileName(file.Path)));
    }
}
