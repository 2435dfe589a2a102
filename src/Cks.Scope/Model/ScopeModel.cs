using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Cks.Scope;

/// <summary>Entities, relations, strategies and metrics, checked against each other. Immutable; made by <see cref="ScopeModelReader"/>.</summary>
public sealed class ScopeModel
{
    private readonly FrozenDictionary<string, ScopeEntity> _entities;
    private readonly FrozenDictionary<string, CompiledStrategy> _strategies;
    private readonly FrozenDictionary<string, ScopeEntity> _byResource;
    private readonly FrozenSet<(ScopeEntity, string)> _answers;
    private readonly ScopeRelation[] _relations;

    internal ScopeModel(ScopeDraft draft)
    {
        _entities = draft.Entities.Values.OfType<ScopeEntity>().ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);
        _strategies = draft.Strategies.ToFrozenDictionary(StringComparer.Ordinal);
        Activities = draft.Activities.ToFrozenDictionary(StringComparer.Ordinal);
        Transformers = draft.Transformers.ToFrozenDictionary(StringComparer.Ordinal);
        ActivitySource = draft.ActivityTable is { } table ? new DerivedSource(table, this) : AudienceSource.Instance;
        (_relations, ScopeKeys, IsGuarded) = ([.. draft.Relations], [.. draft.Keys], draft.IsGuarded);
        // Of several entities that one resource stands for none would be the one that is meant.
        _byResource = _entities.Values.GroupBy(e => e.View.Resource).Where(g => g.Count() == 1).ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        _answers = _entities.Values.SelectMany(e => RelationQueries.Names.Where(n => _strategies.Values.Any(s => Has(s, e, n))), (e, n) => (e, n)).ToFrozenSet();
    }

    /// <summary>All entities, ordered by name.</summary>
    public IEnumerable<ScopeEntity> Entities => _entities.Values.OrderBy(e => e.Name, StringComparer.Ordinal);

    /// <summary>All strategies, ordered by role.</summary>
    public IEnumerable<RoleScopeStrategy> Strategies => _strategies.Values.Select(s => s.Strategy).OrderBy(s => s.Role, StringComparer.Ordinal);

    /// <summary>The kinds of events, by name.</summary>
    public IReadOnlyDictionary<string, ActivityType> Activities { get; }

    /// <summary>What rows become in payloads, by name.</summary>
    internal IReadOnlyDictionary<string, RowTransformer> Transformers { get; }

    /// <summary>Where events are kept.</summary>
    internal IActivitySource ActivitySource { get; }

    /// <summary>Looks a strategy up by its role.</summary>
    public bool TryGetStrategy(string role, [NotNullWhen(true)] out RoleScopeStrategy? strategy)
    {
        strategy = Find(role)?.Strategy;
        return strategy is not null;
    }

    /// <summary>Looks an entity up by its name.</summary>
    public bool TryGetEntity(string name, [NotNullWhen(true)] out ScopeEntity? entity) => _entities.TryGetValue(name, out entity);

    /// <summary>The entity whose code format a text follows, however it is written; <see langword="null"/> when it is no code.</summary>
    public ScopeEntity? EntityOfCode(string? text) => _entities.Values.FirstOrDefault(e => e.Code?.TryNormalize(text, out _) == true);

    /// <summary>Brings a code of any entity into its canonical form.</summary>
    public bool TryNormalizeCode(string? text, [NotNullWhen(true)] out string? code)
    {
        code = null;
        return EntityOfCode(text)?.Code!.TryNormalize(text, out code) == true;
    }

    /// <summary>The relation that puts an entity under its parent; <see langword="null"/> at the top, and for what stands in no tree.</summary>
    public ScopeRelation? ParentRelationOf(ScopeEntity entity) => Array.Find(_relations, r => r.IsParent && r.To == entity);

    /// <summary>The relations that put other entities directly under one, in the order of the document.</summary>
    public IEnumerable<ScopeRelation> ChildRelationsOf(ScopeEntity entity) => _relations.Where(r => r.IsParent && r.From == entity);

    /// <summary>All copied keys, in the order of the document.</summary>
    public IReadOnlyList<ScopeKey> ScopeKeys { get; }

    /// <summary>The copied keys that the rows of an entity hold, in the order of the document.</summary>
    public IEnumerable<ScopeKey> ScopeKeysOf(ScopeEntity entity) => ScopeKeys.Where(k => k.Entity == entity);

    /// <summary>
    /// The copied keys that change when a row of the entity gets another parent: its own and those of everything below it, as far as they name something above it.
    /// </summary>
    public IEnumerable<ScopeKey> ScopeKeysUnder(ScopeEntity entity)
    {
        var above = Above(entity, _relations).ToArray();
        return ScopeKeys.Where(k => above.Contains(k.Ancestor) && (k.Entity == entity || Above(k.Entity, _relations).Contains(entity)));
    }

    /// <summary>Entities of which some strategy shows or counts rows.</summary>
    internal IEnumerable<ScopeEntity> ShownEntities => _strategies.Values.SelectMany(s => s.Shown).Distinct();

    /// <summary>Entities whose records are viewers.</summary>
    internal IEnumerable<ScopeEntity> ViewerEntities => _strategies.Values.Select(s => s.Viewer).Distinct();

    /// <summary>The entity whose rows a resource of the policy is about: the only one that is seen by a capability of it.</summary>
    internal ScopeEntity? EntityOfResource(string resource) => _byResource.GetValueOrDefault(resource);

    /// <summary>Whether somebody can stand in the relation to a row of the entity.</summary>
    internal bool Answers(ScopeEntity entity, string relation) => _answers.Contains((entity, relation));

    /// <summary>The relations by which a row of one entity hangs directly under a row of another, by that one's key.</summary>
    internal IEnumerable<ScopeRelation> StepsBetween(ScopeEntity above, ScopeEntity below) => _relations.Where(r => r.From == above && r.To == below && r.On is null);

    /// <summary>Whether it is for a database with row level security, which is told who reads.</summary>
    internal bool IsGuarded { get; }

    /// <summary>The strategies, in no order.</summary>
    internal IEnumerable<CompiledStrategy> Compiled => _strategies.Values;

    /// <summary>All relations, in the order of the document.</summary>
    internal IReadOnlyList<ScopeRelation> Relations => _relations;

    internal CompiledStrategy? Find(string role) => _strategies.GetValueOrDefault(role);

    /// <summary>The strategies of roles to which rows of an entity are shown, or whose own record one is.</summary>
    internal IEnumerable<CompiledStrategy> StrategiesOf(ScopeEntity entity) => _strategies.Values.Where(s => s.Viewer == entity || s.Shown.Contains(entity));

    /// <summary>The strategy of the first of somebody's roles that has one.</summary>
    internal CompiledStrategy? StrategyOf(IReadOnlyList<string> roles)
    {
        for (var i = 0; i < roles.Count; i++)
            if (Find(roles[i]) is { } strategy)
                return strategy;
        return null;
    }

    /// <summary>The one strategy whose viewers are records of an entity; <see langword="null"/> for none, and for several.</summary>
    internal CompiledStrategy? OnlyStrategyOf(ScopeEntity entity) => _strategies.Values.Where(s => s.Viewer == entity).Take(2).ToArray() is [var only] ? only : null;

    /// <summary>Entities above one by the chain of parents, nearest first. A circle ends where it closes.</summary>
    internal static IEnumerable<ScopeEntity> Above(ScopeEntity entity, IReadOnlyCollection<ScopeRelation> relations)
    {
        var above = new List<ScopeEntity>();
        for (var next = ParentOf(entity); next is not null && next != entity && !above.Contains(next); next = ParentOf(next))
            above.Add(next);
        return above;

        ScopeEntity? ParentOf(ScopeEntity of) => relations.FirstOrDefault(r => r.IsParent && r.To == of)?.From;
    }

    private bool Has(CompiledStrategy strategy, ScopeEntity entity, string relation) => relation switch
    {
        RelationQueries.Own => strategy.Viewer == entity,
        RelationQueries.Assigned => StepsBetween(strategy.Viewer, entity).Any(),
        _ => strategy.All.Contains(entity) || strategy.Below.Any(r => r.Entity == entity),
    };
}
