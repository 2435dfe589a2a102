using Microsoft.CodeAnalysis;

namespace Cks.Analyzers;

/// <summary>The types of ASP.NET Core by which endpoints and their rules are known.</summary>
internal sealed class EndpointTypes
{
    private readonly INamedTypeSymbol _routes, _conventions, _authorizeData, _allowAnonymous, _authorize, _application;
    private readonly INamedTypeSymbol? _requirementData;

    private EndpointTypes(Compilation compilation, INamedTypeSymbol routes, INamedTypeSymbol conventions, INamedTypeSymbol authorizeData, INamedTypeSymbol allowAnonymous, INamedTypeSymbol authorize, INamedTypeSymbol application)
    {
        (_routes, _conventions, _authorizeData, _allowAnonymous, _authorize, _application) = (routes, conventions, authorizeData, allowAnonymous, authorize, application);
        _requirementData = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Authorization.IAuthorizationRequirementData");
    }

    /// <summary>The types; <see langword="null"/> in a project without the guards of Cks.Rbac.AspNetCore, which is not held to have rules.</summary>
    public static EndpointTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.CksGuardEndpointConventionBuilderExtensions") is not null
        && compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Routing.IEndpointRouteBuilder") is { } routes
        && compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.IEndpointConventionBuilder") is { } conventions
        && compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Authorization.IAuthorizeData") is { } authorizeData
        && compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Authorization.IAllowAnonymous") is { } allowAnonymous
        && compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Authorization.AuthorizeAttribute") is { } authorize
        && compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.WebApplication") is { } application
            ? new(compilation, routes, conventions, authorizeData, allowAnonymous, authorize, application)
            : null;

    /// <summary>Whether something of this type is, on an endpoint, a rule or says that it needs none.</summary>
    public bool IsRule(ITypeSymbol? type) => Is(type, _authorizeData) || Is(type, _allowAnonymous) || (_requirementData is not null && Is(type, _requirementData)) || type is { Name: "AuthorizationPolicy" };

    /// <summary>Whether something of this type lets everybody in.</summary>
    public bool IsAnonymous(ITypeSymbol? type) => Is(type, _allowAnonymous);

    /// <summary>Whether a type is the application itself, which cannot have rules.</summary>
    public bool IsApplication(ITypeSymbol? type) => Is(type, _application);

    /// <summary>Whether endpoints are put on something.</summary>
    public bool MapsOn(ITypeSymbol? type) => Is(type, _routes);

    /// <summary>Whether something takes rules.</summary>
    public bool TakesRules(ITypeSymbol? type) => Is(type, _conventions) || (type as ITypeParameterSymbol)?.ConstraintTypes.Any(TakesRules) == true;

    /// <summary>Whether an attribute is a guard: a rule that names what it wants. A plain <c>[Authorize]</c> may have exceptions; of attributes that others derive nobody knows here what they name.</summary>
    public bool IsGuard(AttributeData attribute) => attribute.AttributeClass is { } type
        && (IsOfCks(type) || (SymbolEqualityComparer.Default.Equals(type, _authorize) && (attribute.ConstructorArguments.Length > 0 || attribute.NamedArguments.Any(a => a.Key is "Policy" or "Roles"))));

    /// <summary>Whether a type is <c>[Authorize]</c> itself.</summary>
    public bool IsAuthorize(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, _authorize);

    /// <summary>The rules of a type, those of its bases included.</summary>
    public IEnumerable<AttributeData> RulesOf(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var rule in type.GetAttributes().Where(a => IsRule(a.AttributeClass)))
                yield return rule;
        }
    }

    /// <summary>The rules of a method, those of what it overrides included.</summary>
    public IEnumerable<AttributeData> RulesOf(IMethodSymbol? method)
    {
        for (; method is not null; method = method.OverriddenMethod)
        {
            foreach (var rule in method.GetAttributes().Where(a => IsRule(a.AttributeClass)))
                yield return rule;
        }
    }

    private bool IsOfCks(INamedTypeSymbol type) => type.ContainingAssembly.Name == "Cks.Rbac.AspNetCore" && Is(type, _authorizeData);

    private static bool Is(ITypeSymbol? type, INamedTypeSymbol wanted)
    {
        if (type is null)
            return false;
        if (wanted.TypeKind == TypeKind.Interface)
            return SymbolEqualityComparer.Default.Equals(type, wanted) || type.AllInterfaces.Contains(wanted, SymbolEqualityComparer.Default);
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at, wanted))
                return true;
        }

        return false;
    }
}
