using Cks.Core;

namespace Cks.Scope;

/// <summary>Resolves the name of a set to the nearest relation of that name below an entity.</summary>
internal sealed class PathFinder(IReadOnlyList<ScopeRelation> relations, DiagnosticBag diagnostics)
{
    private const int MaxDepth = 8;

    // Ways multiply with each step of a dense model; a name that is not near is not worth looking for in all of them.
    private const int MaxWays = 4_096;

    /// <summary>The one shortest way; none (CKS302) and two of the same length (CKS303) are reported.</summary>
    public ScopePath? Find(ScopeEntity from, string name, SourceLocation location)
    {
        var ways = new List<ScopeRelation[]> { Array.Empty<ScopeRelation>() };
        var reachable = new HashSet<string>(StringComparer.Ordinal);
        for (var depth = 0; depth < MaxDepth && ways.Count is > 0 and <= MaxWays; depth++)
        {
            // A way never enters an entity twice, so that a circle of relations ends.
            ways = [.. (from way in ways
                       let at = way.Length == 0 ? @from : way[^1].To
                       from relation in relations
                       where relation.From == at && relation.To != @from && way.All(step => step.To != relation.To)
                       select (ScopeRelation[])[.. way, relation]).Take(MaxWays + 1)];
            reachable.UnionWith(ways.Select(w => w[^1].Name));
            var found = ways.Where(w => w[^1].Name == name).ToArray();
            if (found.Length == 1)
                return new(name, found[0]);
            if (found.Length > 1)
            {
                var options = string.Join(" or ", found.Select(w => string.Join('/', w.Select(r => r.Name))));
                diagnostics.Add(CksCodes.AmbiguousRelation, location, $"\"{name}\" can be reached from \"{from.Name}\" by {options}.", "Give one of the relations another name.");
                return null;
            }
        }

        diagnostics.Add(CksCodes.UnknownRelation, location, $"\"{name}\" cannot be reached from \"{from.Name}\".", DidYouMean.Sentence(name, reachable));
        return null;
    }
}
