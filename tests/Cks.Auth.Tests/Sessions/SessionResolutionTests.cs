using Cks.Core;
using CsCheck;

namespace Cks.Auth.Tests;

public sealed class SessionResolutionTests(ForgeFixture fixture) : IClassFixture<ForgeFixture>, IAsyncLifetime
{
    private static readonly string[] Roles = ["manager", "contractor", "crew"];
    private static readonly SessionRecord Good = new() { Tenant = TenantId.Parse("main"), Code = "CON-001", Roles = ["contractor"], Status = "active", Name = "Ada" };
    private ValidatedToken _token = null!;

    public async ValueTask InitializeAsync() => _token = (await fixture.Host.ValidateAsync(fixture.Forge.Mint("user-1", "portal", claims: new() { ["role"] = "manager", ["roles"] = "manager" }))).Token!;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string, SessionRecord?> Refused { get; } = new()
    {
        { "not_provisioned", null },
        { "not_provisioned", Good with { Tenant = default } },
        { "not_provisioned", Good with { Code = " " } },
        { "archived", Good with { ArchivedAt = DateTimeOffset.UnixEpoch } },
        { "archived", Good with { ArchivedAt = DateTimeOffset.UnixEpoch, Status = "suspended", Roles = [] } },
        { "suspended", Good with { Status = "suspended", Roles = [] } },
        { "suspended", Good with { Status = "inactive" } },
        { "suspended", Good with { Status = "paused" } },
        { "suspended", Good with { Status = "ended" } },
        { "suspended", Good with { Status = "archived" } },
        { "suspended", Good with { Status = " " } },
        { "suspended", Good with { Status = null } },
        { "suspended", Good with { Status = "activ" } },
        { "unknown_role", Good with { Roles = [] } },
        { "unknown_role", Good with { Roles = [""] } },
        { "unknown_role", Good with { Roles = [null] } },
        { "unknown_role", Good with { Roles = ["wizard"] } },
        { "unknown_role", Good with { Roles = ["contractor", "wizard"] } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_record_that_may_not_sign_in_gives_the_reason(string reason, SessionRecord? record)
    {
        var resolution = SessionResolution.From(_token, record, Roles);
        Assert.False(resolution.IsActive);
        Assert.Equal(reason, resolution.Reason.Value.ToText());
    }

    [Theory]
    [InlineData(" Active ")]
    [InlineData("assigned")]
    [InlineData("OPERATIONAL")]
    [InlineData("unassigned")]
    [InlineData("pending")]
    public void A_live_record_with_a_known_role_may_sign_in(string status)
    {
        var session = SessionResolution.From(_token, Good with { Status = status, Roles = [" Contractor "] }, Roles).Session;
        Assert.Equal(["contractor"], session?.Roles);
        Assert.Equal(status.Trim().ToLowerInvariant(), session?.Status);
    }

    [Theory]
    [InlineData("manager", "manager")]
    [InlineData("Manager", "Manager")]
    [InlineData("MANAGER", null)]
    public void A_role_is_the_one_that_is_written_so_and_another_case_counts_only_without_doubt(string stored, string? role)
    {
        var session = SessionResolution.From(_token, Good with { Roles = [stored] }, ["Manager", "manager"]).Session;
        Assert.Equal(role, session?.Roles[0]);
    }

    [Theory]
    [InlineData(true, "crew", "desk")]
    [InlineData(true, "desk", "crew")]
    [InlineData(false, "crew", "crew")]
    [InlineData(false, "desk", "desk")]
    [InlineData(false, "crew", "chief")]
    [InlineData(false, "crew")]
    public void S10_rights_are_the_same_where_the_roles_are(bool isSame, params string[] roles)
    {
        var person = SessionHost.Person("ann") with { Roles = ["crew", "desk"] };
        Assert.Equal(isSame, person.HasRightsOf(person with { Roles = roles }));
        Assert.Equal(isSame, (person with { Roles = roles }).HasRightsOf(person));
    }

    [Fact]
    public void Roles_come_from_the_record_and_never_from_the_token()
    {
        var principal = SessionResolution.From(_token, Good, Roles).Session!.ToPrincipal();
        Assert.Equal("contractor", Assert.Single(principal.FindAll(CksClaimTypes.Role)).Value);
        Assert.True(principal.IsInRole("contractor"));
        Assert.False(principal.IsInRole("manager"));
    }

    [Fact]
    public void The_principal_carries_the_whole_session()
    {
        var session = SessionResolution.From(_token, Good with { IsTest = true, Roles = ["contractor", "crew", "CREW"] }, Roles).Session!;
        var principal = session.ToPrincipal();
        Assert.Equal(CksClaimTypes.SessionIdentity, principal.Identity!.AuthenticationType);
        Assert.Equal("Ada", principal.Identity.Name);
        Assert.Equal(
            ["code=CON-001", "iss=https://login.example", "name=Ada", "role=contractor", "role=crew", "status=active", "sub=user-1", "tenant=main", "test=true"],
            principal.Claims.Select(c => $"{c.Type}={c.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_the_listed_statuses_and_known_roles_ever_sign_in() =>
        Gen.Select(Gen.OneOf(Gen.String, Gen.OneOf("active", "Pending ", "suspended", "")), Gen.OneOf(Gen.String, Gen.OneOf("crew", "MANAGER", ""))).Sample(
            (status, role) => SessionResolution.From(_token, Good with { Status = status, Roles = [role] }, Roles).IsActive
                == (SessionStatuses.SignIn.Contains(status.Trim().ToLowerInvariant()) && Roles.Contains(role.Trim().ToLowerInvariant())),
            iter: 5_000);
}
