namespace Cks.QueryBuilder;

/// <summary>The queries that a table is made of.</summary>
internal sealed class TableDefinition
{
    public TableDefinition(TableKind kind, bool isCommon, params Query[] arms)
    {
        (Kind, IsCommon, Arms) = (kind, isCommon, arms);
        Hash = ((ulong)kind << 1) | (isCommon ? 1UL : 0);
        foreach (var arm in arms)
        {
            ValueCount += arm.ValueCount;
            Parts += arm.Parts + 1;
            Depth = Math.Max(Depth, arm.Depth + 1);
            Hash = Query.Mix(Hash, arm.Hash);
            HasCommon |= arm.HasCommon;
        }
    }

    /// <summary>Of a common table, where it is read.</summary>
    private TableDefinition(TableDefinition named) => (Kind, IsCommon, Arms, Hash) = (named.Kind, true, [], named.Hash);

    public TableKind Kind { get; }

    /// <summary>Whether it is named once, before the query, and referred to from there.</summary>
    public bool IsCommon { get; }

    /// <summary>Whether it is common, or reads what is.</summary>
    public bool HasCommon { get => field || IsCommon; }

    public Query[] Arms { get; }

    /// <summary>Of a recursive table: what its second query reads.</summary>
    public Table? Self { get; init; }

    public ulong Hash { get; }

    public int ValueCount { get; }

    public int Parts { get; }

    public int Depth { get; }

    public static bool SameShape(TableDefinition a, TableDefinition b, bool areNamed) =>
        a.Kind == b.Kind && a.IsCommon == b.IsCommon && ((a.IsCommon && !areNamed) || Query.SameShapes(a.Arms, b.Arms));

    public TableDefinition WithoutValues(bool isNamed) => IsCommon && !isNamed ? new(this) : new(Kind, IsCommon, Array.ConvertAll(Arms, a => a.WithoutValues()));
}
