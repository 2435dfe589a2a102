using System.Security.Claims;
using System.Text;
using Cks.Core;
using Cks.Rbac.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.Tests.Subjects;

public sealed class SessionSubjectFactoryTests
{
    private const string Json = """{ "version": 1, "resources": { "a": { "actions": ["view"] } }, "roles": { "crew": { "permit": [{ "actions": ["a:view"] }] } } }""";

    private static ClaimsIdentity Identity(string? type, params (string Type, string Value)[] claims) =>
        new(claims.Select(c => new Claim(c.Type, c.Value)), type, CksClaimTypes.Name, CksClaimTypes.Role);

    private static ValueTask<Subject> Make(params ClaimsIdentity[] identities) =>
        new SessionSubjectFactory([], new(new(PolicyText.Store(Json), [], TimeProvider.System), null, new())).CreateAsync(new ClaimsPrincipal(identities), TestContext.Current.CancellationToken);

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

    [Fact]
    public async Task S25_role_claims_of_a_trusted_issuer_count_and_only_those_that_it_wrote()
    {
        var identity = Foreign("https://login.example", ("sub", "u"), ("role", "crew"), ("role", "center"), ("tenant", "main"), ("code", "CRW-001"));
        identity.AddClaim(new("role", "admin", null, "LOCAL AUTHORITY"));
        identity.AddClaim(new("role", "manager", null, "https://login.example/"));

        var subject = await MakeTrusting(identity);

        Assert.Equal(("https://login.example", "u", "main", "CRW-001", false), (subject.Issuer, subject.Id, subject.Tenant.Value, subject.Code, subject.IsTest));
        Assert.Equal(["crew", "center"], subject.Roles);
    }

    [Fact]
    public async Task S25_a_principal_of_a_trusted_issuer_that_leaves_doubt_is_nobody()
    {
        const string Issuer = "https://login.example";
        foreach (var identity in new[]
        {
            Foreign("https://other.example", ("sub", "u"), ("role", "crew"), ("tenant", "main")),
            Foreign(Issuer, ("sub", "u"), ("sub", "v"), ("role", "crew"), ("tenant", "main")),
            Foreign(Issuer, ("sub", "u"), ("role", "crew"), ("tenant", "main"), ("tenant", "other")),
            Foreign(Issuer, ("sub", "u"), ("role", "crew")),
            Foreign(Issuer, ("sub", "u"), ("role", "crew"), ("tenant", "Main;--")),
            Foreign(Issuer, ("sub", "u"), ("role", "crew"), ("tenant", "foreign")),
            Foreign(Issuer, ("sub", ""), ("role", "crew"), ("tenant", "main")),
            // S12: nobody has asked who acts here, and whether they may.
            Foreign(Issuer, ("sub", "u"), ("role", "crew"), ("tenant", "main"), ("act", "{}")),
            Foreign(Issuer, ("sub", "u"), ("role", "crew"), ("tenant", "main"), ("actor", "eve")),
        })
            Assert.Empty((await MakeTrusting(identity)).Roles);

        var session = Identity(CksClaimTypes.SessionIdentity, ("sub", "u"), ("role", "crew"), ("tenant", "main"));
        Assert.Empty((await MakeTrusting(session, Foreign(Issuer, ("sub", "u"), ("role", "crew"), ("tenant", "main")))).Roles);
    }

    private static ClaimsIdentity Foreign(string issuer, params (string Type, string Value)[] claims) =>
        new(claims.Select(c => new Claim(c.Type, c.Value, null, issuer)), "Bearer");

    private static async Task<Subject> MakeTrusting(params ClaimsIdentity[] identities)
    {
        var services = new ServiceCollection();
        services.AddCksRbac().AddPolicy("p.json", Encoding.UTF8.GetBytes(Json)).TrustRoleClaims("https://login.example", t => t.Tenants.Add("main"));
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<ISubjectFactory>().CreateAsync(new(identities), TestContext.Current.CancellationToken);
    }
}
