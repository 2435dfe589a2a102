using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Cks.Analyzers;

/// <summary>Finds reads that go around a scope (CKS006): by what executes any query, and in Entity Framework what is refused at run time anyway.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ScopeAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Unscoped];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Cks.Scope.IScopeQueries") is { } queries)
                start.RegisterOperationAction(c => Check((IInvocationOperation)c.Operation, queries, c.ReportDiagnostic, c.CancellationToken), OperationKind.Invocation);
        });
    }

    private static void Check(IInvocationOperation call, INamedTypeSymbol queries, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        if (Why(call, queries) is { } why)
            report(Diagnostic.Create(Rules.Unscoped, call.Name(), why));
        if (!QueryInScope.Narrows(call))
            return;
        foreach (var set in QueryInScope.Beside(call, cancellationToken))
            report(Diagnostic.Create(Rules.Unscoped, set.Syntax.GetLocation(), "A set beside InScope is read whole, and is refused when it runs: put it in scope too"));
    }

    private static string? Why(IInvocationOperation call, INamedTypeSymbol queries)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "ReadAsync" or "ReadListAsync" or "ReadFirstAsync" or "StreamAsync" when TakesAnyQuery(method):
                return $"{method.ContainingType.Name} reads for nobody: scope the query for whoever reads (IScopeQueries.Scope, or Unscoped with a reason) and read it by ScopedReader or ScopedTransactionExtensions";
            case "Unscoped" or "Unmasked" when IsOfScope(method, queries) && HasNoReason(call):
                return $"{method.Name} has no reason";
            case "IgnoreQueryFilters" or "FromSql" or "FromSqlRaw" or "FromSqlInterpolated" or "SqlQuery" or "SqlQueryRaw" when IsOfEntityFramework(method) && Origin.Of(call) == Origin.Subject:
                return $"{method.Name} leaves out the filters of a context that is a subject's, and is refused when it runs";
            case "Include" or "ThenInclude" or "AsTracking" or "AsNoTrackingWithIdentityResolution" when IsOfEntityFramework(method) && Origin.Of(call) == Origin.InScope:
                return $"{method.Name} beside InScope reads rows that nothing narrows, and is refused when it runs";
            default:
                return null;
        }
    }

    private static bool TakesAnyQuery(IMethodSymbol method) =>
        method.ContainingType is { ContainingNamespace.Name: "QueryBuilder", Name: "QueryReader" or "SqlTransaction" }
        && method.Parameters.FirstOrDefault()?.Type is { } query && (query.Name == "Query" || (query as INamedTypeSymbol)?.TypeArguments.FirstOrDefault()?.Name == "Query");

    private static bool IsOfScope(IMethodSymbol method, INamedTypeSymbol queries) =>
        SymbolEqualityComparer.Default.Equals(method.ContainingType, queries) || method.ContainingType.AllInterfaces.Contains(queries, SymbolEqualityComparer.Default)
        || method.ContainingType.Name == "UnscopedEntityTypeBuilderExtensions";

    private static bool HasNoReason(IInvocationOperation call) =>
        call.Arguments.Any(a => a is { Parameter.Name: "reason", Value.ConstantValue: { HasValue: true, Value: var reason } } && string.IsNullOrWhiteSpace(reason as string));

    private static bool IsOfEntityFramework(IMethodSymbol method) => method.ContainingNamespace is { Name: "EntityFrameworkCore", ContainingNamespace.Name: "Microsoft" };
}
