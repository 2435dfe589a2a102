using System.Security.Claims;
using Cks.Core;

namespace Cks.Rbac.AspNetCore.Tests.Subjects;

/// <summary>Subjects of a session that came by another credential, or by a stronger one.</summary>
internal sealed class CredentialSubjectFactory(Func<Subject, Subject> change) : ISubjectFactory
{
    public ValueTask<Subject> CreateAsync(ClaimsPrincipal user, CancellationToken cancellationToken = default) =>
        new(change(new(user.FindFirst(CksClaimTypes.Subject)!.Value, TenantId.Parse("main"), user.FindAll(CksClaimTypes.Role).Select(c => c.Value))));
}
