using Cks.QueryBuilder;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>
/// By which ways a subject sees each entity, without the values that are compared: all of one role have few shapes between them. Equal where the queries are, part by part.
/// </summary>
internal sealed class ScopeShape : IEquatable<ScopeShape>
{
    private readonly int _hash;

    private ScopeShape(ScopeModel model, Query[] queries)
    {
        (Model, Queries) = (model, queries);
        var hash = new HashCode();
        hash.Add(model);
        foreach (var query in queries)
            hash.Add(query.Hash);
        _hash = hash.ToHashCode();
    }

    public ScopeModel Model { get; }

    /// <summary>The rows of each entity, in the order of <see cref="ScopeModel.Entities"/>.</summary>
    public Query[] Queries { get; }

    /// <summary>The shape of what somebody sees, and the values.</summary>
    public static (ScopeShape Shape, object[][] Values) Of(ScopeModel model, Viewer? viewer)
    {
        Query[] queries = [.. model.Entities.Select(e => viewer?.RowsOfLive(e) ?? Query.From(e.Table).WhereFalse())];
        return (new(model, queries), Array.ConvertAll(queries, q => Array.ConvertAll(q.Values, v => QueryValues.Of(v, viewer))));
    }

    /// <summary>The same, to be kept longer than anybody's values may be.</summary>
    public ScopeShape WithoutValues() => new(Model, Array.ConvertAll(Queries, q => q.WithoutValues()));

    public bool Equals(ScopeShape? other) => other is not null && ReferenceEquals(Model, other.Model) && Query.SameShapes(Queries, other.Queries);

    public override bool Equals(object? obj) => Equals(obj as ScopeShape);

    public override int GetHashCode() => _hash;
}
