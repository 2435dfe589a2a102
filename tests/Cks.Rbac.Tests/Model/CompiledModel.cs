using Cks.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.Tests.Model;

/// <summary>The real thing over a model: the document is written and read, grants come from a store, the time from a clock, relations from a resolver.</summary>
internal sealed class CompiledModel : IGrantStore, ICapabilityCeiling, IRelationResolver
{
    private readonly FakeTimeProvider _clock = new();
    private readonly PermissionCache _cache;
    private ModelSubject? _subject;
    private Dictionary<string, ModelRow> _rows = [];

    public CompiledModel(ModelPolicy policy)
    {
        Document = ModelWriter.Write(policy);
        var read = PolicyReader.Read("model.rbac.json", Document);
        Assert.True(Store.TryActivate(read, Document, out _), string.Join('\n', read.Diagnostics));
        PermissionBuilder builder = new(Store, [this], _clock);
        _cache = new(builder, this, new() { RememberedSubjects = 4 });
        Decisions = new(builder, new([.. policy.Resources.Select(MapOf)]), new([this]), usesGrants: true);
    }

    public byte[] Document { get; }

    public SnapshotStore<Policy> Store { get; } = new();

    public PolicyDecisionPoint Decisions { get; }

    public int RelationsAsked { get; private set; }

    public long Version { get; private set; }

    /// <summary>The subject, bound at its moment to its grants and ceiling.</summary>
    public Subject Bind(ModelSubject subject)
    {
        _subject = subject;
        _clock.AdjustTime(subject.Now);
        Version++;
        _cache.Clear();
        Subject unbound = new(subject.Id, subject.Tenant.Length == 0 ? default : TenantId.Parse(subject.Tenant), subject.Roles)
        {
            Issuer = subject.Issuer,
            Code = subject.Code,
            SteppedUpAt = subject.SteppedUpAt,
            CredentialCapabilities = subject.Limits,
            Actor = subject.Actor is { } actor ? $"{actor.Issuer.Length}:{actor.Issuer}{actor.Id}" : "",
            ActorCode = subject.Actor?.Code ?? "",
            ActorRoles = subject.Actor?.Roles ?? [],
        };
        return _cache.BindAsync(unbound, TestContext.Current.CancellationToken).Done();
    }

    /// <summary>The rows that relations are asked of; each with an id of its own, or with none.</summary>
    public void Use(IEnumerable<ModelRow> rows) => _rows = rows.Where(r => r.Id is not null).ToDictionary(r => r.Id!);

    public Decision Check(Subject subject, string capability, ModelRow row) => Decisions.CheckAsync(subject, CapabilityId.Of(capability), row, TestContext.Current.CancellationToken).Done();

    public IReadOnlyList<Decision> CheckAll(Subject subject, string capability, IReadOnlyList<ModelRow> rows)
    {
        RelationsAsked = 0;
        return Decisions.CheckAllAsync(subject, CapabilityId.Of(capability), rows, TestContext.Current.CancellationToken).Done();
    }

    public IReadOnlyList<ModelRow> Filter(Subject subject, string capability, IReadOnlyList<ModelRow> rows) =>
        Decisions.FilterAsync(subject, CapabilityId.Of(capability), rows, TestContext.Current.CancellationToken).Done();

    ValueTask<IReadOnlyList<Grant>> IGrantStore.OfAsync(string issuer, string subjectId, TenantId tenant, CancellationToken cancellationToken) =>
        new([.. _subject!.Grants.Concat(_subject.Actor?.Grants ?? []).Where(g => g.Issuer == issuer && g.SubjectId == subjectId && g.Tenant == tenant.Value).Select(GrantOf)]);

    bool ICapabilityCeiling.Permits(DecisionContext context, CapabilityId capability) =>
        !(context.Actor.Length == 0 && _subject!.Actor is { } actor ? actor : _subject!).Narrowed.Contains(capability.Name);

    bool IRelationResolver.Answers(string resource, string relation) => true;

    ValueTask<IReadOnlySet<string>> IRelationResolver.ResolveAsync(Subject subject, string resource, string relation, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        RelationsAsked++;
        return new(ids.Where(id => _rows[id].Relations.Contains(relation)).ToHashSet());
    }

    private static Grant GrantOf(ModelGrant grant) => new(grant.Id, Enum.Parse<GrantKind>(grant.Kind, ignoreCase: true), grant.Issuer, grant.SubjectId, TenantId.Parse(grant.Tenant), grant.Name)
    {
        When = grant.IsUnreadable ? """{ "unheard-of": 1 }""" : grant.When is null ? null : ModelWriter.Write(grant.When),
        Read = grant.Read,
        Write = grant.Write,
        From = grant.From,
        Until = grant.Until,
        IsSuspended = grant.IsSuspended,
    };

    private static IResourceMap MapOf(ModelResource resource)
    {
        var map = new ResourceMap<ModelRow>(resource.Name).Id(r => r.Id);
        foreach (var (name, kind) in resource.Attributes)
        {
            _ = kind switch
            {
                "text" or string[] => map.Attribute(name, r => (string?)r.Attributes.GetValueOrDefault(name)),
                "time" => map.Attribute(name, r => (DateTimeOffset?)r.Attributes.GetValueOrDefault(name)),
                "flag" => map.Attribute(name, r => (bool?)r.Attributes.GetValueOrDefault(name)),
                _ => map.Attribute(name, r => (decimal?)r.Attributes.GetValueOrDefault(name)),
            };
        }

        return map;
    }
}

internal static class ValueTaskExtensions
{
    /// <summary>What came at once, as all of this does.</summary>
    public static T Done<T>(this ValueTask<T> task) => task.IsCompleted ? task.Result : throw new InvalidOperationException("Waits.");
}
