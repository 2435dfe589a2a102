using System.Security.Claims;
using Cks.Core;

namespace Cks.Rbac.Tests.Subjects;

public sealed class SessionSubjectFactoryTests
{
    private static ClaimsIdentity Identity(string? type, params (string Type, string Value)[] claims) =>
        new(claims.Select(c => new Claim(c.Type, c.Value)), type, CksClaimTypes.Name, CksClaimTypes.Role);

    private static ValueTask<Subject> Make(params ClaimsIdentity[] identities) =>
        new SessionSubjectFactory().CreateAsync(new ClaimsPrincipal(identities), TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_session_gives_role_tenant_code_and_test_class()
    {
        var subject = await Make(Identity(CksClaimTypes.SessionIdentity, ("iss", "i"), ("sub", "u"), ("role", "crew"), ("tenant", "main"), ("code", "CRW-001"), ("test", "true"), ("name", "N")));

        Assert.Equal(("i", "u", "main", "CRW-001", true, "N"), (subject.Issuer, subject.Id, subject.Tenant.Value, subject.Code, subject.IsTest, subject.Name));
        Assert.Equal(["crew"], subject.Roles);
    }

    [Fact]
    public async Task S25_role_claims_of_a_foreign_identity_give_nothing()
    {
        var subject = await Make(Identity("Bearer", ("sub", "u"), ("role", "admin"), ("tenant", "main")));

        Assert.Empty(subject.Roles);
        Assert.True(subject.Tenant.IsNone);
    }

    [Fact]
    public async Task S25_two_authenticated_identities_are_nobody()
    {
        var session = Identity(CksClaimTypes.SessionIdentity, ("sub", "u"), ("role", "crew"), ("tenant", "main"));

        Assert.Empty((await Make(session, session.Clone())).Roles);
        Assert.Empty((await Make(session, Identity("Cookies", ("sub", "v")))).Roles);
        Assert.Equal(["crew"], (await Make(session, new ClaimsIdentity())).Roles);
    }

    [Fact]
    public async Task An_unreadable_tenant_is_no_tenant()
    {
        var subject = await Make(Identity(CksClaimTypes.SessionIdentity, ("sub", "u"), ("role", "crew"), ("tenant", "Main;--")));

        Assert.True(subject.Tenant.IsNone);
    }
}
