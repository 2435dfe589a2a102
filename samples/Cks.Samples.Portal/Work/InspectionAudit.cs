using Cks.Rbac;
using Cks.Scope;

namespace Cks.Samples.Portal.Work;

/// <summary>Writes down who looked at whose scope before anything of it is shown (S07, S29).</summary>
internal sealed class InspectionAudit(PortalWorks works) : IScopeAudit
{
    public async ValueTask InspectingAsync(Subject inspector, string role, string code, CancellationToken cancellationToken)
    {
        await using var work = await works.BeginAsync(inspector, cancellationToken);
        await work.AuditAsync("scope.inspect", code, role, cancellationToken);
        await work.CommitAsync(cancellationToken);
    }
}
