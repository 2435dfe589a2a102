using System.Net;
using System.Security.Claims;
using Cks.Core;
using Cks.Testing;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Auth.Tests;

/// <summary>What is asked of a key that somebody presents.</summary>
public sealed class ApiKeyCheckTests : IAsyncLifetime
{
    private readonly ApiKeyHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task S11_A_key_is_its_owner_of_today_with_the_keys_capabilities_and_no_others()
    {
        var (key, text) = await _host.CreateAsync();
        var accepted = (await _host.OutcomeAsync(text)).Accepted!;

        Assert.Equal((key.Id, "SVC-001", "robot"), (accepted.Key.Id, accepted.Session.Code, accepted.Session.Subject));
        var principal = accepted.ToPrincipal();
        Assert.Equal(CksClaimTypes.SessionIdentity, principal.Identity!.AuthenticationType);
        Assert.Equal(
            ("contractor", "main", "false", key.Id, "orders:accept orders:view"),
            (principal.FindFirstValue(CksClaimTypes.Role), principal.FindFirstValue(CksClaimTypes.Tenant), principal.FindFirstValue(CksClaimTypes.Test), principal.FindFirstValue(CksClaimTypes.Credential),
                Sorted(principal.FindFirstValue(CksClaimTypes.CredentialCapabilities)!)));

        _host.Owners.Change(TestOwners.Robot, r => r with { Roles = ["manager"] });
        await _host.Keys.OwnerChangedAsync(TestOwners.Service, "robot", Cancel);
        Assert.Equal(["manager"], (await _host.OutcomeAsync(text)).Accepted!.Session.Roles);
    }

    [Theory]
    [InlineData("archived")]
    [InlineData("suspended")]
    [InlineData("unknown_role")]
    [InlineData("not_provisioned")]
    public async Task S11_A_key_ends_with_its_owner(string reason)
    {
        var (_, text) = await _host.CreateAsync();
        Assert.Equal("valid", await _host.CheckAsync(text));
        if (reason == "not_provisioned")
            _host.Owners.Records.Remove((TestOwners.Service, "robot"));
        else
            _host.Owners.Change(TestOwners.Robot, r => reason switch
            {
                "archived" => r with { ArchivedAt = _host.Time.GetUtcNow() },
                "suspended" => r with { Status = "suspended" },
                _ => r with { Roles = ["wizard"] },
            });

        // By notice at once, and without one within the lifetime of what is remembered.
        var isTold = reason is "archived" or "unknown_role";
        if (isTold)
            await _host.Keys.OwnerChangedAsync(TestOwners.Service, "robot", Cancel);
        else
            _host.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(reason, await _host.CheckAsync(text));
    }

    [Fact]
    public async Task S11_A_key_does_not_follow_its_owner_into_another_tenant_or_class()
    {
        var (_, text) = await _host.CreateAsync();
        _host.Owners.Change(TestOwners.Robot, r => r with { Tenant = TenantId.Parse("other") });
        Assert.Equal("not_provisioned", await _host.CheckAsync(text));
        _host.Owners.Change(TestOwners.Robot, r => r with { Tenant = TenantId.Parse("main"), IsTest = true });
        _host.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("not_provisioned", await _host.CheckAsync(text));
    }

    [Fact]
    public async Task S11_A_key_of_a_test_user_says_so_and_is_of_the_test_class()
    {
        var (key, text) = await _host.CreateAsync(r => r with { Owner = r.Owner with { Subject = "dummy" } });
        Assert.StartsWith(ApiKeyFormat.TestPrefix, text, StringComparison.Ordinal);
        Assert.True(key.IsTest);
        Assert.Equal("true", (await _host.OutcomeAsync(text)).Accepted!.ToPrincipal().FindFirstValue(CksClaimTypes.Test));
        // The class is a part of what was hashed: the same secret under the other prefix is another key's.
        var live = ApiKeyFormat.LivePrefix + text[9..69];
        Assert.Equal("malformed", await _host.CheckAsync(live + text[69..]));
    }

