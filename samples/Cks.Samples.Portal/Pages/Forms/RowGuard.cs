using Cks.Rbac;
using Cks.Rbac.AspNetCore;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>What <c>OnResource</c> does for the API, for forms, which answer a refusal with a message on a page: one load in the actor's scope, and the decision on that very row.</summary>
internal sealed class RowGuard<T>(IResourceLoader<T> loader, IPolicyDecisionPoint decisions)
    where T : class
{
    public async Task<Outcome<T>> FindAsync(Subject me, CapabilityId capability, string code, CancellationToken cancellationToken)
    {
        if (await loader.LoadAsync(me, code, cancellationToken) is not { } row)
            return Refusal.Outside;
        var decision = await decisions.CheckAsync(me, capability, row, cancellationToken);
        return decision.IsPermitted ? row : Refusal.Denied(decision);
    }
}
