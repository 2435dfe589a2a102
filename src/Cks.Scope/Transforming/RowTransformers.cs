using Cks.Core;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Those of the model in use and those of the code, by name. Thread-safe.</summary>
internal sealed class RowTransformers(SnapshotStore<ScopeModel> models, IEnumerable<RowTransformer> inCode) : IRowTransformers
{
    private readonly Dictionary<string, RowTransformer> _inCode = inCode.ToDictionary(t => t.Name, StringComparer.Ordinal);

    public Row Apply(string transformer, Subject me, Row row)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(row);
        return Find(transformer).Apply(row, me);
    }

    public ScopeSet Apply(string transformer, Subject me, ScopeSet rows)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(rows);
        var found = Find(transformer);
        return rows with { Items = [.. rows.Items.Select(row => found.Apply(row, me))] };
    }

    private RowTransformer Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _inCode.GetValueOrDefault(name) ?? models.Current.Value.Transformers.GetValueOrDefault(name) ?? throw new ArgumentException($"There is no transformer \"{name}\".", nameof(name));
    }
}
