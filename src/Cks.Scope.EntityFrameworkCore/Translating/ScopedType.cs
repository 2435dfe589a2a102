using System.Runtime.CompilerServices;
using Cks.QueryBuilder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>What a type of a finished model is in a scope model. It is looked for once, and known as long as both models are.</summary>
internal sealed class ScopedType(IEntityType type, ScopeModel model)
{
    private static readonly ConditionalWeakTable<IEntityType, ConditionalWeakTable<ScopeModel, ScopedType>> Known = [];

    private readonly ConditionalWeakTable<Query, Tuple<RowsShape, object[]>> _kept = [];

    public IEntityType Type => type;

    /// <inheritdoc cref="ScopeMap.EntityOf"/>
    public ScopeEntity? Entity { get; } = ScopeMap.EntityOf(type, model);

    /// <summary>Whether an instance brings along what is in no scope.</summary>
    public bool ReadsOn { get; } = Loads(type);

    public static ScopedType Of(IEntityType type, ScopeModel model) => Known.GetOrCreateValue(type).GetOrAdd(model, static (m, t) => new(t, m), type);

    /// <summary>What a query asks of the type, and its values or what stands for them.</summary>
    /// <param name="rows">The query.</param>
    /// <param name="isKept">Whether the same one is asked again, by others as well.</param>
    public (RowsShape Shape, object[] Values) RowsOf(Query rows, bool isKept)
    {
        if (isKept)
        {
            var (shape, kept) = _kept.GetOrAdd(rows, static (q, t) => new(RowsShape.Of(t, q, q.Values), q.Values), type);
            return (shape, kept);
        }

        var values = rows.Values;
        return (RowsShape.Of(type, rows, values), values);
    }

    // An instance may be of a derived type, and is then what that brings along.
    private static bool Loads(IEntityType type) => type.GetDerivedTypesInclusive().Any(LoadsItself);

    private static bool LoadsItself(IEntityType type) => type.GetServiceProperties().Any()
        || type.GetMappingFragments().Any()
        || type.ConstructorBinding?.ParameterBindings.Any(b => b is not (PropertyParameterBinding or EntityTypeParameterBinding)) == true
        || type.GetSkipNavigations().Any(n => n.IsEagerLoaded)
        || type.GetNavigations().Any(n => n.TargetEntityType.IsOwned() ? !n.IsOnDependent && Loads(n.TargetEntityType) : n.IsEagerLoaded);
}
