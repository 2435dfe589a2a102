using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Cks.Analyzers;

/// <summary>What a call maps, and the rules that this brings along as attributes.</summary>
/// <param name="NeedsRule">Whether it is an endpoint by itself, and a method that is known to put no rule on it.</param>
/// <param name="IsUnknown">Whether nobody sees here what it is.</param>
/// <param name="Rules">The rules of its handler or type.</param>
internal sealed record MappedEndpoint(bool NeedsRule, bool IsUnknown, IReadOnlyList<AttributeData> Rules)
{
    private const string Builder = "Microsoft.AspNetCore.Builder";

    /// <summary>What a call maps.</summary>
    public static MappedEndpoint Of(IInvocationOperation call, EndpointTypes types)
    {
        var method = call.TargetMethod;
        if (method.ContainingNamespace?.ToDisplayString() != Builder)
            return new(false, false, []);
        switch (method.Name)
        {
            case "Map" or "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch" or "MapMethods" or "MapFallback":
                return OfHandler(call, types);
            case "MapFallbackToFile" or "MapHealthChecks" or "MapOpenApi" or "MapBlazorHub":
                return new(true, false, []);
            case "MapHub" when method.TypeArguments.FirstOrDefault() is { } hub:
                return new(true, hub.TypeKind == TypeKind.TypeParameter, [.. types.RulesOf(hub)]);
            case "MapGrpcService" when method.TypeArguments.FirstOrDefault() is { } service:
                return OfService(service, types);
            default:
                return new(false, false, []);
        }
    }

    private static MappedEndpoint OfHandler(IInvocationOperation call, EndpointTypes types)
    {
        if (EndpointFlow.Bare(call.Arguments.FirstOrDefault(a => a.Parameter?.Type is { } type && IsDelegate(type))?.Value) is not IDelegateCreationOperation { Target: var target })
            return new(true, true, []);
        return target switch
        {
            IAnonymousFunctionOperation lambda => new(true, false, [.. types.RulesOf(lambda.Symbol)]),
            IMethodReferenceOperation reference => new(true, false, [.. types.RulesOf(reference.Method)]),
            _ => new(true, true, []),
        };
    }

    /// <summary>A service has its rules on the class, or on each method that can be called.</summary>
    private static MappedEndpoint OfService(ITypeSymbol service, EndpointTypes types)
    {
        var rules = types.RulesOf(service).ToArray();
        var methods = service.GetMembers().OfType<IMethodSymbol>().Where(m => m is { IsOverride: true, DeclaredAccessibility: Accessibility.Public, ContainingType.SpecialType: SpecialType.None }).Select(m => types.RulesOf(m).FirstOrDefault()).ToArray();
        return new(rules.Length > 0 || methods.Length == 0 || methods.Contains(null), service.TypeKind == TypeKind.TypeParameter, rules);
    }

    private static bool IsDelegate(ITypeSymbol type) => type.TypeKind == TypeKind.Delegate || type.SpecialType == SpecialType.System_Delegate;
}
