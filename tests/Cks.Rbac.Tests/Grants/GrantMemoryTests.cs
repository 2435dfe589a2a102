using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac.Tests.Grants;

public sealed class GrantMemoryTests
{
    private static readonly Subject Boss = GrantWorld.Of("ann", "boss");
    private static readonly Subject Bob = GrantWorld.Of("bob");
    private static readonly GrantRequest Auditor = GrantRequest.Role(GrantWorld.Person("bob"), "auditor", "needs it");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task StartAsync(GrantWorld world)
    {
        foreach (var service in world.Services.GetServices<IHostedService>())
            await service.StartAsync(Token);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 6_000 && !await isSo(); i++)
            await Task.Delay(10, Token);
        Assert.True(await isSo());
    }

    [Fact]
    public async Task Another_host_sees_a_change_as_soon_as_it_is_told()
    {
        var (ledger, bus) = (new InMemoryGrantLedger(), new InProcessChangeBus());
        await using var one = new GrantWorld(ledger, bus: bus);
        await using var other = new GrantWorld(ledger, bus: bus);
        await StartAsync(other);
        Assert.Equal(DecisionReason.NoRole, await other.MayAsync(Bob, "orders:view"));

        await one.GrantAsync(Boss, Auditor);
        await UntilAsync(async () => await other.MayAsync(Bob, "orders:view") == DecisionReason.Permitted);

        await one.Desk.RevokeAsync(Boss, GrantWorld.Person("bob"), (await one.HeldAsync("bob"))[0].Id, "no more", Token);
        await UntilAsync(async () => await other.MayAsync(Bob, "orders:view") == DecisionReason.NoRole);
    }

    [Fact]
    public async Task A_host_that_may_have_missed_something_forgets_everything()
    {
        var (ledger, bus) = (new InMemoryGrantLedger(), new InProcessChangeBus());
        await using var one = new GrantWorld(ledger);
        await using var other = new GrantWorld(ledger, bus: bus);
        await StartAsync(other);
        Assert.Equal(DecisionReason.NoRole, await other.MayAsync(Bob, "orders:view"));
        await one.GrantAsync(Boss, Auditor);
        Assert.Equal(DecisionReason.NoRole, await other.MayAsync(Bob, "orders:view"));

        await bus.PublishAsync(ChangeNotice.Resynchronize(CksGrants.Topic), Token);
        await UntilAsync(async () => await other.MayAsync(Bob, "orders:view") == DecisionReason.Permitted);
    }

    [Fact]
    public async Task Without_a_bus_another_host_sees_it_after_60_seconds_at_most()
    {
        var ledger = new InMemoryGrantLedger();
        await using var one = new GrantWorld(ledger);
        await using var other = new GrantWorld(ledger);
        Assert.Equal(DecisionReason.NoRole, await other.MayAsync(Bob, "orders:view"));
        await one.GrantAsync(Boss, Auditor);

        other.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(DecisionReason.Permitted, await other.MayAsync(Bob, "orders:view"));
    }

    [Fact]
    public async Task A_bus_that_is_down_undoes_no_change_and_is_subscribed_to_when_it_is_back()
    {
        var bus = new WeakBus();
        var ledger = new InMemoryGrantLedger();
        await using var one = new GrantWorld(ledger, bus: bus);
        await StartAsync(one);

        Assert.True((await one.GrantAsync(Boss, Auditor)).IsDone);
        Assert.Equal(DecisionReason.Permitted, await one.MayAsync(Bob, "orders:view"));

        bus.IsUp = true;
        await UntilAsync(() =>
        {
            one.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(bus.Subscriptions > 0);
        });
        await ledger.ChangeAsync(GrantWorld.Main, GrantWorld.Person("ann"), GrantWorld.Person("bob"), h => new([], [h.Grantee[0].Id], (Row())), Token);
        await bus.PublishAsync(new(CksGrants.Topic, GrantWorld.Person("bob").Key), Token);
        await UntilAsync(async () => await one.MayAsync(Bob, "orders:view") == DecisionReason.NoRole);
    }

    [Fact]
    public async Task S29_a_ledger_that_is_down_is_neither_a_refusal_nor_somebody_without_grants()
    {
        await using var world = new GrantWorld(new FailingLedger());
        await Assert.ThrowsAsync<TimeoutException>(() => world.GrantAsync(Boss, Auditor));
        await Assert.ThrowsAsync<TimeoutException>(() => world.BindAsync(Bob));
        // It is asked again: a failure is not remembered.
        await Assert.ThrowsAsync<TimeoutException>(() => world.BindAsync(Bob));
        Assert.Equal(DecisionReason.GrantsUnknown, world.Decisions.Check(Bob, CapabilityId.Of("orders:view")).Reason);
    }

    [Fact]
    public async Task What_became_of_a_change_that_failed_late_is_seen_at_once()
    {
        var ledger = new InMemoryGrantLedger();
        await using var world = new GrantWorld(new FailingLedger(ledger));
        Assert.Equal(DecisionReason.NoRole, await world.MayAsync(Bob, "orders:view"));

        await Assert.ThrowsAsync<TimeoutException>(() => world.GrantAsync(Boss, Auditor));

        Assert.Equal(DecisionReason.Permitted, await world.MayAsync(Bob, "orders:view"));
    }

    [Fact]
    public void The_key_of_a_notice_is_of_one_person()
    {
        PersonId[] people = [new("a", "bc"), new("ab", "c"), new("1:a", "b"), new("1", ":ab"), new(new('i', CksGrants.LongestIssuer), new('s', CksGrants.LongestSubject))];
        Assert.Equal(people.Length, people.Select(p => p.Key).Distinct().Count());
        Assert.All(people, p =>
        {
            Assert.True(PersonId.TryParse(p.Key, out var read));
            Assert.Equal(p, read);
            Assert.Equal(p.Key, new ChangeNotice(CksGrants.Topic, p.Key).Key);
        });
        Assert.All(["", "x", ":ab", "9:ab", "-1:ab", "99999999999:a"], k => Assert.False(PersonId.TryParse(k, out _)));
    }

    private static GrantRecord Row() => new(GrantWorld.Noon, GrantAction.Revoked, GrantWorld.Person("ann"), GrantWorld.Person("bob"), GrantWorld.Main, [], "r", "");

    private sealed class WeakBus : IChangeBus
    {
        private readonly InProcessChangeBus _bus = new();
        private int _subscriptions;

        public bool IsUp { get; set; }

        public int Subscriptions => Volatile.Read(ref _subscriptions);

        public ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default) => IsUp ? _bus.PublishAsync(notice, cancellationToken) : throw new TimeoutException();

        public async ValueTask<IAsyncDisposable> SubscribeAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken = default)
        {
            var subscription = IsUp ? await _bus.SubscribeAsync(topic, handler, cancellationToken) : throw new TimeoutException();
            Interlocked.Increment(ref _subscriptions);
            return subscription;
        }
    }
}
