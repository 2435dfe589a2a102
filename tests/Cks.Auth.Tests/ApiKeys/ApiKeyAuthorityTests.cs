using System.Security.Cryptography;
using System.Text;
using Cks.Core;
using Cks.Rbac;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>Keys and the policy together: what a key may do is worked out here in another way, for random people.</summary>
public sealed class ApiKeyAuthorityTests
{
    private const string Issuer = "urn:cks:service-accounts";
    private const string Json = """
        {
          "version": 1,
          "resources": {
            "keys": { "actions": ["create", "revoke"] }, "grants": { "actions": ["create", "revoke"] }, "scope": { "actions": ["inspect"] }, "users": { "actions": ["impersonate"] }, "none": { "actions": ["at-all"] },
            "orders": { "actions": ["view", "accept", "cancel", "refund", "export"], "sensitive": ["export"] }
          },
          "roles": { "maker": { "permit": [{ "id": "k", "actions": ["keys:create"] }] }, "service": { "permit": [{ "id": "s", "actions": ["none:at-all"] }] } }
        }
        """;

    private static readonly TenantId Main = TenantId.Parse("main");
    private static readonly string[] Orders = ["orders:view", "orders:accept", "orders:cancel", "orders:refund", "orders:export"];
    private static readonly string[] Personal = ["keys:create", "keys:revoke", "grants:create", "scope:inspect", "users:impersonate", "orders:export"];
    private static readonly string[] All = [.. Orders.Union(Personal)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S11_Authority_is_the_keys_capabilities_and_the_owners_of_now_and_the_makers_of_then()
    {
        var some = Gen.Int[0, (1 << All.Length) - 1].Select(bits => All.Where((_, i) => (bits >> i & 1) != 0).ToArray());
        var (made, permitted) = (0, 0);
        await Gen.Select(some, some, some, some, Gen.Bool).SampleAsync(
            async (maker, ownerThen, ownerNow, asked, isOwn) =>
            {
                var world = new World(maker, isOwn ? maker : ownerThen);
                await using var services = world.Services;
                var owner = new ApiKeyOwner(Main, Issuer, isOwn ? "maker" : "robot");
                // All that may be had, and by name what the maker has of it: by name more is refused whole.
                string[] names = [.. asked.Where(a => maker.Contains(a) && !Personal.Contains(a))];
                var outcome = await world.CreateAsync(owner, names.Length == 0 || !maker.Intersect(Orders).Except(Personal).Any() ? ["orders:*"] : names);
                var most = (names.Length == 0 ? Orders : names).Intersect(maker).Except(Personal).ToArray();
                if (!outcome.IsDone)
                    return most.Length == 0 && outcome.Reason == ApiKeyRefusalReason.BeyondHolding;
                Interlocked.Increment(ref made);
                var text = outcome.New!.TakeText();
                // What the maker loses then makes no difference, what the owner loses or gains does.
                await world.SetAsync(owner.Subject, ownerNow);
                if (!isOwn)
                    await world.SetAsync("maker", []);
                var permits = await world.PermitsAsync(text);
                Interlocked.Add(ref permitted, permits.Count(p => p));
                return All.Zip(permits).All(p => p.Second == (most.Contains(p.First) && ownerNow.Contains(p.First)));
            },
            iter: 300);
        Assert.True(made > 50 && permitted > 50, $"{made} {permitted}");
    }

    [Fact]
    public async Task S11_A_key_makes_rotates_and_ends_no_keys_whatever_its_owner_may()
    {
        var world = new World([.. All], [.. All]);
        await using var services = world.Services;
        var own = new ApiKeyOwner(Main, Issuer, "maker");
        var outcome = await world.CreateAsync(own, ["orders:*"]);
        var accepted = (await world.CheckAsync(outcome.New!.TakeText())).Accepted!;
        Assert.Equal("beyond_holding: keys:create", (await world.CreateAsync(own, ["keys:create"])).ToString());

        await using var scope = services.CreateAsyncScope();
        var keys = scope.ServiceProvider.GetRequiredService<IApiKeys>();
        var until = AuthHost.Start.AddDays(1);
        Assert.Equal("borrowed_rights", (await keys.CreateAsync(accepted.ToPrincipal(), new(own, "more", ["orders:view"], until), Cancel)).ToString());
        Assert.Equal("borrowed_rights", (await keys.RotateAsync(accepted.ToPrincipal(), new(accepted.Key.Id, TimeSpan.Zero, until), Cancel)).ToString());
        Assert.Equal("borrowed_rights", (await keys.RevokeAllAsync(accepted.ToPrincipal(), own, "x", Cancel)).ToString());
        var subject = await services.GetRequiredService<ISubjectFactory>().CreateAsync(accepted.ToPrincipal(), Cancel);
        Assert.Equal(
            GrantRefusalReason.BorrowedRights, (await services.GetRequiredService<IGrants>().GrantAsync(subject, GrantRequest.Permit(new(Issuer, "robot"), "orders:view", "x"), Cancel)).Reason);
    }

    /// <summary>A maker and a robot with permits of their own, and the real packages.</summary>
    private sealed class World : IApiKeyOwnerResolver
    {
        private readonly InMemoryGrantLedger _ledger;
        private readonly FakeTimeProvider _time = new(AuthHost.Start);

        public World(string[] maker, string[] robot)
        {
            _ledger = new([.. Permits("maker", maker), .. Permits("robot", robot)]);
            var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_time).AddSingleton<IApiKeyOwnerResolver>(this)
                .AddCksApiKeys(o => o.Pepper = new(RandomNumberGenerator.GetBytes(32)));
            services.AddCksRbac().AddPolicy("test.rbac.json", Encoding.UTF8.GetBytes(Json)).UseGrants(_ => _ledger);
            Services = services.BuildServiceProvider();
        }

        public ServiceProvider Services { get; }

        public ValueTask<SessionResolution> ResolveAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default) => new(SessionResolution.From(owner.Issuer, owner.Subject, RecordOf(owner.Subject), ["maker", "service"]));

