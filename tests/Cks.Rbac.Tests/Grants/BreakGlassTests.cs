using Cks.Core;

namespace Cks.Rbac.Tests.Grants;

public sealed class BreakGlassTests
{
    private static readonly Subject Bob = GrantWorld.Of("bob", "keeper");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ValueTask<GrantOutcome> BreakAsync(GrantWorld world, Subject subject, double minutes = 10, string reason = "the port burns") =>
        world.Desk.BreakGlassAsync(subject, TimeSpan.FromMinutes(minutes), reason, Token);

    [Fact]
    public async Task S29_broken_glass_opens_what_is_marked_so_with_an_audit_row_and_an_alarm_and_ends_by_itself()
    {
        await using var world = new GrantWorld();
        Assert.Equal(DecisionReason.NotPermitted, await world.MayAsync(Bob, "orders:cancel"));

        var outcome = await BreakAsync(world, Bob);

        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(Bob, "orders:cancel"));
        Assert.Equal((GrantAction.GlassBroken, "the port burns"), (outcome.Record!.Action, Assert.Single(await world.HistoryAsync()).Reason));
        var alarm = Assert.Single(world.Events);
        Assert.Equal((SecurityEventKinds.GlassBroken, "bob", "main", "Until 2026-12-01 12:10:00Z: the port burns"), (alarm.Kind, alarm.SubjectId, alarm.TenantId, alarm.Detail));
        world.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(Bob, "orders:cancel"));
        world.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(DecisionReason.NotPermitted, await world.MayAsync(Bob, "orders:cancel"));
    }

    [Fact]
    public async Task It_is_broken_with_a_reason_for_an_hour_at_most_and_only_where_there_is_glass()
    {
        await using var world = new GrantWorld();
        async Task<string> TryAsync(Subject subject, double minutes = 10, string reason = "r") => (await BreakAsync(world, subject, minutes, reason)).ToString();

        Assert.Equal("missing_reason", await TryAsync(Bob, reason: " "));
        Assert.Equal("invalid_duration", await TryAsync(Bob, minutes: 0));
        Assert.Equal("invalid_duration", await TryAsync(Bob, minutes: -1));
        Assert.Equal("invalid_duration", await TryAsync(Bob, minutes: 60.001));
        Assert.Equal("no_glass", await TryAsync(GrantWorld.Of("bob", "boss")));
        Assert.Equal("no_glass", await TryAsync(GrantWorld.Of("bob")));
        Assert.Equal("borrowed_rights", await TryAsync(new("bob", GrantWorld.Main, ["keeper"]) { Issuer = GrantWorld.Issuer, Actor = "eve" }));
        Assert.Equal("borrowed_rights", await TryAsync(new("bob", GrantWorld.Main, ["keeper"]) { Issuer = GrantWorld.Issuer, Credential = "key" }));
        Assert.Empty(world.Events);
        Assert.Empty(await world.HistoryAsync());
        Assert.Equal("done", await TryAsync(Bob, minutes: 60));
    }

    [Fact]
    public async Task A_granted_role_has_its_glass_and_a_suspended_one_has_none()
    {
        await using var world = new GrantWorld(GrantWorld.Role("k", "bob", "keeper"));
        var bob = GrantWorld.Of("bob");
        Assert.True((await BreakAsync(world, bob)).IsDone);
        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(bob, "orders:cancel"));

        await world.Desk.SuspendAsync(GrantWorld.Of("ann", "granter"), GrantWorld.Person("bob"), "has left", Token);

        Assert.Equal(DecisionReason.NoRole, await world.MayAsync(bob, "orders:cancel"));
        Assert.Equal(GrantRefusalReason.NoGlass, (await BreakAsync(world, bob)).Reason);
        Assert.Equal(DecisionReason.NotPermitted, await world.MayAsync(Bob, "orders:cancel"));
    }

    [Fact]
    public async Task S29_broken_glass_passes_neither_tenant_nor_test_class_nor_ceiling_nor_deny()
    {
        await using var world = new GrantWorld();
        await BreakAsync(world, Bob);
        var elsewhere = new Subject("bob", GrantWorld.Other, ["keeper"]) { Issuer = GrantWorld.Issuer };
        Assert.Equal(DecisionReason.NotPermitted, await world.MayAsync(elsewhere, "orders:cancel"));
        Assert.Equal(DecisionReason.NotPermitted, await world.MayAsync(new("bob", GrantWorld.Main, ["keeper"]) { Issuer = "https://other.example" }, "orders:cancel"));
        // A test user's glass is open for a test user: the class is the subject's, whatever is open.
        Assert.True((await world.BindAsync(new("bob", GrantWorld.Main, ["keeper"]) { Issuer = GrantWorld.Issuer, IsTest = true })).IsTest);

        world.Narrowed.Add("orders:cancel");
        Assert.Equal(DecisionReason.Ceiling, await world.MayAsync(Bob, "orders:cancel"));
        world.Narrowed.Clear();
        Assert.Equal(DecisionReason.Denied, await world.MayAsync(GrantWorld.Of("bob", "keeper", "trainee"), "orders:cancel"));
    }

    [Fact]
    public async Task S12_whoever_acts_for_the_person_or_by_their_key_has_not_broken_it()
    {
        await using var world = new GrantWorld();
        await BreakAsync(world, Bob);
        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(Bob, "orders:cancel"));
        Assert.Equal(DecisionReason.NotPermitted, await world.MayAsync(new("bob", GrantWorld.Main, ["keeper"]) { Issuer = GrantWorld.Issuer, Actor = "eve" }, "orders:cancel"));
        Assert.Equal(DecisionReason.NotPermitted, await world.MayAsync(new("bob", GrantWorld.Main, ["keeper"]) { Issuer = GrantWorld.Issuer, Credential = "key" }, "orders:cancel"));
    }

    [Fact]
    public async Task It_is_closed_early_by_the_person_or_by_whoever_revokes_and_breaking_it_again_replaces_it()
    {
        await using var world = new GrantWorld();
        await BreakAsync(world, Bob);
        await BreakAsync(world, Bob, 20, "still burns");
        Assert.Equal("still burns", Assert.Single(await world.HeldAsync("bob")).Reason);

        Assert.Equal(GrantAction.GlassClosed, (await world.Desk.CloseGlassAsync(Bob, Token)).Record!.Action);
        Assert.Equal(DecisionReason.NotPermitted, await world.MayAsync(Bob, "orders:cancel"));
        Assert.Equal(GrantRefusalReason.UnknownGrant, (await world.Desk.CloseGlassAsync(Bob, Token)).Reason);

        var again = await BreakAsync(world, Bob);
        Assert.True((await world.Desk.RevokeAsync(GrantWorld.Of("ann", "granter"), GrantWorld.Person("bob"), again.Record!.Grants[0].Id, "no fire", Token)).IsDone);
        Assert.Equal(DecisionReason.NotPermitted, await world.MayAsync(Bob, "orders:cancel"));
        Assert.Equal([GrantAction.GlassBroken, GrantAction.GlassBroken, GrantAction.GlassClosed, GrantAction.GlassBroken, GrantAction.Revoked], (await world.HistoryAsync()).Select(r => r.Action));
    }

    [Fact]
    public async Task S29_a_ledger_that_fails_opens_no_glass_and_raises_no_alarm()
    {
        await using var world = new GrantWorld(new FailingLedger());
        await Assert.ThrowsAsync<TimeoutException>(async () => await BreakAsync(world, Bob));
        Assert.Empty(world.Events);
    }
}
