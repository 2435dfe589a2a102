using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Cks.Analyzers;

/// <summary>Finds decisions by role: a list of roles whose work the policy has a capability for (CKS007), and a role that is asked for in code (CKS008).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class RoleAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] RoleClaims = ["http://schemas.microsoft.com/ws/2008/06/identity/claims/role", "role", "roles"];

    // As in CapabilityAnalyzer.
    private static readonly SourceTextValueProvider<PolicyRoles> Reader = new(text => PolicyRoles.Read(text.ToString()));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.RoleList, Rules.RoleCheck];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Cks.Rbac.IPolicyDecisionPoint") is null)
                return;
            var principal = start.Compilation.GetTypeByMetadataName("System.Security.Principal.IPrincipal");
            start.RegisterOperationAction(c => Check((IInvocationOperation)c.Operation, principal, c.ReportDiagnostic), OperationKind.Invocation);
            var files = start.Options.AdditionalFiles.Where(f => PolicyFile.Is(f.Path))
                .Select(f => f.GetText(start.CancellationToken) is { } text && start.TryGetValue(text, Reader, out var read) ? read : null).OfType<PolicyRoles>().ToArray();
            if (files.Length == 0)
                return;
            var roles = PolicyRoles.All(files);
            start.RegisterOperationAction(c => Check(c.Operation, roles, c.ReportDiagnostic), OperationKind.Invocation, OperationKind.ObjectCreation);
        });
    }

    private static void Check(IInvocationOperation call, INamedTypeSymbol? principal, Action<Diagnostic> report)
    {
        var type = call.TargetMethod.ContainingType;
        var isCheck = call.TargetMethod.Name switch
        {
            "IsInRole" => principal is not null && (SymbolEqualityComparer.Default.Equals(type, principal) || type.AllInterfaces.Contains(principal, SymbolEqualityComparer.Default)),
            "HasClaim" => type is { Name: "ClaimsPrincipal" or "ClaimsIdentity" } && call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0) is { } first && NamesRoleClaim(first.Value),
            _ => false,
        };
        if (isCheck)
            report(Diagnostic.Create(Rules.RoleCheck, call.Syntax.GetLocation(), call.TargetMethod.Name));
    }

    private static bool NamesRoleClaim(IOperation value) => value.DescendantsAndSelf().Any(o => o is { ConstantValue: { HasValue: true, Value: string text } } && RoleClaims.Contains(text, StringComparer.Ordinal));

    private static void Check(IOperation operation, PolicyRoles policy, Action<Diagnostic> report)
    {
        var listed = Listed(operation);
        if (listed.Length > 0 && policy.Instead(listed) is { } instead)
            report(Diagnostic.Create(Rules.RoleList, operation.Syntax.GetLocation(), instead));
    }

    /// <summary>The roles that a call or an attribute lists; nothing unless all of them are constants.</summary>
    private static string[] Listed(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "RequireRoles", ContainingType.Name: "CksGuardEndpointConventionBuilderExtensions" } } call => Constants(call.Arguments.FirstOrDefault(a => a.Parameter?.Name == "roles")),
        IInvocationOperation { TargetMethod: { Name: "RequireRole", ContainingType.Name: "AuthorizationPolicyBuilder" } } call => Constants(call.Arguments.FirstOrDefault(a => a.Parameter?.Name == "roles")),
        IInvocationOperation { TargetMethod: { Name: "RequireClaim", ContainingType.Name: "AuthorizationPolicyBuilder" } } call when call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0) is { } claim && NamesRoleClaim(claim.Value) =>
            Constants(call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 1)),
        IObjectCreationOperation { Type.Name: "RequireRolesAttribute" } attribute => Constants(attribute.Arguments.FirstOrDefault()),
        IObjectCreationOperation { Type.Name: "AuthorizeAttribute", Initializer: { } initializer } => initializer.Initializers.OfType<ISimpleAssignmentOperation>()
            .Where(a => a is { Target: IPropertyReferenceOperation { Property.Name: "Roles" }, Value.ConstantValue: { HasValue: true, Value: string } })
            .SelectMany(a => ((string)a.Value.ConstantValue.Value!).Split(',').Select(r => r.Trim())).ToArray(),
        _ => [],
    };

    private static string[] Constants(IArgumentOperation? argument)
    {
        var items = argument?.Value switch
        {
            IArrayCreationOperation { Initializer: { } array } => array.ElementValues,
            IConversionOperation { Operand: ICollectionExpressionOperation collection } => collection.Elements,
            ICollectionExpressionOperation collection => collection.Elements,
            _ => [],
        };
        var texts = items.Select(i => i.ConstantValue is { HasValue: true, Value: string text } ? text : null).OfType<string>().ToArray();
        return texts.Length == items.Length ? texts : [];
    }
}
