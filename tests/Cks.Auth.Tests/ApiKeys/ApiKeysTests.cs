using System.Security.Cryptography;
using System.Text.Json;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cks.Auth.Tests;

/// <summary>Who makes and ends keys.</summary>
public sealed class ApiKeysTests : IAsyncLifetime
{
    private readonly ApiKeyHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_text_is_given_out_once_and_nothing_else_prints_it_or_its_hash()
    {
        var outcome = await _host.Keys.CreateAsync(TestHoldings.Ada, _host.Request(), Cancel);
        var printed = $"{outcome} {outcome.New} {outcome.Record} {JsonSerializer.Serialize(outcome)} {JsonSerializer.Serialize(outcome.New)}";
        var text = outcome.New!.TakeText();
        Assert.Throws<InvalidOperationException>(outcome.New.TakeText);
        await _host.CheckAsync(text);
        var stored = (await _host.Store.FindAsync(outcome.New.Key.Id, Cancel))!;
        printed += $" {stored} {stored.Current} {JsonSerializer.Serialize(await _host.Keys.ListAsync(TestOwners.Robot, Cancel))} {JsonSerializer.Serialize(await _host.HistoryAsync())}";
        printed += string.Join(' ', _host.Log.GetSnapshot().Select(l => l.Message)) + string.Join(' ', _host.Sink.Events.Select(e => e.Detail));
        printed += (await _host.OutcomeAsync(text)).Accepted!.ToPrincipal().Claims.Aggregate("", (all, c) => all + c);

        Assert.DoesNotContain(text[26..69], printed, StringComparison.Ordinal);
        Assert.DoesNotContain(text[26..40], printed, StringComparison.Ordinal);
        foreach (var hash in new[] { Convert.ToHexString(stored.Current.Value.Span), Convert.ToHexStringLower(stored.Current.Value.Span), Convert.ToBase64String(stored.Current.Value.Span) })
            Assert.DoesNotContain(hash, printed, StringComparison.Ordinal);
        // What is kept is no plain hash of the text either.
        Assert.NotEqual(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text)), stored.Current.Value.ToArray());
    }

    [Fact]
    public async Task S29_Each_act_has_its_audit_row_with_who_did_it_and_reports_an_event()
    {
        var (key, _) = await _host.CreateAsync();
        await _host.RotateAsync(key.Id, TimeSpan.FromHours(1));
        await _host.Keys.RevokeAsync(TestHoldings.Ada, key.Id, "leaked", Cancel);
        await _host.Keys.RevokeAllAsync(TestHoldings.Ada, TestOwners.Robot, "archived", Cancel);

        var rows = await _host.HistoryAsync();
        Assert.Equal([ApiKeyAction.Created, ApiKeyAction.Rotated, ApiKeyAction.Revoked, ApiKeyAction.AllRevoked], rows.Select(r => r.Action));
        Assert.All(rows, r => Assert.Equal(("https://login.example", "ada", TestOwners.Robot), (r.ByIssuer, r.BySubject, r.Owner)));
        Assert.Equal([[key.Id], [key.Id], [key.Id], []], rows.Select(r => r.KeyIds.ToArray()));
        Assert.Equal("nightly: orders:view orders:accept", rows[0].Detail);
        Assert.Equal(
            [SecurityEventKinds.ApiKeyCreated, SecurityEventKinds.ApiKeyRotated, SecurityEventKinds.ApiKeyRevoked, SecurityEventKinds.ApiKeyRevoked], _host.Sink.Events.Select(e => e.Kind));
    }

    [Fact]
    public async Task S29_A_store_that_does_not_write_makes_no_key()
    {
        _host.Store.IsDown = true;
        await Assert.ThrowsAsync<IOException>(() => _host.CreateAsync());
        _host.Store.IsDown = false;
        Assert.Empty(await _host.Keys.ListAsync(TestOwners.Robot, Cancel));
        Assert.Empty(_host.Sink.Events);
    }

    [Fact]
    public async Task S17_Archiving_ends_every_key_and_restoring_revives_none()
    {
        var texts = new List<string>();
        for (var i = 0; i < 3; i++)
            texts.Add((await _host.CreateAsync()).Text);
        _host.Owners.Change(TestOwners.Robot, r => r with { ArchivedAt = _host.Time.GetUtcNow() });
        Assert.True((await _host.Keys.RevokeAllAsync(TestHoldings.Ada, TestOwners.Robot, "left", Cancel)).IsDone);
        _host.Owners.Change(TestOwners.Robot, r => r with { ArchivedAt = null });
        await _host.Keys.OwnerChangedAsync(TestOwners.Service, "robot", Cancel);
        foreach (var text in texts)
            Assert.Equal("revoked", await _host.CheckAsync(text));
        Assert.Equal("valid", await _host.CheckAsync((await _host.CreateAsync()).Text));
    }

    // A bus that does not answer is waited for once, and not once for each key.
    [Fact]
    public async Task S30_The_notices_of_several_keys_go_together()
    {
        var bus = new GatheringBus(2);
        await using var host = new ApiKeyHost(bus: bus, store: _host.Store);
        string[] ids = [(await _host.CreateAsync()).Key.Id, (await _host.CreateAsync()).Key.Id];

        var ended = host.Keys.RevokeAllAsync(TestHoldings.Ada, TestOwners.Robot, "archived", Cancel).AsTask();
        Assert.True((await ended.WaitAsync(TimeSpan.FromSeconds(30), Cancel)).IsDone);
        Assert.Equal(ids.Order(StringComparer.Ordinal), bus.Notices.Select(n => n.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task S30_Very_many_keys_are_one_notice_at_which_others_read_everything_anew()
    {
        var (store, pepper, bus) = (new CountingApiKeyStore(), new Secret<byte[]>(new byte[32]), new GatheringBus(1));
        await using var host = new ApiKeyHost(o => o.MostKeys = 100, store, bus: bus, pepper: pepper);
        await using var other = new ApiKeyHost(store: store, pepper: pepper);
        var texts = new List<string>();
        for (var i = 0; i < 40; i++)
            texts.Add((await host.CreateAsync()).Text);
        foreach (var text in texts)
            Assert.Equal("valid", await other.CheckAsync(text));
        bus.Notices.Clear();

        await host.Keys.RevokeAllAsync(TestHoldings.Ada, TestOwners.Robot, "archived", Cancel);
        await other.Memory.HearAsync(Assert.Single(bus.Notices), Cancel);
        foreach (var text in texts)
            Assert.Equal("revoked", await other.CheckAsync(text));
    }

    [Theory]
    [InlineData("nobody", "no_identity")]
    [InlineData("no tenant", "no_identity")]
    [InlineData("borrowed", "borrowed_rights")]
    [InlineData("not permitted", "not_permitted")]
    [InlineData("other tenant", "other_tenant")]
    [InlineData("test", "test_class")]
    public async Task S11_Who_may_not_makes_no_key_and_rotates_none(string who, string reason)
    {
        var (key, _) = await _host.CreateAsync();
        var plain = _host.Holdings.Answer;
        _host.Holdings.Answer = who switch
        {
            "nobody" => plain with { Issuer = "", Subject = "" },
            "no tenant" => plain with { Tenant = default },
            "borrowed" => plain with { IsBorrowed = true },
            "not permitted" => plain with { IsPermitted = false },
            "other tenant" => plain with { Tenant = TenantId.Parse("other") },
            _ => plain with { IsTest = true },
        };
        Assert.Equal(reason, (await _host.Keys.CreateAsync(TestHoldings.Ada, _host.Request(), Cancel)).ToString());
        var rotated = (await _host.Keys.RotateAsync(TestHoldings.Ada, new(key.Id, TimeSpan.Zero, _host.Time.GetUtcNow().AddDays(1)), Cancel)).ToString();
        Assert.Equal(who is "other tenant" or "no tenant" ? "unknown_key" : reason, rotated);
        if (who != "test")
            Assert.NotEqual("done", (await _host.Keys.RevokeAsync(TestHoldings.Ada, key.Id, "x", Cancel)).ToString());
        Assert.Single(await _host.HistoryAsync());
    }

    [Fact]
    public async Task S11_A_key_has_nothing_that_its_maker_does_not_hold()
    {
        Task<ApiKeyChangeOutcome> AskAsync(params string[] capabilities) => _host.Keys.CreateAsync(TestHoldings.Ada, _host.Request() with { Capabilities = capabilities }, Cancel).AsTask();
        Assert.Equal("beyond_holding: grants:create", (await AskAsync("orders:view", "grants:create")).ToString());
        Assert.Equal("no_capability", (await AskAsync()).ToString());
        Assert.Equal("too_many: capabilities", (await AskAsync([.. Enumerable.Range(0, 201).Select(i => $"a:b{i}")])).ToString());
        // Expanded now: what the wildcard would mean tomorrow is not in it.
        Assert.Equal(["orders:view", "orders:accept"], (await AskAsync("orders:*")).New!.Key.Capabilities);
        // Whoever rotates could use what they get.
        var (key, _) = await _host.CreateAsync();
        _host.Holdings.Held = ["orders:view"];
        Assert.Equal("beyond_holding: orders:accept", (await _host.Keys.RotateAsync(TestHoldings.Ada, new(key.Id, TimeSpan.Zero, _host.Time.GetUtcNow().AddDays(1)), Cancel)).ToString());
        // The owner is asked about as they are now, and for as long as the key lives.
        var asked = _host.Holdings.Asked.Last(q => q.Receiver is not null);
        Assert.Equal(("robot", CksApiKeys.Create), (asked.Receiver!.FindFirst(CksClaimTypes.Subject)!.Value, asked.Act));
        Assert.Equal(_host.Time.GetUtcNow().AddDays(1), asked.Until);
    }

    [Fact]
    public async Task An_owner_ends_their_own_keys_without_further_rights()
    {
        var (key, text) = await _host.CreateAsync();
        _host.Holdings.Answer = new(TestOwners.Service, "robot", TenantId.Parse("main"));
        Assert.Equal("done", (await _host.Keys.RevokeAsync(TestHoldings.Ada, key.Id, "mine", Cancel)).ToString());
        Assert.Equal("revoked", await _host.CheckAsync(text));
    }

    [Theory]
    [InlineData("name", "invalid_name")]
    [InlineData("blank", "invalid_name")]
    [InlineData("past", "invalid_time: expires")]
    [InlineData("far", "invalid_time: expires")]
    [InlineData("owner", "invalid_owner")]
    [InlineData("long owner", "invalid_owner")]
    [InlineData("no tenant", "invalid_owner")]
    [InlineData("unknown owner", "owner_refused: not_provisioned")]
    [InlineData("10.0.0.1/8", "invalid_network: 10.0.0.1/8")]
    [InlineData("10.0.0.0/33", "invalid_network: 10.0.0.0/33")]
    [InlineData("10.1", "invalid_network: 10.1")]
    // Octal and hexadecimal to the parser, and another network than it looks.
    [InlineData("010.0.0.0/8", "invalid_network: 010.0.0.0/8")]
    [InlineData("10.0.0.010", "invalid_network: 10.0.0.010")]
    [InlineData("0x0a.0.0.1", "invalid_network: 0x0a.0.0.1")]
    [InlineData("::ffff:010.0.0.1", "invalid_network: ::ffff:010.0.0.1")]
    [InlineData("no networks", "invalid_network")]
    [InlineData("no capabilities", "no_capability")]
    [InlineData("null capability", "unknown_capability")]
    [InlineData("example.com", "invalid_network: example.com")]
    [InlineData("::ffff:0:0/95", "invalid_network: ::ffff:0:0/95")]
    [InlineData("fe80::1%eth0", "invalid_network: fe80::1%eth0")]
    [InlineData("", "invalid_network")]
    [InlineData("many", "too_many: networks")]
    public async Task What_cannot_be_is_refused(string what, string reason)
    {
        var request = _host.Request();
        request = what switch
        {
            "name" => request with { Name = new('x', 201) },
            "blank" => request with { Name = " " },
            "past" => request with { ExpiresAt = _host.Time.GetUtcNow() },
            "far" => request with { ExpiresAt = _host.Time.GetUtcNow().AddDays(365).AddTicks(1) },
            "owner" => request with { Owner = request.Owner with { Subject = " " } },
            "long owner" => request with { Owner = request.Owner with { Subject = new('x', 241) } },
            "no tenant" => request with { Owner = request.Owner with { Tenant = default } },
            "unknown owner" => request with { Owner = request.Owner with { Subject = "stranger" } },
            "no networks" => request with { Networks = null! },
            "no capabilities" => request with { Capabilities = null! },
            "null capability" => request with { Capabilities = ["orders:view", null!] },
            "many" => request with { Networks = [.. Enumerable.Repeat("10.0.0.0/8", 51)] },
            _ => request with { Networks = [what] },
        };
        Assert.Equal(reason, (await _host.Keys.CreateAsync(TestHoldings.Ada, request, Cancel)).ToString());
        Assert.Empty(await _host.HistoryAsync());
    }

    [Fact]
    public async Task An_owner_has_so_many_keys_at_once_and_those_long_over_are_dropped()
    {
        for (var i = 0; i < 25; i++)
            await _host.CreateAsync();
        Assert.Equal("too_many: keys", (await _host.Keys.CreateAsync(TestHoldings.Ada, _host.Request(), Cancel)).ToString());
        _host.Time.Advance(TimeSpan.FromDays(30));
        await _host.CreateAsync();
        Assert.Equal(26, (await _host.Keys.ListAsync(TestOwners.Robot, Cancel)).Count);
        _host.Time.Advance(TimeSpan.FromDays(91));
        await _host.CreateAsync();
        Assert.Equal(2, (await _host.Keys.ListAsync(TestOwners.Robot, Cancel)).Count);
        Assert.Equal(27, (await _host.HistoryAsync()).Count);
    }

    [Fact]
    public async Task S30_Keys_that_are_made_and_ended_all_day_do_not_pile_up()
    {
        string? last = null;
        for (var i = 0; i < 150; i++)
        {
            _host.Time.Advance(TimeSpan.FromSeconds(1));
            last = (await _host.CreateAsync()).Key.Id;
            Assert.True((await _host.Keys.RevokeAsync(TestHoldings.Ada, last, "all day", Cancel)).IsDone);
        }

        var (_, text) = await _host.CreateAsync();
        var kept = await _host.Keys.ListAsync(TestOwners.Robot, Cancel);
        Assert.Equal((101, 100), (kept.Count, kept.Count(k => k.RevokedAt is not null)));
        // The latest are kept, and of all of them the audit rows.
        Assert.Contains(kept, k => k.Id == last);
        Assert.All(kept, k => Assert.True(k.CreatedAt > AuthHost.Start + TimeSpan.FromSeconds(50)));
        Assert.Equal(301, (await _host.HistoryAsync()).Count);
        Assert.Equal("valid", await _host.CheckAsync(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789abcde\0")]
    [InlineData("0123456789abcdef0")]
    public async Task What_is_no_id_is_an_unknown_key_and_no_store_is_asked(string? id)
    {
        _host.Store.IsDown = true;
        Assert.Equal("unknown_key", (await _host.Keys.RotateAsync(TestHoldings.Ada, new(id!, TimeSpan.Zero, _host.Time.GetUtcNow().AddDays(1)), Cancel)).ToString());
        if (id is not null)
            Assert.Equal("unknown_key", (await _host.Keys.RevokeAsync(TestHoldings.Ada, id, "x", Cancel)).ToString());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(31)]
    public async Task An_overlap_has_bounds(int days)
    {
        var (key, _) = await _host.CreateAsync();
        Assert.Equal("invalid_time: overlap", (await _host.Keys.RotateAsync(TestHoldings.Ada, new(key.Id, TimeSpan.FromDays(days), _host.Time.GetUtcNow().AddDays(1)), Cancel)).ToString());
    }

    [Fact]
    public void What_cannot_work_is_found_when_the_host_starts()
    {
        var services = new ServiceCollection().AddCksApiKeys(o => (o.Pepper, o.MaxLifetime, o.CacheLifetime, o.Remembered, o.MaxFailures, o.MaxUnknown, o.MostKeys) = (new(new byte[31]), TimeSpan.FromDays(801), TimeSpan.FromSeconds(61), 1, 0, 0, 0));
        using var provider = services.BuildServiceProvider();
        var thrown = Assert.Throws<CksConfigurationException>(() => provider.GetRequiredService<IOptions<CksApiKeyOptions>>().Value);
        foreach (var part in new[] { "CKS109", "pepper", "MaxLifetime", "CacheLifetime", "Remembered", "MaxFailures", "MaxUnknown", "MostKeys", "IApiKeyOwnerResolver" })
            Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
    }
}
