using Cks.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Rbac;

/// <summary>Everything that this host remembers of grants, and how others hear that it has to be forgotten.</summary>
internal sealed class GrantMemory(PermissionCache cache, GrantTenants tenants, TimeProvider time, ILogger<GrantMemory>? logger = null, IChangeBus? bus = null)
{
    private static readonly TimeSpan NoticeTimeout = TimeSpan.FromSeconds(5);

    public void Forget(PersonId person)
    {
        // First the tenants: from them the subject is made whose permissions are remembered.
        tenants.Forget(person);
        cache.Forget(person.Issuer, person.Id);
    }

    public void Clear()
    {
        tenants.Clear();
        cache.Clear();
    }

    /// <summary>Forgets here at once, and tells others. That they do not hear of it is no fault of the change.</summary>
    public async Task ChangedAsync(PersonId person)
    {
        Forget(person);
        if (bus is null)
            return;
        try
        {
            using var timeout = new CancellationTokenSource(NoticeTimeout, time);
            await bus.PublishAsync(new(CksGrants.Topic, person.Key), timeout.Token).AsTask().WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            RbacLog.GrantNoticeNotSent(logger ?? NullLogger<GrantMemory>.Instance, e.GetType().Name);
        }
    }

    public ValueTask HearAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        if (PersonId.TryParse(notice.Key, out var person))
            Forget(person.Value);
        else
            Clear();
        return ValueTask.CompletedTask;
    }
}
