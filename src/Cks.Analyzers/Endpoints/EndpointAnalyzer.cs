using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Cks.Analyzers;

/// <summary>Holds endpoints in code to what the audit at start-up asks of them: CKS001 and CKS005. Where a rule may come from elsewhere it says nothing, and the audit does.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class EndpointAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Unguarded, Rules.UnguardedMember, Rules.Anonymous];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (EndpointTypes.Of(start.Compilation) is not { } types)
                return;
            var (flow, served) = (new EndpointFlow(types), new ServedTypes(types, start.Compilation));
            start.RegisterOperationAction(c => Check((IInvocationOperation)c.Operation, types, flow, served, c.ReportDiagnostic), OperationKind.Invocation);
            start.RegisterSymbolAction(
                c =>
                {
                    AttributeRules.Check((INamedTypeSymbol)c.Symbol, types, c.ReportDiagnostic, c.CancellationToken);
                    served.Add((INamedTypeSymbol)c.Symbol);
                },
                SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => served.Report(end.ReportDiagnostic));
        });
    }

    private static void Check(IInvocationOperation call, EndpointTypes types, EndpointFlow flow, ServedTypes served, Action<Diagnostic> report)
    {
        if (!call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal))
        {
            served.See(call);
            return;
        }

        if (!types.TakesRules(call.Type) || EndpointFlow.Receiver(call) is not { Type: { } on } || !types.MapsOn(on))
            return;
        var (own, groups, mapped) = (flow.OfEndpoint(call), flow.OfGroups(call), MappedEndpoint.Of(call, types));
        var isUnknown = own.IsUnknown || groups.IsUnknown || mapped.IsUnknown;
        var isOpen = !isUnknown && !own.HasRule && !groups.HasRule && !mapped.Rules.Any();
        served.Mapped(call, isOpen);
        if (isOpen && mapped.NeedsRule)
            report(Diagnostic.Create(Rules.Unguarded, call.Name(), call.TargetMethod.Name));

        var guard = mapped.Rules.FirstOrDefault(types.IsGuard)?.AttributeClass?.Name;
        foreach (var open in own.Anonymous)
        {
            if ((own.Guards.Concat(groups.Guards).FirstOrDefault()?.TargetMethod.Name ?? guard) is { } off)
                report(Diagnostic.Create(Rules.Anonymous, open.Call(), off));
        }

        // What opens it stands elsewhere, so the guard is shown.
        if (own.Anonymous.Count > 0)
            return;
        if (own.Guards.Count > 0 && (groups.Anonymous.Count > 0 || mapped.Rules.Any(r => types.IsAnonymous(r.AttributeClass))))
            report(Diagnostic.Create(Rules.Anonymous, own.Guards[0].Call(), own.Guards[0].TargetMethod.Name));
        else if (guard is not null && groups.Anonymous.Count > 0)
            report(Diagnostic.Create(Rules.Anonymous, call.Name(), guard));
        else if (groups.Guards.Count > 0 && mapped.Rules.Any(r => types.IsAnonymous(r.AttributeClass)))
            report(Diagnostic.Create(Rules.Anonymous, call.Name(), groups.Guards[0].TargetMethod.Name));
    }
}
