using System.Collections.Concurrent;
using Cks.Core;

namespace Cks.Rbac.Tests.Grants;

/// <summary>A store whose answers the test holds back, changes and counts.</summary>
internal sealed class HeldGrants : IGrantStore
{
    private int _asked;

    public ConcurrentBag<Grant> All { get; set; } = [];

    /// <summary>What an answer waits for; it is worked out before.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Asked => Volatile.Read(ref _asked);

    public async ValueTask<IReadOnlyList<Grant>> OfAsync(string issuer, string subjectId, TenantId tenant, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _asked);
        Grant[] answer = [.. All.Where(g => g.Issuer == issuer && g.SubjectId == subjectId && g.Tenant == tenant)];
        await Gate;
        return answer;
    }
}
