using System.Security.Claims;
using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.Tests.Grants;

/// <summary>What may be handed on to an API key, and what a key may be used for.</summary>
public sealed class PolicyHoldingsTests : IAsyncLifetime
{
    private const string Issuer = "https://login.example";
    private const string Json = """
        {
          "version": 1,
          "resources": {
            "keys": { "actions": ["create", "revoke"] },
            "grants": { "actions": ["create", "revoke"] },
            "scope": { "actions": ["inspect", "view"] },
            "users": { "actions": ["impersonate", "view"] },
            "orders": { "actions": ["view", "accept", "export"], "fields": ["code", "price"], "attributes": { "status": ["open", "closed"] }, "sensitive": ["export"] }
          },
          "obligations": { "step-up": { "within": 300 } },
          "roles": {
            "boss": { "permit": [{ "id": "b", "actions": ["keys:*", "grants:*", "scope:*", "users:*"] }, { "id": "bo", "actions": ["orders:*"], "fields": { "read": ["*"] } }] },
            "lead": { "permit": [{ "id": "l", "actions": ["orders:view"], "when": { "status": "open" }, "fields": { "read": ["code"] } }, { "id": "lk", "actions": ["keys:create"] }] },
            "narrow": { "permit": [{ "id": "n", "actions": ["orders:view"], "fields": { "read": ["code"] } }, { "id": "nk", "actions": ["keys:create"] }] },
            "proved": { "permit": [{ "id": "p", "actions": ["orders:accept"], "obligations": ["step-up"] }, { "id": "g", "actions": ["orders:view"], "breakGlass": true }, { "id": "pk", "actions": ["keys:create"] }] },
            "service": { "permit": [{ "id": "s", "actions": ["orders:view"], "fields": { "read": ["code", "price"] } }] },
            "modest": { "permit": [{ "id": "m", "actions": ["orders:view"], "fields": { "read": ["code"] } }] }
          }
        }
        """;

