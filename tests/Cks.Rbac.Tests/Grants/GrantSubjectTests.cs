using System.Security.Claims;
using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac.Tests.Grants;

public sealed class GrantSubjectTests
{
    private static readonly CapabilityId View = CapabilityId.Of("orders:view");

    private static ClaimsPrincipal Foreign(params (string Type, string Value)[] claims) => new(new ClaimsIdentity(claims.Select(c => new Claim(c.Type, c.Value, null, GrantWorld.Issuer)), "Bearer"));

    private static GrantWorld World(Action<TrustedIdentity>? configure, params Grant[] grants) => new(new InMemoryGrantLedger(grants), configure: b => b.TrustIdentity(GrantWorld.Issuer, configure));

    private static async Task<Subject> MakeAsync(GrantWorld world, ClaimsPrincipal principal) => await world.Services.GetRequiredService<ISubjectFactory>().CreateAsync(principal, TestContext.Current.CancellationToken);

    private static Grant In(string tenant, string person = "bob") => new($"{person}-{tenant}", GrantKind.Role, GrantWorld.Issuer, person, TenantId.Parse(tenant), "auditor");

    [Fact]
    public async Task S25_roles_and_tenant_of_a_foreign_principal_come_from_grants_alone()
    {
        await using var world = World(null, In("main"));
        var subject = await MakeAsync(world, Foreign(("sub", "bob"), ("role", "boss"), ("tenant", "other"), ("code", "CRW-001")));

        Assert.Equal((GrantWorld.Issuer, "bob", "main", ""), (subject.Issuer, subject.Id, subject.Tenant.Value, subject.Code));
        Assert.Empty(subject.Roles);
        Assert.Equal(DecisionReason.Permitted, world.Decisions.Check(subject, View).Reason);
        Assert.Equal(DecisionReason.NotPermitted, world.Decisions.Check(subject, CapabilityId.Of("orders:cancel")).Reason);
    }

    [Fact]
    public async Task S12_whoever_acts_in_anothers_place_is_nobody_where_grants_alone_say_what_they_may()
    {
        await using var world = World(null, In("main"));

        var subject = await MakeAsync(world, Foreign(("sub", "bob"), ("act", """{"sub":"eve"}""")));

        Assert.Equal(("", "", true), (subject.Issuer, subject.Id, subject.Tenant.IsNone));
        Assert.False(world.Decisions.Check(subject, View).IsPermitted);
    }

    [Theory]
    [InlineData("", null, "")]
    [InlineData("org", null, "")]
    [InlineData("org", "other", "other")]
    [InlineData("org", "third", "")] // where they have nothing
    [InlineData("org", "Main", "")]
    public async Task S25_somebody_with_grants_in_several_tenants_acts_in_the_one_that_is_named(string claim, string? named, string expected)
    {
        await using var world = World(t => t.TenantClaim = claim, In("main"), In("other"), In("third", "eve"));
        var subject = await MakeAsync(world, named is null ? Foreign(("sub", "bob")) : Foreign(("sub", "bob"), ("org", named)));

        Assert.Equal(expected, subject.Tenant.Value);
        Assert.Equal(expected.Length > 0, world.Decisions.Check(subject, View).IsPermitted);
    }

    [Fact]
    public async Task The_application_may_name_the_tenant_and_two_names_are_none()
    {
        await using var world = World(t => t.TenantClaim = "org", In("main"), In("other"));
        var principal = Foreign(("sub", "bob"));
        ((ClaimsIdentity)principal.Identity!).AddClaim(new("org", "main"));
        Assert.Equal("main", (await MakeAsync(world, principal)).Tenant.Value);

        var doubt = Foreign(("sub", "bob"), ("org", "main"), ("org", "other"));
        Assert.True((await MakeAsync(world, doubt)).Tenant.IsNone);
    }

    [Fact]
    public async Task S02_an_issuer_is_bound_to_its_tenants()
    {
        await using var world = World(t => t.Tenants.Add("main"), In("main"), In("other"), In("other", "eve"));
        Assert.Equal("main", (await MakeAsync(world, Foreign(("sub", "bob")))).Tenant.Value);
        Assert.True((await MakeAsync(world, Foreign(("sub", "eve")))).Tenant.IsNone);
    }

