using Cks.Core;

namespace Cks.Rbac;

/// <summary>Grants and their history in memory. Not thread-safe.</summary>
internal sealed class GrantBook(IEnumerable<Grant> grants, IEnumerable<GrantRecord> history)
{
    private readonly Dictionary<string, Grant> _byId = grants.ToDictionary(g => g.Id, StringComparer.Ordinal);

    public List<GrantRecord> History { get; } = [.. history];

    public IEnumerable<Grant> Grants => _byId.Values.OrderBy(g => g.Tenant.Value, StringComparer.Ordinal).ThenBy(g => g.Issuer, StringComparer.Ordinal).ThenBy(g => g.SubjectId, StringComparer.Ordinal).ThenBy(g => g.Id, StringComparer.Ordinal);

    public Grant[] Of(PersonId person, TenantId tenant) =>
        [.. _byId.Values.Where(g => g.SubjectId == person.Id && g.Issuer == person.Issuer && g.Tenant == tenant).OrderBy(g => g.Id, StringComparer.Ordinal)];

    public Grant[] In(TenantId tenant) => [.. Grants.Where(g => g.Tenant == tenant)];

    public GrantRecord[] HistoryOf(TenantId tenant) => [.. History.Where(r => r.Tenant == tenant)];

    public TenantId[] TenantsOf(PersonId person, DateTimeOffset at) =>
    [
        .. _byId.Values.Where(g => g.SubjectId == person.Id && g.Issuer == person.Issuer && g.Kind is GrantKind.Role or GrantKind.Permit && g.IsActive(at))
            .Select(g => g.Tenant).Distinct().OrderBy(t => t.Value, StringComparer.Ordinal),
    ];

    public void Write(GrantChange change)
    {
        foreach (var id in change.Removed)
            _byId.Remove(id);
        foreach (var grant in change.Written)
            _byId[grant.Id] = grant;
        History.Add(change.Record);
    }
}