    private static readonly TenantId Main = TenantId.Parse("main");
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Noon);
    private ServiceProvider _services = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock);
        services.AddCksRbac().AddPolicy("test.rbac.json", Encoding.UTF8.GetBytes(Json)).UseGrants(_ => new InMemoryGrantLedger(
        [
            new("1", GrantKind.Role, Issuer, "tim", Main, "boss") { From = Noon, Until = Noon.AddDays(1), Reason = "stands in" },
            new("2", GrantKind.Permit, Issuer, "tim", Main, "keys:create") { From = Noon, Reason = "keys" },
            new("3", GrantKind.BreakGlass, Issuer, "pru", Main, "") { From = Noon, Until = Noon.AddHours(1), Reason = "fire" },
        ]));
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Theory]
    [InlineData("boss", "service", "orders:view", "orders:view")]
    [InlineData("boss", "service", "orders:*", "orders:accept orders:view")]
    [InlineData("boss", "service", "scope:*", "scope:view")]
    [InlineData("boss", "service", "orders:export", "!orders:export")]
    [InlineData("boss", "service", "keys:create", "!keys:create")]
    [InlineData("boss", "service", "grants:*", "!grants:*")]
    [InlineData("boss", "service", "scope:inspect", "!scope:inspect")]
    [InlineData("boss", "service", "users:impersonate", "!users:impersonate")]
    [InlineData("boss", "service", "orders:nothing", "?orders:nothing")]
    [InlineData("boss", "service", "*", "?*")]
    [InlineData("boss", "service", "nothing:*", "?nothing:*")]
    // On some rows, or with fewer fields than the owner of the key has or may come to have: only for a key of one's own.
    [InlineData("lead", "service", "orders:view", "!orders:view")]
    [InlineData("lead", null, "orders:view", "orders:view")]
    [InlineData("narrow", "service", "orders:view", "!orders:view")]
    [InlineData("narrow", "modest", "orders:view", "!orders:view")]
    [InlineData("narrow", "idle", "orders:view", "!orders:view")]
    [InlineData("narrow", null, "orders:view", "orders:view")]
    [InlineData("boss", "idle", "orders:view", "orders:view")]
    [InlineData("narrow", "service", "orders:accept", "!orders:accept")]
    public async Task S11_What_is_handed_on_is_what_is_held(string giver, string? receiver, string asked, string expected)
    {
        var by = Session("ann", giver);
        var answer = await AskAsync(by, receiver is null ? by : Session("robot", receiver), asked);
        Assert.Equal(expected, answer.Unknown.Length > 0 ? "?" + answer.Unknown : answer.Beyond.Length > 0 ? "!" + answer.Beyond : string.Join(' ', answer.Held));
        Assert.True(answer is { IsPermitted: true, IsBorrowed: false, Issuer: Issuer, Subject: "ann" } && answer.Tenant == Main);
    }

    [Fact]
    public async Task S17_What_is_granted_for_a_time_is_handed_on_for_no_longer()
    {
        var by = Session("tim", "modest");
        Assert.Equal(["orders:accept"], (await AskAsync(by, Session("robot", "service"), "orders:accept", Noon.AddDays(1))).Held);
        Assert.Equal("orders:accept", (await AskAsync(by, Session("robot", "service"), "orders:accept", Noon.AddDays(1).AddSeconds(1))).Beyond);
        // What was remembered of the giver is not asked: the grant is over now.
        _clock.SetUtcNow(Noon.AddDays(1));
        var later = await AskAsync(by, by, "orders:accept", Noon.AddDays(2));
        Assert.Equal(("orders:accept", true), (later.Beyond, later.IsPermitted));
    }

    [Fact]
    public async Task S17_Broken_glass_and_a_step_up_are_lent_and_not_handed_on()
    {
        var by = Session("pru", "proved");
        Assert.Equal("orders:view", (await AskAsync(by, by, "orders:view")).Beyond);
        Assert.Equal("orders:accept", (await AskAsync(by, Session("robot", "service"), "orders:accept")).Beyond);
    }

    [Fact]
    public async Task S11_Whoever_comes_by_a_key_hands_on_nothing()
    {
        Assert.True((await AskAsync(Session("ann", "boss", "key1", "keys:create orders:view"), Session("robot", "service"), "orders:view")).IsBorrowed);
        var nobody = await AskAsync(new(new ClaimsIdentity()), Session("robot", "service"), "orders:view");
        Assert.Equal(("", "", false), (nobody.Issuer, nobody.Subject, nobody.IsPermitted));
    }

    [Theory]
    [InlineData("key1", "orders:view", "orders:view", DecisionReason.Permitted)]
    [InlineData("key1", "orders:view", "orders:accept", DecisionReason.BeyondCredential)]
    [InlineData("key1", "", "orders:view", DecisionReason.BeyondCredential)]
    [InlineData("key1", null, "orders:view", DecisionReason.BeyondCredential)]
    [InlineData("", "orders:view", "orders:accept", DecisionReason.BeyondCredential)]
    [InlineData(null, null, "orders:export", DecisionReason.Permitted)]
    // Whatever stands in the key: a policy that marks it later counts.
    [InlineData("key1", "orders:export", "orders:export", DecisionReason.BeyondCredential)]
    [InlineData("key1", "keys:create", "keys:create", DecisionReason.BeyondCredential)]
    [InlineData("key1", "grants:create", "grants:create", DecisionReason.BeyondCredential)]
    [InlineData("key1", "scope:inspect", "scope:inspect", DecisionReason.BeyondCredential)]
    [InlineData("key1", "users:impersonate", "users:impersonate", DecisionReason.BeyondCredential)]
    [InlineData("key1", "users:view", "users:view", DecisionReason.Permitted)]
    public async Task S11_A_key_is_used_for_its_capabilities_and_never_for_what_is_kept_for_people(string? credential, string? capabilities, string asked, DecisionReason reason)
    {
        var subject = await _services.GetRequiredService<ISubjectFactory>().CreateAsync(Session("ann", "boss", credential, capabilities), Cancel);
        Assert.Equal(reason, _services.GetRequiredService<IPolicyDecisionPoint>().Check(subject, CapabilityId.Of(asked)).Reason);
        Assert.Equal(credential ?? "", subject.Credential);
    }

    [Fact]
    public async Task S06_A_call_by_key_never_fills_the_cache_of_the_plain_user()
    {
        var factory = _services.GetRequiredService<ISubjectFactory>();
        var decisions = _services.GetRequiredService<IPolicyDecisionPoint>();
        foreach (var (credential, capabilities, isPermitted) in new[] { ("key1", "orders:view", false), (null, null, true), ("key1", "orders:view", false), ("key2", "orders:accept", true), (default(string), default(string), true) })
            Assert.Equal(isPermitted, decisions.Check(await factory.CreateAsync(Session("ann", "boss", credential, capabilities), Cancel), CapabilityId.Of("orders:accept")).IsPermitted);
    }

    [Theory]
    [InlineData("orders:view", true)]
    [InlineData("orders:accept", true)]
    [InlineData("users:view", true)]
    [InlineData("orders:export", false)]
    [InlineData("keys:create", false)]
    [InlineData("grants:revoke", false)]
    [InlineData("scope:inspect", false)]
    [InlineData("users:impersonate", false)]
    public async Task S12_Whoever_acts_in_anothers_place_never_has_what_is_kept_for_people_and_leaves_nothing_to_the_plain_user(string asked, bool isPermitted)
    {
        var factory = _services.GetRequiredService<ISubjectFactory>();
        var decisions = _services.GetRequiredService<IPolicyDecisionPoint>();
        for (var i = 0; i < 2; i++)
        {
            Assert.True(decisions.Check(await factory.CreateAsync(Session("ann", "boss"), Cancel), CapabilityId.Of(asked)).IsPermitted);
            var acted = Session("ann", "boss");
            ((ClaimsIdentity)acted.Identity!).AddClaims([new(CksClaimTypes.Actor, $"21:{Issuer}eve"), new(CksClaimTypes.ActorRole, "boss")]);
            var subject = await factory.CreateAsync(acted, Cancel);
            Assert.Equal(($"21:{Issuer}eve", "ann"), (subject.Actor, subject.Id));
            Assert.Equal(isPermitted ? DecisionReason.Permitted : DecisionReason.BeyondCredential, decisions.Check(subject, CapabilityId.Of(asked)).Reason);
            Assert.True((await AskAsync(acted, Session("robot", "service"), "orders:view")).IsBorrowed);
        }
    }

    private static ClaimsPrincipal Session(string subject, string role, string? credential = null, string? capabilities = null)
    {
        var identity = new ClaimsIdentity(
            [new(CksClaimTypes.Issuer, Issuer), new(CksClaimTypes.Subject, subject), new(CksClaimTypes.Tenant, "main"), new(CksClaimTypes.Role, role)], CksClaimTypes.SessionIdentity);
        if (credential is not null)
            identity.AddClaim(new(CksClaimTypes.Credential, credential));
        if (capabilities is not null)
            identity.AddClaim(new(CksClaimTypes.CredentialCapabilities, capabilities));
        return new(identity);
    }

    private async Task<Holding> AskAsync(ClaimsPrincipal giver, ClaimsPrincipal receiver, string asked, DateTimeOffset? until = null)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IHoldings>().AskAsync(
            new(giver, "keys:create") { Receiver = receiver, Capabilities = [asked], Until = until ?? Noon.AddDays(30) }, Cancel);
    }
}
