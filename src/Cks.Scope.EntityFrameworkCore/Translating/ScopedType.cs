using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>What a type of a finished model is in a scope model. It is looked for once, and known as long as both models are.</summary>
internal sealed class ScopedType(IEntityType type, ScopeModel model)
{
    private static readonly ConditionalWeakTable<IEntityType, ConditionalWeakTable<ScopeModel, ScopedType>> Known = [];

    /// <inheritdoc cref="ScopeMap.EntityOf"/>
    public ScopeEntity? Entity { get; } = ScopeMap.EntityOf(type, model);

    /// <summary>Whether an instance brings along what is in no scope.</summary>
    public bool ReadsOn { get; } = Loads(type);

    public static ScopedType Of(IEntityType type, ScopeModel model) => Known.GetOrCreateValue(type).GetOrAdd(model, static (m, t) => new(t, m), type);

    // An instance may be of a derived type, and is then what that brings along.
    private static bool Loads(IEntityType type) => type.GetDerivedTypesInclusive().Any(LoadsItself);

    private static bool LoadsItself(IEntityType type) => type.GetServiceProperties().Any()
        || type.GetMappingFragments().Any()
        || type.ConstructorBinding?.ParameterBindings.Any(b => b is not (PropertyParameterBinding or EntityTypeParameterBinding)) == true
        || type.GetSkipNavigations().Any(n => n.IsEagerLoaded)
        || type.GetNavigations().Any(n => n.TargetEntityType.IsOwned() ? !n.IsOnDependent && Loads(n.TargetEntityType) : n.IsEagerLoaded);
}
