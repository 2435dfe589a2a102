using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Cks.Scope;

/// <summary>Entities, relations, strategies and metrics, checked against each other. Immutable; made by <see cref="ScopeModelReader"/>.</summary>
public sealed class ScopeModel
{
    private readonly FrozenDictionary<string, RoleScopeStrategy> _strategies;
    private readonly FrozenDictionary<string, ScopeEntity> _entities;
    private readonly FrozenDictionary<string, CompiledStrategy> _compiled;

    internal ScopeModel(IEnumerable<ScopeEntity> entities, IReadOnlyDictionary<string, RoleScopeStrategy> strategies, IReadOnlyDictionary<string, CompiledStrategy> compiled)
    {
        _entities = entities.ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);
        _strategies = strategies.ToFrozenDictionary(StringComparer.Ordinal);
        _compiled = compiled.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>All entities, ordered by name.</summary>
    public IEnumerable<ScopeEntity> Entities => _entities.Values.OrderBy(e => e.Name, StringComparer.Ordinal);

    /// <summary>All strategies, ordered by role.</summary>
    public IEnumerable<RoleScopeStrategy> Strategies => _strategies.Values.OrderBy(s => s.Role, StringComparer.Ordinal);

    /// <summary>Looks a strategy up by its role.</summary>
    public bool TryGetStrategy(string role, [NotNullWhen(true)] out RoleScopeStrategy? strategy) => _strategies.TryGetValue(role, out strategy);

    /// <summary>Brings a code of any entity into its canonical form.</summary>
    public bool TryNormalizeCode(string? text, [NotNullWhen(true)] out string? code)
    {
        code = null;
        foreach (var entity in _entities.Values)
            if (entity.Code is { } format && format.TryNormalize(text, out code))
                return true;
        return false;
    }

    /// <summary>Entities of which some strategy shows or counts rows.</summary>
    internal IEnumerable<ScopeEntity> ShownEntities => _compiled.Values
        .SelectMany(s => s.Sets.Select(set => set.Path.Target).Concat(s.Upward.Select(u => u.From)).Concat(s.Metrics.Select(m => m.Path?.Target).OfType<ScopeEntity>()))
        .Distinct();

    internal CompiledStrategy? Find(string role) => _compiled.GetValueOrDefault(role);
}