        public async Task<ApiKeyChangeOutcome> CreateAsync(ApiKeyOwner owner, string[] capabilities)
        {
            await using var scope = Services.CreateAsyncScope();
            var maker = SessionResolution.From(Issuer, "maker", RecordOf("maker"), ["maker", "service"]).Session!.ToPrincipal();
            return await scope.ServiceProvider.GetRequiredService<IApiKeys>().CreateAsync(maker, new(owner, "nightly", capabilities, _time.GetUtcNow().AddDays(1)), Cancel);
        }

        public ValueTask<ApiKeyOutcome> CheckAsync(string text) => Services.GetRequiredService<IApiKeyCheck>().CheckAsync(text.AsMemory(), default, Cancel);

        /// <summary>Gives somebody other permits, and waits until nothing is remembered of the ones before.</summary>
        public async Task SetAsync(string subject, string[] capabilities)
        {
            var person = new PersonId(Issuer, subject);
            await _ledger.ChangeAsync(
                Main, person, person, held => new([.. Permits(subject, capabilities)], [.. held.Grantee.Select(g => g.Id).Except(capabilities.Select(c => subject + c))], new(AuthHost.Start, GrantAction.Granted, person, person, Main, [], "x", "")), Cancel);
            _time.Advance(TimeSpan.FromSeconds(61));
        }

        public async Task<bool[]> PermitsAsync(string text)
        {
            var accepted = (await CheckAsync(text)).Accepted!;
            var subject = await Services.GetRequiredService<ISubjectFactory>().CreateAsync(accepted.ToPrincipal(), Cancel);
            return [.. All.Select(c => Services.GetRequiredService<IPolicyDecisionPoint>().Check(subject, CapabilityId.Of(c)).IsPermitted)];
        }

        private static SessionRecord RecordOf(string subject) => new() { Tenant = Main, Code = $"SVC-{subject}", Roles = [subject == "maker" ? "maker" : "service"], Status = "active" };

        private static IEnumerable<Grant> Permits(string subject, string[] capabilities) =>
            capabilities.Select(c => new Grant(subject + c, GrantKind.Permit, Issuer, subject, Main, c) { From = AuthHost.Start, Reason = "x" });
    }
}
