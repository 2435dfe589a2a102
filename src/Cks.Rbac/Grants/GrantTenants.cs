using System.Collections.Concurrent;
using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Rbac;

/// <summary>In which tenants people have something, as it was read lately.</summary>
internal sealed class GrantTenants(IGrantLedger ledger, TimeProvider clock, IOptions<CksRbacOptions> options)
{
    private const int MostRemembered = 16_384;

    private readonly ConcurrentDictionary<PersonId, (IReadOnlyList<TenantId> Tenants, DateTimeOffset Until)> _known = new();
    private int _invalidations;

    public async ValueTask<IReadOnlyList<TenantId>> OfAsync(PersonId person, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(person, out var known) && now < known.Until)
            return known.Tenants;
        // The number is read before the data: what was read before an event is not kept after it.
        var invalidations = Volatile.Read(ref _invalidations);
        var tenants = await ledger.TenantsOfAsync(person.Issuer, person.Id, now, cancellationToken).ConfigureAwait(false);
        if (_known.Count >= MostRemembered)
            _known.Clear();
        _known[person] = (tenants, now + options.Value.CacheLifetime);
        if (Volatile.Read(ref _invalidations) != invalidations)
            _known.TryRemove(person, out _);
        return tenants;
    }

    public void Forget(PersonId person)
    {
        Interlocked.Increment(ref _invalidations);
        _known.TryRemove(person, out _);
    }

    public void Clear()
    {
        Interlocked.Increment(ref _invalidations);
        _known.Clear();
    }
}
