using Cks.Core;

namespace Cks.Scope;

/// <summary>Resolves the name of a set to the nearest relation of that name below an entity.</summary>
internal sealed class PathFinder(ScopeDraft draft)
{
    private const int MaxDepth = 8;

    // Ways multiply with each step of a dense model; a name that is not near is not worth looking for in all of them.
    private const int MaxWays = 4_096;

    private readonly ILookup<ScopeEntity, ScopeRelation> _from = draft.Relations.ToLookup(r => r.From);

    /// <summary>The one shortest way; none (CKS302) and two of the same length (CKS303) are reported.</summary>
    /// <param name="from">Where ways begin.</param>
    /// <param name="name">Name of the last relation.</param>
    /// <param name="location">Where the name stands.</param>
    /// <param name="others">What else could have been meant by the name.</param>
    public ScopePath? Find(ScopeEntity from, string name, SourcePlace location, params IEnumerable<string> others)
    {
        var reached = new HashSet<string>(others, StringComparer.Ordinal);
        var found = Nearest(from, r => r.Name == name, reached);
        if (found.Length == 0 && draft.WaysLeft >= 0)
            draft.Diagnostics.AddUnknown(CksCodes.UnknownRelation, location, $"\"{name}\" cannot be reached from \"{from.Name}\".", name, reached);
        return Only(found, from, name, location);
    }

    /// <summary>The one shortest way that ends at an entity, or none; two of the same length are reported.</summary>
    public ScopePath? FindTo(ScopeEntity from, string name, ScopeEntity to, SourcePlace location) =>
        Only(Nearest(from, r => r.Name == name && r.To == to, []), from, name, location);

    /// <summary>
    /// The way that a path of relation names takes, step by step; none where the first does not begin at the entity. A path that breaks off after that, or ends elsewhere, is reported.
    /// </summary>
    public ScopePath? Follow(ScopeEntity from, SourceNode node, ScopeEntity to)
    {
        var (path, at, steps) = (node.Text!, from, new List<ScopeRelation>());
        foreach (var name in path.Split('/'))
        {
            if (draft.Relations.Where(r => r.From == at && r.Name == name).ToArray() is not [var step])
            {
                if (steps.Count > 0)
                    ReportPath(node, $"The path \"{path}\" ends at \"{at.Name}\".", DidYouMean.Sentence(name, [.. draft.Relations.Where(r => r.From == at).Select(r => r.Name)]));
                return null;
            }

            steps.Add(step);
            at = step.To;
        }

        if (at == to)
            return new(steps);
        ReportPath(node, $"The path \"{path}\" leads to \"{at.Name}\" and not to \"{to.Name}\".", "Follow the relations to the entity of the set.");
        return null;
    }

    // A set that several roles use is followed for each of them, and its path is wrong once.
    private void ReportPath(SourceNode node, string message, string fix)
    {
        if (draft.IsFirstOf(node.Location))
            draft.Diagnostics.Add(CksCodes.UnknownRelation, node, message, fix);
    }

    private ScopePath? Only(ScopeRelation[][] found, ScopeEntity from, string name, SourcePlace location)
    {
        if (found.Length > 1)
        {
            var options = string.Join(" or ", found.Select(w => string.Join('/', w.Select(r => r.Name))));
            draft.Diagnostics.Add(CksCodes.AmbiguousRelation, location, $"\"{name}\" can be reached from \"{from.Name}\" by {options}.", "Give one of the relations another name.");
        }

        return found is [var way] ? new(way) : null;
    }

    private ScopeRelation[][] Nearest(ScopeEntity from, Predicate<ScopeRelation> isLast, HashSet<string> reached)
    {
        var ways = new List<ScopeRelation[]> { Array.Empty<ScopeRelation>() };
        for (var depth = 0; depth < MaxDepth && ways.Count is > 0 and <= MaxWays && draft.WaysLeft >= 0; depth++)
        {
            // Before anything is cut off: a second way that is not seen would make the first look like the only one.
            if (Further(ways, isLast).Take(MaxWays).ToArray() is { Length: > 0 } found)
                return found;
            ways = [.. Further(ways, _ => true).Take(MaxWays + 1)];
            draft.WaysLeft -= ways.Count;
            reached.UnionWith(ways.Select(w => w[^1].Name));
        }

        return [];

        // A way never enters an entity twice, so that a circle of relations ends; and it ends with a step that goes sideways, by another column than the key: what is found so is beside
        // the row and not below it, so nothing below it is either. A path that is written out may go on.
        IEnumerable<ScopeRelation[]> Further(List<ScopeRelation[]> before, Predicate<ScopeRelation> isNext) =>
            from way in before
            where way is [] or [.., { On: null }]
            from relation in _from[way.Length == 0 ? @from : way[^1].To]
            where isNext(relation) && relation.To != @from && way.All(step => step.To != relation.To)
            select (ScopeRelation[])[.. way, relation];
    }
}
