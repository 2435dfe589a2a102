using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Samples.Portal.Work;

/// <summary>Begins changes.</summary>
internal sealed class PortalWorks(SqlDatabase database, IScopeQueries scope, IActivityLog activity, TimeProvider time)
{
    /// <summary>A change that leaves the tree as it is.</summary>
    public Task<PortalWork> BeginAsync(Subject me, CancellationToken cancellationToken) => BeginAsync(me, moving: false, cancellationToken);

    /// <summary>A change that moves, ends or revives rows of the tree.</summary>
    public Task<PortalWork> BeginMovingAsync(Subject me, CancellationToken cancellationToken) => BeginAsync(me, moving: true, cancellationToken);

    private async Task<PortalWork> BeginAsync(Subject me, bool moving, CancellationToken cancellationToken)
    {
        var transaction = await database.BeginAsync(cancellationToken);
        try
        {
            return await PortalWork.BeginAsync(me, transaction, scope, activity, time, moving, cancellationToken);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }
}
