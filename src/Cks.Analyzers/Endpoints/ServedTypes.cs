using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Cks.Analyzers;

/// <summary>
/// Controllers and pages, which are mapped in one call for all: whether they need rules of their own is known when the whole project was read. Silent where that call has a rule, may have one, is not
/// in the project, or where conventions may put rules on them.
/// </summary>
internal sealed class ServedTypes(EndpointTypes types, Compilation compilation)
{
    private readonly INamedTypeSymbol? _controllerMark = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.ControllerAttribute");
    private readonly INamedTypeSymbol? _page = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.RazorPages.PageModel");
    private readonly ConcurrentBag<(Location Place, string Name)> _actions = [], _pages = [];
    private volatile bool _mapsActions, _mapsPages, _ruled;

    /// <summary>Takes note of a class that is served without a rule of its own.</summary>
    public void Add(INamedTypeSymbol type)
    {
        if (type is not { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false, IsGenericType: false } || types.RulesOf(type).Any())
            return;
        if (_page is not null && Derives(type, _page))
            _pages.Add((type.Locations[0], type.Name));
        else if (IsController(type))
        {
            foreach (var action in type.GetMembers().OfType<IMethodSymbol>().Where(m => IsAction(m) && !types.RulesOf(m).Any()))
                _actions.Add((action.Locations[0], $"{type.Name}.{action.Name}"));
        }
    }

    /// <summary>Takes note of a call that maps controllers or pages.</summary>
    public void Mapped(IInvocationOperation map, bool isOpen)
    {
        switch (map.TargetMethod.Name)
        {
            case "MapControllers" or "MapControllerRoute" or "MapDefaultControllerRoute" or "MapAreaControllerRoute":
                (_mapsActions, _ruled) = (true, _ruled || !isOpen);
                break;
            case "MapRazorPages":
                (_mapsPages, _ruled) = (true, _ruled || !isOpen);
                break;
        }
    }

    /// <summary>Takes note of conventions of MVC: what they put on controllers and pages is not known.</summary>
    public void See(IInvocationOperation call)
    {
        if (EndpointFlow.Bare(EndpointFlow.Receiver(call)) is IPropertyReferenceOperation { Property: { Name: "Conventions", ContainingNamespace: { Name: "Mvc" or "RazorPages" } } })
            _ruled = true;
    }

    /// <summary>Reports what is served without a rule.</summary>
    public void Report(Action<Diagnostic> report)
    {
        if (_ruled)
            return;
        foreach (var (place, name) in (_mapsActions ? _actions : []).Concat(_mapsPages ? _pages : []))
            report(Diagnostic.Create(Rules.UnguardedMember, place, name));
    }

    private bool IsController(INamedTypeSymbol type) => type is { DeclaredAccessibility: Accessibility.Public, ContainingType: null } && Bases(type).All(t => !Has(t, "NonControllerAttribute"))
        && (type.Name.EndsWith("Controller", StringComparison.OrdinalIgnoreCase) || (_controllerMark is not null && Bases(type).Any(t => Has(t, "ControllerAttribute"))));

    private static bool IsAction(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsAbstract: false, IsGenericMethod: false } && !Has(method, "NonActionAttribute")
        && Overridden(method).ContainingType.SpecialType != SpecialType.System_Object && method is not { Name: "Dispose", Parameters.Length: 0 };

    private static IMethodSymbol Overridden(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden)
            method = overridden;
        return method;
    }

    private static bool Has(ISymbol symbol, string attribute) => symbol.GetAttributes().Any(a => a.AttributeClass is { ContainingNamespace.Name: "Mvc" } type && type.Name == attribute);

    private static bool Derives(INamedTypeSymbol type, INamedTypeSymbol from) => Bases(type).Contains(from, SymbolEqualityComparer.Default);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
            yield return at;
    }
}
