using Microsoft.CodeAnalysis;

namespace Cks.Analyzers;

/// <summary>Finds <c>[AllowAnonymous]</c> beside a guard on one class and its methods.</summary>
internal static class AttributeRules
{
    public static void Check(INamedTypeSymbol type, EndpointTypes types, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        if (type.TypeKind != TypeKind.Class)
            return;
        var ofType = types.RulesOf(type).ToArray();
        var ofMethods = type.GetMembers().OfType<IMethodSymbol>().Select(m => types.RulesOf(m).ToArray()).Where(r => r.Length > 0).ToArray();
        foreach (var open in type.GetAttributes().Where(a => types.IsAnonymous(a.AttributeClass)))
            Report(open, ofType.Concat(ofMethods.SelectMany(r => r)));
        foreach (var method in ofMethods)
        {
            foreach (var open in method.Where(r => types.IsAnonymous(r.AttributeClass)))
                Report(open, method.Concat(ofType));
        }

        void Report(AttributeData open, IEnumerable<AttributeData> beside)
        {
            if (open.ApplicationSyntaxReference is { } written && beside.FirstOrDefault(types.IsGuard)?.AttributeClass is { } guard)
                report(Diagnostic.Create(Rules.Anonymous, written.GetSyntax(cancellationToken).GetLocation(), guard.Name));
        }
    }
}
