using Cks.Core;

namespace Cks.Rbac.AuthZen.Tests;

/// <summary>
/// Subjects and resources in memory. It hands out what it has whatever the tenant and the case of an id, as a table without a policy and with such a collation does, so that a test sees who keeps them apart.
/// </summary>
internal sealed class Store : ISubjectSource, IResourceSource
{
    private readonly List<(string Type, StoredSubject Subject)> _subjects = [];
    private readonly List<(string Type, StoredResource Resource)> _resources = [];

    /// <summary>What was asked for: tenant, type and how many ids; searches with their limit.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What is thrown in place of an answer.</summary>
    public Exception? Broken { get; set; }

    /// <summary>Whether it hands out all that it has, however many are wanted.</summary>
    public bool IgnoresLimits { get; set; }

    /// <summary>Where it is set, nothing is answered until whoever asks gives up; then it is told.</summary>
    public TaskCompletionSource? GivenUp { get; set; }

    public Store Subject(string type, string id, string tenant, string[] roles, string code = "", bool isTest = false)
    {
        _subjects.Add((type, new(id, new Subject(id, TenantId.Parse(tenant), roles) { Type = type, Code = code, IsTest = isTest })));
        return this;
    }

    public Store Resource(string type, string id, string tenant, bool isTest, params (string Name, AttributeValue? Value)[] attributes)
    {
        _resources.Add((type, new(id, TenantId.Parse(tenant)) { IsTest = isTest, Attributes = attributes.ToDictionary(a => a.Name, a => a.Value) }));
        return this;
    }

    public Store Resource(string type, string id, string tenant, params (string Name, AttributeValue? Value)[] attributes) => Resource(type, id, tenant, isTest: false, attributes);

    ValueTask<IReadOnlyList<StoredSubject>> ISubjectSource.FindAsync(TenantId tenant, string type, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Answer<StoredSubject>($"{tenant} {type} {ids.Count}", [.. _subjects.Where(s => s.Type == type && ids.Contains(s.Subject.Id, StringComparer.OrdinalIgnoreCase)).Select(s => s.Subject)], cancellationToken);

    ValueTask<IReadOnlyList<StoredSubject>> ISubjectSource.ListAsync(TenantId tenant, string type, string? after, int limit, CancellationToken cancellationToken) =>
        Answer<StoredSubject>($"{tenant} {type} next {limit}", [.. _subjects.Where(s => s.Type == type).Select(s => s.Subject).OrderBy(s => s.Id, StringComparer.Ordinal).Where(s => string.CompareOrdinal(s.Id, after) > 0).Take(IgnoresLimits ? int.MaxValue : limit)], cancellationToken);

    ValueTask<IReadOnlyList<StoredResource>> IResourceSource.FindAsync(TenantId tenant, string type, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Answer<StoredResource>($"{tenant} {type} {ids.Count}", [.. _resources.Where(r => r.Type == type && ids.Contains(r.Resource.Id, StringComparer.OrdinalIgnoreCase)).Select(r => r.Resource)], cancellationToken);

    ValueTask<IReadOnlyList<StoredResource>> IResourceSource.ListAsync(TenantId tenant, string type, string? after, int limit, CancellationToken cancellationToken) =>
        Answer<StoredResource>($"{tenant} {type} next {limit}", [.. _resources.Where(r => r.Type == type).Select(r => r.Resource).OrderBy(r => r.Id, StringComparer.Ordinal).Where(r => string.CompareOrdinal(r.Id, after) > 0).Take(IgnoresLimits ? int.MaxValue : limit)], cancellationToken);

    private async ValueTask<IReadOnlyList<T>> Answer<T>(string asked, T[] answer, CancellationToken cancellationToken)
    {
        Asked.Add(asked);
        if (Broken is { } broken)
            throw broken;
        if (GivenUp is { } givenUp)
        {
            await using var registration = cancellationToken.Register(givenUp.SetResult);
            await givenUp.Task;
            cancellationToken.ThrowIfCancellationRequested();
        }

        return answer;
    }
}
