using System.Runtime.CompilerServices;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig.Tests;

/// <summary>Random documents, policies, grants, ceilings and moments: what is shown is what the API permits, and never what somebody else is shown.</summary>
public sealed class HubViewPropertyTests(ITestOutputHelper output)
{
    [Fact]
    public async Task S09_Screen_is_what_the_api_permits_in_a_thousand_random_worlds()
    {
        var (shown, hidden) = (0, 0);
        ViewWorld? world = null;
        for (var i = 0; i < 1_000; i++)
        {
            // Grants come and do not go: a world ends before all is denied.
            if (i % 25 == 0)
            {
                world?.Dispose();
                world = new ViewWorld(i);
            }

            world!.ActivatePolicy();
            world.ReloadDocuments();
            await world.ChangeAsync();
            var subject = await world.BindAsync(world.Anybody());
            var view = (await world.Composer.ComposeAsync(subject))!;
            Assert.Equal(world.Expected(subject), ViewWorld.Shown(view));
            for (var n = 0; n < ViewWorld.Things; n++)
            {
                // The real decision point with the real ceiling, as a guard of the API asks it.
                var isPermitted = world.Decisions.Check(subject, CapabilityId.Of(ViewWorld.Capability(n))).IsPermitted;
                var action = view.QuickActions.Any(a => a.Action == $"act{n}");
                Assert.True(isPermitted || !action);
                Assert.Equal(isPermitted, view.Permissions[ViewWorld.Capability(n)]);
                // One without a feature is shown wherever it is permitted; Expected knows which have one.
                (shown, hidden) = action ? (shown + 1, hidden) : (shown, hidden + 1);
            }
        }

        world!.Dispose();
        output.WriteLine($"{shown} actions shown, {hidden} not");
        Assert.InRange(shown, 1_000, 5_000);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(4)]
    [InlineData(0)]
    public async Task S06_Nobody_ever_gets_the_view_of_another_context_or_of_before_a_change(int remembered)
    {
        ViewWorld? world = null;
        var owners = new ConditionalWeakTable<HubView, DecisionContext>();
        var again = 0;
        for (var i = 0; i < 2_000; i++)
        {
            if (i % 200 == 0)
            {
                world?.Dispose();
                world = new ViewWorld(-i - 1, remembered);
            }

            if (i % 3 == 0)
                await world!.ChangeAsync();
            var subject = await world!.BindAsync(world.Anybody());
            var view = (await world.Composer.ComposeAsync(subject))!;
            Assert.Equal(world.Expected(subject), ViewWorld.Shown(view));
            Assert.InRange(view.Until - world.Clock.GetUtcNow(), TimeSpan.FromTicks(1), TimeSpan.FromSeconds(60));
            Assert.Equal((world.Catalog.Documents.Version, world.Policies.Current.Version), (view.HubVersion, view.PolicyVersion));
            if (owners.TryGetValue(view, out var owner))
            {
                Assert.Equal(owner, subject.Context);
                again++;
            }
            else
                owners.Add(view, subject.Context);
        }

        world!.Dispose();
        output.WriteLine($"{again} of 2000 were remembered");
        Assert.Equal(remembered > 0, again > 0);
    }

