using System.Security.Claims;
using Cks.Core;

namespace Cks.Rbac.AspNetCore.Tests.Subjects;

/// <summary>An application's own factory, with what lives as long as a request: trusts a foreign scheme's name but takes its roles from a store.</summary>
internal sealed class ScopedSubjectFactory(ScopedSubjectFactory.Store store) : ISubjectFactory
{
    public async ValueTask<Subject> CreateAsync(ClaimsPrincipal user, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var id = user.FindFirstValue(CksClaimTypes.Subject) ?? "";
        return new(id, TenantId.Parse("main"), store.RolesOf(id));
    }

    internal sealed class Store
    {
        public IEnumerable<string> RolesOf(string id) => id == "ann" ? ["writer"] : [];
    }
}
