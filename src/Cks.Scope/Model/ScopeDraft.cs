using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>What has been read of a document so far; the readers of its sections fill it in the order of the properties. An entry that is <see langword="null"/> had a mistake, which is reported once.</summary>
internal sealed class ScopeDraft(DiagnosticBag diagnostics)
{
    private readonly HashSet<SourceLocation> _reported = [];

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    public Dictionary<string, ScopeEntity?> Entities { get; } = new(StringComparer.Ordinal);

    public List<ScopeRelation> Relations { get; } = [];

    public List<ScopeKey> Keys { get; } = [];

    public Dictionary<string, ScopeSetDeclaration?> Sets { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ScopeMetric?> Metrics { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CompiledStrategy> Strategies { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ActivityType> Activities { get; } = new(StringComparer.Ordinal);

    /// <summary>The application's own table of events; <see langword="null"/> where events have an audience.</summary>
    public ActivityTable? ActivityTable { get; set; }

    public Dictionary<string, RowTransformer> Transformers { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of all roles, those with a mistake as well.</summary>
    public HashSet<string> Roles { get; } = new(StringComparer.Ordinal);

    /// <summary>The filters of all roles, where they stand.</summary>
    public List<SourceNode> ActivityFilters { get; } = [];

    /// <summary>How many ways may still be looked at, for all names of all roles together (S30). Below zero nothing is looked for any more, and the model is refused.</summary>
    public int WaysLeft { get; set; } = 4_000_000;

    /// <summary>Whether every entity and relation could be read; where one could not, ways are not looked for: each would be reported as missing.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Whether strategies go by the ways of row level security.</summary>
    public bool IsGuarded { get; private set; }

    /// <summary>Takes the strategies by other ways.</summary>
    public void Guard(Func<CompiledStrategy, CompiledStrategy> guard)
    {
        IsGuarded = true;
        foreach (var (role, strategy) in Strategies.ToArray())
            Strategies[role] = guard(strategy);
    }

    /// <summary>An entity or relation had a mistake.</summary>
    public void MarkBroken() => IsWhole = false;

    /// <summary>Whether something was reported at this place by <see cref="IsFirstOf"/>.</summary>
    public bool WasReported(SourceLocation place) => _reported.Contains(place);

    /// <summary>Whether nothing was reported at this place yet.</summary>
    public bool IsFirstOf(SourceLocation place) => _reported.Add(place);

    /// <summary>The declared entity that a node names; anything else is reported (CKS104, CKS301).</summary>
    public ScopeEntity? EntityOf(SourceNode? node)
    {
        if (node is null || SourceReader.TextOf(node, Diagnostics) is not { } name)
            return null;
        if (Entities.TryGetValue(name, out var entity))
            return entity;
        Diagnostics.AddUnknown(CksCodes.UnknownEntity, node, $"The entity \"{name}\" is not declared.", name, Entities.Keys);
        return null;
    }

    /// <summary>The declared text column that a node names; anything else is reported (CKS104, CKS306, CKS307).</summary>
    public Column<string>? ColumnOf(ScopeEntity entity, SourceNode node)
    {
        if (SourceReader.TextOf(node, Diagnostics) is not { } name || !ColumnName.Check(node, Diagnostics))
            return null;
        if (entity.Table.TryColumn(name, out var column) && column is Column<string> text)
            return text;
        Diagnostics.AddUnknown(CksCodes.UnknownColumn, node, $"\"{entity.Name}\" declares no text column \"{name}\".", name, [.. entity.Table.Columns.Select(c => c.Name)]);
        return null;
    }

    /// <summary>Entities above one by the chain of parents, nearest first. A circle ends where it closes.</summary>
    public IEnumerable<ScopeEntity> Above(ScopeEntity entity) => ScopeModel.Above(entity, Relations);
}