    /// <summary>Two people of one role: what one is granted the other does not see, neither before nor after, and a grant is seen at once.</summary>
    [Fact]
    public async Task S06_Two_of_one_role_with_different_grants_two_tenants_and_borrowed_calls_have_views_of_their_own()
    {
        using var world = new ViewWorld(7);
        DateTimeOffset now = world.Clock.GetUtcNow();
        Subject[] all =
        [
            Of("ann", "acme"), Of("bob", "acme"), Of("ann", "main"), new Subject("ann", TenantId.Parse("acme"), ["worker"]) { Issuer = "https://other.test" },
            With(s => new Subject(s.Id, s.Tenant, s.Roles) { Issuer = s.Issuer, Actor = "eve", ActorRoles = ["worker"] }),
            With(s => new Subject(s.Id, s.Tenant, s.Roles) { Issuer = s.Issuer, Actor = "eve", ActorRoles = ["lead"] }),
            With(s => new Subject(s.Id, s.Tenant, s.Roles) { Issuer = s.Issuer, Credential = "key", CredentialCapabilities = ["r0:view"] }),
            With(s => new Subject(s.Id, s.Tenant, s.Roles) { Issuer = s.Issuer, Credential = "key", CredentialCapabilities = [] }),
            With(s => new Subject(s.Id, s.Tenant, s.Roles) { Issuer = s.Issuer, SteppedUpAt = now }),
            With(s => new Subject(s.Id, s.Tenant, s.Roles) { Issuer = s.Issuer, IsTest = true }),
            With(s => new Subject(s.Id, s.Tenant, s.Roles) { Issuer = s.Issuer, Code = "C-1" }),
            With(s => new Subject(s.Id, s.Tenant, s.Roles) { Issuer = s.Issuer, Type = "service" }),
            With(s => new Subject(s.Id, s.Tenant, ["lead", "worker"]) { Issuer = s.Issuer }),
            With(s => new Subject(s.Id, s.Tenant, ["worker", "lead"]) { Issuer = s.Issuer }),
        ];
        var views = new List<HubView>();
        foreach (var subject in all)
        {
            views.Add(await ComposeAsync(subject));
            // Its own is remembered.
            Assert.Same(views[^1], await ComposeAsync(subject));
        }

        Assert.Equal(all.Length, views.Distinct(ReferenceEqualityComparer.Instance).Count());

        async Task<HubView> ComposeAsync(Subject subject) => (await world.Composer.ComposeAsync(await world.BindAsync(subject)))!;
        Subject With(Func<Subject, Subject> change) => change(Of("ann", "acme"));
        static Subject Of(string id, string tenant) => new(id, TenantId.Parse(tenant), ["worker"]) { Issuer = "https://issuer.test" };
    }

    [Fact]
    public async Task S06_A_view_lives_for_sixty_seconds_at_most_and_its_time_is_the_application_s()
    {
        using var world = new ViewWorld(11);
        var subject = new Subject("ann", TenantId.Parse("main"), ["lead"]) { Code = "C" };
        var first = await ComposeAsync();
        world.Clock.Advance(first.Until - world.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        Assert.Same(first, await ComposeAsync());
        world.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.NotSame(first, await ComposeAsync());

        async Task<HubView> ComposeAsync() => (await world.Composer.ComposeAsync(await world.BindAsync(subject)))!;
    }

    [Fact]
    public async Task A_view_that_is_remembered_takes_nothing_from_the_heap()
    {
        using var world = new ViewWorld(13);
        var subject = await world.BindAsync(new("ann", TenantId.Parse("main"), ["lead"]) { Issuer = "https://issuer.test" });
        var (composer, length) = (world.Composer, (await world.Composer.ComposeAsync(subject))!.Json.Length);
        for (var i = 0; i < 10_000; i++)
            length = Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            length = Ask();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(length > 0);

        int Ask() => composer.ComposeAsync(subject).Result!.Json.Length;
    }

    /// <summary>Readers while policy and documents are swapped: each view is that of the versions which it names.</summary>
    [Fact]
    public async Task S06_Views_under_concurrent_swaps_are_those_of_an_uncached_composer()
    {
        using var world = new ViewWorld(17);
        var uncached = new HubComposer(world.Catalog, world.Decisions, (IPolicyPlanner)world.Decisions, world.Clock, remembered: 0);
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
        {
            var read = 0;
            for (; !end.IsCancellationRequested; read++)
            {
                var subject = await world.BindAsync(new(n % 2 == 0 ? "ann" : "bob", TenantId.Parse(n < 2 ? "acme" : "main"), [ViewWorld.Roles[read % 2]]) { Issuer = "https://issuer.test" });
                var (before, view) = (world.Catalog.Documents, (await world.Composer.ComposeAsync(subject))!);
                var naive = (await uncached.ComposeAsync(subject))!;
                Assert.Equal(ViewWorld.Roles[read % 2], view.Role);
                Assert.Equal(naive.PolicyVersion, view.PolicyVersion);
                if (ReferenceEquals(before, world.Catalog.Documents))
                    Assert.True(naive.Json.Span.SequenceEqual(view.Json.Span));
                // So that all of them come on, however few threads there are.
                await Task.Yield();
            }

            return read;
        })).ToArray();
        for (var i = 0; i < 100 && !readers.Any(r => r.IsCompleted); i++)
        {
            if (i % 2 == 0)
                world.ActivatePolicy();
            else
                world.ReloadDocuments();
            await Task.Delay(5);
        }

        await end.CancelAsync();
        Assert.InRange((await Task.WhenAll(readers)).Sum(), 1, int.MaxValue);
    }
}