    // Where the environment is called Development by what started the host, and not by a line of code.
    [Theory]
    [InlineData("Production", "Production")]
    [InlineData("Staging", "Development")]
    [InlineData("development", "development")]
    [InlineData("Development", "Production")]
    [InlineData("Development", null)]
    [InlineData(null, "Development")]
    public async Task S19_Keys_of_the_test_class_are_made_and_taken_in_Development_only(string? environment, string? outside)
    {
        var (store, pepper) = (new CountingApiKeyStore(), new Secret<byte[]>(new byte[32]));
        await using var development = new ApiKeyHost(store: store, pepper: pepper);
        await using var host = new ApiKeyHost(store: store, pepper: pepper, environment: environment, outside: outside);
        var dummy = TestOwners.Robot with { Subject = "dummy" };
        var (key, text) = await development.CreateAsync(r => r with { Owner = dummy });
        Assert.Equal("valid", await development.CheckAsync(text));
        var calls = store.Calls;

        Assert.Equal("test_key", await host.CheckAsync(text));
        Assert.Equal((calls, 0L), (store.Calls, host.Hmacs)); // whether there is such a key is not even asked
        Assert.Equal("test_class: development_only", (await host.Keys.CreateAsync(TestHoldings.Ada, host.Request() with { Owner = dummy }, Cancel)).ToString());
        Assert.Equal("test_class: development_only", (await host.Keys.RotateAsync(TestHoldings.Ada, new(key.Id, default, host.Time.GetUtcNow().AddDays(1)), Cancel)).ToString());
        Assert.True((await host.Keys.RevokeAsync(TestHoldings.Ada, key.Id, "left", Cancel)).IsDone);
        Assert.Equal("valid", await host.CheckAsync((await host.CreateAsync()).Text));
    }