    [Fact]
    public async Task S25_a_principal_that_leaves_doubt_is_nobody()
    {
        await using var world = World(null, In("main"));
        foreach (var principal in new[]
        {
            Foreign(("sub", "bob"), ("sub", "eve")),
            Foreign(("sub", "")),
            Foreign(("name", "bob")),
            new(new ClaimsIdentity([new Claim("sub", "bob", null, "https://other.example")], "Bearer")),
            new([(ClaimsIdentity)Foreign(("sub", "bob")).Identity!, new ClaimsIdentity([new Claim("sub", "eve")], "Cookies")]),
        })
            Assert.Equal(("", true), ((await MakeAsync(world, principal)).Id, (await MakeAsync(world, principal)).Tenant.IsNone));
    }

    [Fact]
    public async Task The_first_and_the_last_grant_are_seen_at_once_also_by_a_principal_that_was_seen_before()
    {
        await using var world = World(null);
        var (bob, boss) = (Foreign(("sub", "bob")), GrantWorld.Of("ann", "boss"));
        Assert.True((await MakeAsync(world, bob)).Tenant.IsNone);

        await world.GrantAsync(boss, GrantRequest.Role(GrantWorld.Person("bob"), "auditor", "r"));
        Assert.True(world.Decisions.Check(await MakeAsync(world, bob), View).IsPermitted);

        await world.Desk.SuspendAsync(boss, GrantWorld.Person("bob"), "r", TestContext.Current.CancellationToken);
        var after = await MakeAsync(world, bob);
        Assert.True(after.Tenant.IsNone);
        Assert.False(world.Decisions.Check(after, View).IsPermitted);
    }

    [Fact]
    public async Task A_session_has_its_roles_and_what_it_is_granted_beside_them()
    {
        await using var world = World(null, In("main"));
        var session = new ClaimsPrincipal(new ClaimsIdentity(
            [new(CksClaimTypes.Issuer, GrantWorld.Issuer), new(CksClaimTypes.Subject, "bob"), new(CksClaimTypes.Tenant, "main"), new(CksClaimTypes.Role, "closer")], CksClaimTypes.SessionIdentity));
        var subject = await MakeAsync(world, session);
        Assert.True(world.Decisions.Check(subject, View).IsPermitted);
        Assert.True(world.Decisions.Check(subject, CapabilityId.Of("orders:accept")).IsPermitted);
    }

    [Theory]
    [InlineData("CKS109 TrustIdentity(\"i\") Its people have what they are granted", "ledger")]
    [InlineData("CKS109 TrustIdentity(\"i\") The issuer is trusted twice", "twice")]
    [InlineData("CKS109 TrustIdentity(\"i\") The issuer is trusted twice", "both")]
    [InlineData("CKS109 TrustIdentity(\"i\") SubjectClaim is empty", "claim")]
    [InlineData("CKS109 TrustIdentity(\"i\") \"Main\" is no tenant", "tenant")]
    [InlineData("CKS220 UseGrants The policy does not declare \"grants:create\"", "policy")]
    [InlineData("CKS107", "file")]
    public async Task What_cannot_work_stops_the_host(string expected, string fault)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var rbac = builder.Services.AddCksRbac().AddPolicy("p.json", Encoding.UTF8.GetBytes(fault == "policy" ? """{ "version": 1 }""" : GrantWorld.Json));
        if (fault == "file")
            rbac.UseGrantFile("no-such-file.json");
        else if (fault != "ledger")
            rbac.UseGrants();
        if (fault is not ("policy" or "file"))
            rbac.TrustIdentity("i", t => (t.SubjectClaim, _) = (fault == "claim" ? " " : "sub", fault == "tenant" && t.Tenants.Add("Main")));
        if (fault == "twice")
            rbac.TrustIdentity("i");
        if (fault == "both")
            rbac.TrustRoleClaims("i");
        rbac.MapResource<Order>("orders", m => m.Attribute("status", o => o.Status).Attribute("creator", o => o.Creator).Attribute("total", o => o.Total));
        using var host = builder.Build();

        Assert.Contains(expected, (await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }
}
