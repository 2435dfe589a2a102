using Cks.Core;

namespace Cks.Rbac;

/// <summary>Decides by a policy at any moment about subjects and resources that documents describe.</summary>
internal sealed class PolicySandbox
{
    private readonly ResourceMaps _maps;
    private readonly ICapabilityCeiling[] _ceilings;
    private readonly Dictionary<DateTimeOffset, PermissionBuilder> _builders = [];
    private readonly Dictionary<(string, DateTimeOffset), Subject> _bound = [];

    /// <param name="policy">The policy, without errors.</param>
    /// <param name="content">Its bytes, for its version.</param>
    public PolicySandbox(LoadResult<Policy> policy, ReadOnlySpan<byte> content)
    {
        Store.TryActivate(policy, content, out _);
        (Policy, _ceilings) = (policy.Value!, []);
        _maps = new(Policy.Resources.Select(TestResource.MapOf));
    }

    private PolicySandbox(PolicySandbox of, ICapabilityCeiling ceiling) => (Store, Policy, _maps, _ceilings) = (of.Store, of.Policy, of._maps, [.. of._ceilings, ceiling]);

    public Policy Policy { get; }

    /// <summary>Holds the policy.</summary>
    public SnapshotStore<Policy> Store { get; } = new();

    /// <summary>The same under a ceiling.</summary>
    public PolicySandbox Under(ICapabilityCeiling ceiling) => new(this, ceiling);

    /// <summary>The subject with what it may do at that moment.</summary>
    public Subject Bind(TestSubject who, DateTimeOffset at)
    {
        if (_bound.TryGetValue((who.Name, at), out var bound))
            return bound;
        var (subject, builder) = (who.Subject, BuilderOf(at));
        Grant[] grants = who.HasBrokenGlass ? [new("glass", GrantKind.BreakGlass, subject.Issuer, subject.Id, subject.Tenant, "")] : [];
        return _bound[(who.Name, at)] = subject.Bind(builder.Build(subject.Context, grants).Permissions);
    }

    /// <summary>A decision point to which this subject stands to each resource as the document says.</summary>
    public PolicyDecisionPoint DecisionsOf(TestSubject who, TestResource? resource, DateTimeOffset at) => new(BuilderOf(at), _maps, new([new Facts(who, resource)]), usesGrants: false);

    public IPolicyExplainer ExplainerOf(TestSubject who, TestResource? resource, DateTimeOffset at) => DecisionsOf(who, resource, at).Explainer;

    /// <summary>The resource as conditions see it.</summary>
    public static ConditionFacts FactsOf(TestSubject who, TestResource resource) =>
        new(a => resource.Attributes.TryGetValue(a.Name, out var value) ? value : null, r => resource.IsRelated(r, who.Name), who.Subject.Context);

    private PermissionBuilder BuilderOf(DateTimeOffset at)
    {
        if (!_builders.TryGetValue(at, out var builder))
            _builders[at] = builder = new(Store, _ceilings, new Clock(at));
        return builder;
    }

    private sealed class Clock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }

    private sealed class Facts(TestSubject who, TestResource? row) : IRelationResolver
    {
        public bool Answers(string resource, string relation) => true;

        public ValueTask<IReadOnlySet<string>> ResolveAsync(Subject subject, string resource, string relation, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
            new(row?.IsRelated(relation, who.Name) == true ? ids.ToHashSet(StringComparer.Ordinal) : []);
    }
}