    [Fact]
    public async Task S11_The_full_secret_is_asked_for_on_every_hit()
    {
        var (key, text) = await _host.CreateAsync();
        Assert.Equal("valid", await _host.CheckAsync(text));
        var other = ApiKeyFormat.NewText(key.Id, false);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("unknown", await _host.CheckAsync(other));
            Assert.Equal("valid", await _host.CheckAsync(text));
        }
    }

    [Fact]
    public async Task S11_Expiry_counts_on_every_hit()
    {
        var (key, text) = await _host.CreateAsync(r => r with { ExpiresAt = _host.Time.GetUtcNow().AddSeconds(30) });
        Assert.Equal("valid", await _host.CheckAsync(text));
        _host.Time.SetUtcNow(key.ExpiresAt.AddTicks(-1));
        Assert.Equal("valid", await _host.CheckAsync(text));
        _host.Time.SetUtcNow(key.ExpiresAt);
        Assert.Equal("expired", await _host.CheckAsync(text));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::ffff:11.1.2.3", false)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8::/32", "2001:db8:1::9", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:db8::1", "2001:db8::1", true)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    public async Task S11_A_key_is_used_from_its_networks_alone(string network, string address, bool isAllowed)
    {
        var (_, text) = await _host.CreateAsync(r => r with { Networks = ["198.51.100.0/24", network] });
        Assert.Equal(isAllowed ? "valid" : "address_not_allowed", await _host.CheckAsync(text, IPAddress.Parse(address)));
        // On every hit, and not only where the key is read.
        Assert.Equal("address_not_allowed", await _host.CheckAsync(text, IPAddress.Parse("172.16.0.1") is var outside && network == "0.0.0.0/0" ? IPAddress.IPv6Loopback : outside));
        var nowhere = await _host.Services.GetRequiredService<IApiKeyCheck>().CheckAsync(text.AsMemory(), new(null), Cancel);
        Assert.Equal(ApiKeyRejectionReason.AddressNotAllowed, nowhere.Reason);
    }

    [Fact]
    public async Task An_overlap_ends_when_it_says_and_the_secret_before_it_at_the_next_rotation()
    {
        var (key, first) = await _host.CreateAsync();
        var second = await _host.RotateAsync(key.Id, TimeSpan.FromHours(1));
        Assert.Equal(["valid", "valid"], [await _host.CheckAsync(first), await _host.CheckAsync(second)]);
        _host.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.Equal("valid", await _host.CheckAsync(first));
        _host.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["expired", "valid"], [await _host.CheckAsync(first), await _host.CheckAsync(second)]);

        var third = await _host.RotateAsync(key.Id, TimeSpan.FromHours(1));
        var fourth = await _host.RotateAsync(key.Id, TimeSpan.Zero);
        Assert.Equal(["unknown", "unknown", "unknown", "valid"], [await _host.CheckAsync(first), await _host.CheckAsync(second), await _host.CheckAsync(third), await _host.CheckAsync(fourth)]);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once_and_stays_so()
    {
        var (key, text) = await _host.CreateAsync();
        var next = await _host.RotateAsync(key.Id, TimeSpan.FromDays(1));
        Assert.Equal("valid", await _host.CheckAsync(text));
        Assert.True((await _host.Keys.RevokeAsync(TestHoldings.Ada, key.Id, "leaked", Cancel)).IsDone);
        Assert.Equal(["unknown", "revoked"], [await _host.CheckAsync(text), await _host.CheckAsync(next)]);
        Assert.Equal("over", (await _host.Keys.RevokeAsync(TestHoldings.Ada, key.Id, "again", Cancel)).ToString());
        Assert.Equal("over", (await _host.Keys.RotateAsync(TestHoldings.Ada, new(key.Id, TimeSpan.Zero, _host.Time.GetUtcNow().AddDays(1)), Cancel)).ToString());
    }

    [Fact]
    public async Task S11_As_many_HMACs_are_made_for_no_key_as_for_a_key_and_for_a_wrong_secret()
    {
        var (key, text) = await _host.CreateAsync();
        await _host.CheckAsync(text);
        async Task<long> CostAsync(string presented)
        {
            var before = _host.Hmacs;
            await _host.CheckAsync(presented);
            return _host.Hmacs - before;
        }

        var unknown = ApiKeyFormat.NewText(ApiKeyFormat.NewId(), false);
        long[] costs = [await CostAsync(text), await CostAsync(unknown), await CostAsync(unknown), await CostAsync(ApiKeyFormat.NewText(key.Id, false))];
        Assert.All(costs, cost => Assert.Equal(1, cost));
        // While there are two peppers, two of each.
        _host.Pepper.Rotate(new byte[32], TimeSpan.FromHours(1));
        costs = [await CostAsync(text), await CostAsync(ApiKeyFormat.NewText(ApiKeyFormat.NewId(), false)), await CostAsync(ApiKeyFormat.NewText(key.Id, false))];
        Assert.All(costs, cost => Assert.Equal(2, cost));
        // And none for what is no key at all.
        costs = [await CostAsync(text[..^1]), await CostAsync("")];
        Assert.All(costs, cost => Assert.Equal(0, cost));
    }

    [Fact]
    public async Task S11_Failures_are_counted_per_key_and_address_and_lock_nobody_out()
    {
        var (key, text) = await _host.CreateAsync();
        string Wrong() => ApiKeyFormat.NewText(key.Id, false);
        for (var i = 0; i < 10; i++)
            Assert.Equal("unknown", await _host.CheckAsync(Wrong()));
        var limited = await _host.OutcomeAsync(Wrong());
        Assert.Equal((ApiKeyRejectionReason.TooManyFailures, TimeSpan.FromMinutes(1)), (limited.Reason, limited.RetryAfter));
        Assert.Equal(SecurityEventKinds.ApiKeyAttacked, Assert.Single(_host.Sink.Events, e => e.Kind == SecurityEventKinds.ApiKeyAttacked).Kind);
        await _host.CheckAsync(Wrong());
        Assert.Single(_host.Sink.Events, e => e.Kind == SecurityEventKinds.ApiKeyAttacked);

        // The correct secret from the same address, and others from another one or of another key.
        Assert.Equal("valid", await _host.CheckAsync(text));
        Assert.Equal("unknown", await _host.CheckAsync(Wrong(), IPAddress.Parse("192.0.2.8")));
        Assert.Equal("unknown", await _host.CheckAsync(ApiKeyFormat.NewText(ApiKeyFormat.NewId(), false)));
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("unknown", await _host.CheckAsync(Wrong()));
    }

    [Fact]
    public async Task S30_An_attack_from_everywhere_is_a_few_events_and_a_number()
    {
        var (key, _) = await _host.CreateAsync();
        async Task AttackAsync(int address)
        {
            for (var i = 0; i < 11; i++)
                await _host.CheckAsync(ApiKeyFormat.NewText(key.Id, false), new([10, 0, (byte)(address >> 8), (byte)address]));
        }

        List<SecurityEvent> Events() => [.. _host.Sink.Events.Where(e => e.Kind == SecurityEventKinds.ApiKeyAttacked)];
        for (var address = 0; address < 300; address++)
            await AttackAsync(address);
        Assert.Equal(10, Events().Count);
        Assert.All(Events(), e => Assert.Contains(key.Id, e.Detail, StringComparison.Ordinal));

        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await AttackAsync(1_000);
        await AttackAsync(1_001);
        // Two addresses may share a place of the table, so the number is not exact.
        var told = System.Text.RegularExpressions.Regex.Match(Events()[10].Detail, "^Wrong secrets of .* from 10.0.3.232; ([0-9]+) more before$");
        Assert.InRange(int.Parse(told.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 250, 290);
        Assert.Equal($"Wrong secrets of {key.Id} from 10.0.3.233", Events()[11].Detail);
    }

    [Fact]
    public async Task S11_A_network_of_version_6_is_one_address_to_the_limit()
    {
        var (key, _) = await _host.CreateAsync();
        for (var i = 0; i < 10; i++)
            await _host.CheckAsync(ApiKeyFormat.NewText(key.Id, false), IPAddress.Parse($"2001:db8::{i + 1:x}"));
        Assert.Equal("too_many_failures", await _host.CheckAsync(ApiKeyFormat.NewText(key.Id, false), IPAddress.Parse("2001:db8::ff")));
    }

    [Fact]
    public async Task S30_Made_up_keys_from_an_address_are_looked_for_so_many_times_a_minute()
    {
        await using var host = new ApiKeyHost(o => (o.MaxUnknown, o.MaxFailures) = (20, 10_000));
        static string MadeUp() => ApiKeyFormat.NewText(ApiKeyFormat.NewId(), false);
        var (key, text) = await host.CreateAsync();
        var (_, unseen) = await host.CreateAsync();
        Assert.Equal("valid", await host.CheckAsync(text));
        var (reads, hmacs) = (host.Store.Reads, host.Hmacs);

        for (var i = 0; i < 20; i++)
            Assert.Equal("unknown", await host.CheckAsync(MadeUp()));
        for (var i = 0; i < 500; i++)
            Assert.Equal("too_many_failures", await host.CheckAsync(MadeUp()));
        // One to find out that it is one too many.
        Assert.Equal((reads + 21, hmacs + 520), (host.Store.Reads, host.Hmacs));
        var limited = await host.OutcomeAsync(MadeUp());
        Assert.Equal((ApiKeyRejectionReason.TooManyFailures, TimeSpan.FromMinutes(1)), (limited.Reason, limited.RetryAfter));
        Assert.Equal($"Made-up keys from {ApiKeyHost.Home}", Assert.Single(host.Sink.Events, e => e.Kind == SecurityEventKinds.ApiKeyAttacked).Detail);
        // The answer does not tell a key that there is from one that there is not.
        Assert.Equal("too_many_failures", await host.CheckAsync(ApiKeyFormat.NewText(key.Id, false)));
        Assert.Equal(reads + 21, host.Store.Reads);

        Assert.Equal("too_many_failures", await host.CheckAsync(unseen));
        // Another address looks for keys (and may take the place of this one's count), and one that this host has read is let in from everywhere.
        Assert.Equal(["unknown", "valid"], [await host.CheckAsync(MadeUp(), IPAddress.Parse("192.0.2.8")), await host.CheckAsync(text)]);
        Assert.Equal("valid", await host.CheckAsync(unseen, IPAddress.Parse("192.0.2.8")));
        Assert.Equal("valid", await host.CheckAsync(unseen));
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("unknown", await host.CheckAsync(MadeUp()));
    }

    [Fact]
    public async Task S30_A_key_that_is_in_use_is_read_anew_whatever_else_comes_from_its_address()
    {
        await using var host = new ApiKeyHost(o => (o.MaxUnknown, o.CacheLifetime) = (5, TimeSpan.FromSeconds(10)));
        var (_, text) = await host.CreateAsync();
        Assert.Equal("valid", await host.CheckAsync(text));
        var reads = host.Store.Reads;
        for (var i = 0; i < 50; i++)
            await host.CheckAsync(ApiKeyFormat.NewText(ApiKeyFormat.NewId(), false));

        host.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("valid", await host.CheckAsync(text));
        Assert.Equal(reads + 7, host.Store.Reads); // six that there are not, and the one that there is
    }

    [Fact]
    public async Task Ten_thousand_keys_are_checked_warm_without_a_call_of_the_database_and_so_is_a_wrong_checksum()
    {
        await using var host = new ApiKeyHost(o => o.MostKeys = 1_000);
        var texts = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            var owner = TestOwners.Robot with { Subject = $"robot{i}" };
            host.Owners.Records[(owner.Issuer, owner.Subject)] = host.Owners.Records[(TestOwners.Service, "robot")];
            for (var j = 0; j < 1_000; j++)
                texts.Add((await host.CreateAsync(r => r with { Owner = owner })).Text);
        }

        foreach (var text in texts)
            Assert.Equal("valid", await host.CheckAsync(text));
        Assert.Equal(10_000, host.Store.Reads);
        var (calls, owners) = (host.Store.Calls, host.Owners.Calls);

        foreach (var text in texts)
        {
            Assert.Equal("valid", await host.CheckAsync(text));
            Assert.Equal("malformed", await host.CheckAsync(text[..^1] + (text[^1] == 'A' ? 'B' : 'A')));
        }

        Assert.Equal((calls, owners), (host.Store.Calls, host.Owners.Calls));
        Assert.True(host.Memory.Count <= 20_000 + 10);
    }

    [Fact]
    public async Task S11_No_string_throws_and_none_of_them_asks_the_database()
    {
        var (_, text) = await _host.CreateAsync();
        var (calls, hmacs) = (_host.Store.Calls, _host.Hmacs);
        await Gen.OneOf(Gen.String[0, 200], Gen.Select(Gen.Int[0, ApiKeyFormat.Length - 1], Gen.Char).Where(c => c.Item2 != text[c.Item1]).Select(c => text.Remove(c.Item1, 1).Insert(c.Item1, c.Item2.ToString()))).SampleAsync(
            async presented => await _host.CheckAsync(presented) == "malformed", iter: 20_000);
        Assert.Equal((calls, hmacs), (_host.Store.Calls, _host.Hmacs));
    }

    [Fact]
    public async Task What_is_remembered_is_bounded_and_made_up_ids_drive_no_key_out()
    {
        await using var host = new ApiKeyHost(o => (o.Remembered, o.MostKeys) = (64, 1_000));
        var (_, first) = await host.CreateAsync();
        await host.CheckAsync(first);
        var reads = host.Store.Reads;
        for (var i = 0; i < 6_000; i++)
            await host.CheckAsync(ApiKeyFormat.NewText(ApiKeyFormat.NewId(), false), new([10, 0, (byte)(i >> 8), (byte)i]));
        Assert.Equal("valid", await host.CheckAsync(first));
        Assert.Equal(reads + 6_000, host.Store.Reads);
        Assert.True(host.Memory.Count <= 4_096 + 2, $"{host.Memory.Count}");

        for (var i = 0; i < 300; i++)
            Assert.Equal("valid", await host.CheckAsync((await host.CreateAsync()).Text));
        Assert.True(host.Memory.Count <= 4_096 + 65, $"{host.Memory.Count}");
    }

    [Fact]
    public async Task S06_A_read_that_was_under_way_when_a_key_was_revoked_is_not_kept()
    {
        var (key, text) = await _host.CreateAsync();
        var gate = new TaskCompletionSource();
        _host.Store.Gate = gate.Task;
        var early = _host.CheckAsync(text);
        _host.Store.Gate = Task.CompletedTask;
        Assert.True((await _host.Keys.RevokeAsync(TestHoldings.Ada, key.Id, "leaked", Cancel)).IsDone);
        // Whoever comes after the revocation joins no read from before it.
        Assert.Equal("revoked", await _host.CheckAsync(text));
        gate.SetResult();
        await early;
        Assert.Equal("revoked", await _host.CheckAsync(text));
    }

    [Fact]
    public async Task S06_What_another_host_changed_counts_by_notice_and_without_one_after_sixty_seconds()
    {
        var bus = new InProcessChangeBus();
        await using var one = new ApiKeyHost(bus: bus);
        await using var two = new ApiKeyHost(store: one.Store, time: one.Time, bus: bus, pepper: one.Pepper);
        await using var deaf = new ApiKeyHost(store: one.Store, time: one.Time, pepper: one.Pepper);
        var sync = two.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<ApiKeySync>().Single();
        await sync.StartAsync(Cancel);
        var (key, text) = await one.CreateAsync();
        await Eventually.HoldsAsync(async () =>
        {
            // Until it has subscribed and forgotten what it may have missed.
            var before = one.Store.Reads;
            await two.CheckAsync(text);
            return one.Store.Reads == before;
        });
        Assert.Equal(["valid", "valid"], [await two.CheckAsync(text), await deaf.CheckAsync(text)]);

        Assert.True((await one.Keys.RevokeAsync(TestHoldings.Ada, key.Id, "leaked", Cancel)).IsDone);
        await Eventually.HoldsAsync(async () => await two.CheckAsync(text) == "revoked");
        one.Time.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        Assert.Equal("valid", await deaf.CheckAsync(text));
        one.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("revoked", await deaf.CheckAsync(text));
        await sync.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_store_that_is_down_is_neither_a_refusal_nor_a_permission()
    {
        var (_, text) = await _host.CreateAsync();
        _host.Store.IsDown = true;
        await Assert.ThrowsAsync<IOException>(() => _host.CheckAsync(text));
        _host.Store.IsDown = false;
        Assert.Equal("valid", await _host.CheckAsync(text));
        _host.Store.IsDown = true;
        _host.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("valid", await _host.CheckAsync(text));
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<IOException>(() => _host.CheckAsync(text));
    }

    [Fact]
    public async Task S02_An_owner_of_a_provider_needs_one_that_is_accepted_and_bound_and_that_did_not_bar_them()
    {
        using var forge = new TokenForge("https://login.example");
        await using var host = new ApiKeyHost(more: s => s.AddCksAuth(o => o.AddKeys(forge.Issuer, forge.Jwks(), "portal", i => i.Tenants.Add("main"))));
        var (_, text) = await host.CreateAsync(r => r with { Owner = new(TenantId.Parse("main"), forge.Issuer, "ann") });
        Assert.Equal("valid", await host.CheckAsync(text));

        var revocations = host.Services.GetRequiredService<IRevocations>();
        await revocations.SignOutEverywhereAsync(forge.Issuer, "ann", Cancel);
        Assert.Equal("valid", await host.CheckAsync(text));
        await revocations.BarSubjectAsync(forge.Issuer, "ann", Cancel);
        Assert.Equal("revoked", await host.CheckAsync(text));
        // Nor is one made for whoever is barred: it would count as soon as nobody remembers why.
        var forAnn = host.Request() with { Owner = new(TenantId.Parse("main"), forge.Issuer, "ann") };
        Assert.Equal("owner_refused: revoked", (await host.Keys.CreateAsync(TestHoldings.Ada, forAnn, Cancel)).ToString());
        await revocations.LiftSubjectAsync(forge.Issuer, "ann", Cancel);
        Assert.Equal("valid", await host.CheckAsync(text));
        host.Services.GetRequiredService<IIssuerRegistry>().Remove(forge.Issuer);
        host.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("issuer_not_bound", await host.CheckAsync(text));

        // Where no issuers are known at all, only the application's own owners are.
        Assert.Equal("owner_refused: issuer_not_bound", (await _host.Keys.CreateAsync(TestHoldings.Ada, _host.Request() with { Owner = new(TenantId.Parse("main"), forge.Issuer, "ann") }, Cancel)).ToString());
    }

    private static string Sorted(string words) => string.Join(' ', words.Split(' ').Order(StringComparer.Ordinal));
}
