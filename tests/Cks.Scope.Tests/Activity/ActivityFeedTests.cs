using Cks.Rbac;
using static Cks.Scope.Tests.Activity.ActivityWorld;

namespace Cks.Scope.Tests.Activity;

public sealed class ActivityFeedTests
{
    private static readonly Subject Center = Me("CEN-001", "center");
    private static readonly Subject Crew = Me("CRW-001", "crew");

    [Theory]
    [InlineData(false, 50, new[] { 50, 50, 17 })]
    [InlineData(true, 50, new[] { 50, 50, 17 })]
    [InlineData(false, 40, new[] { 40, 40, 37 })]
    [InlineData(false, 39, new[] { 39, 39, 39 })]
    [InlineData(false, int.MaxValue, new[] { 50, 50, 17 })]
    public async Task Pages_hold_fifty_or_fewer_of_the_own_code_and_role_newest_first_without_gap_or_repeat(bool postgres, int limit, int[] pages)
    {
        await using var world = await CreateAsync(postgres);
        var expected = new List<string>();
        for (var i = 0; i < 117; i++)
            expected.Insert(0, i % 3 == 0 ? await world.HappensAsync("product_created", Center, "order", "ORD-1") : await world.HappensAsync("crew_moved", Center, "crew", "CRW-001"));

        var (seen, sizes, next) = (new List<string>(), new List<int>(), (string?)null);
        do
        {
            var page = (await world.Feed.ReadAsync(Crew, next, limit))!;
            seen.AddRange(page.Items.Select(i => i.Id));
            sizes.Add(page.Items.Count);
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(expected, seen);
        Assert.Equal(pages, sizes);
    }

    [Theory]
    [InlineData(1, new[] { 1, 1 })]
    [InlineData(2, new[] { 2 })]
    [InlineData(50, new[] { 2 })]
    public async Task What_is_heard_in_two_ways_is_one_item_and_no_page_of_its_own(int limit, int[] pages)
    {
        await using var world = await CreateAsync(postgres: false);
        string[] expected = [await world.HappensAsync("product_created", Center, "order", "ORD-1", ("centerId", "CEN-001")), await world.HappensAsync("product_created", Center, "order", "ORD-1")];
        // As it was written before the kind was told to whole roles.
        await using var twice = world.Source.CreateCommand("INSERT INTO activity_audience SELECT DISTINCT tenant_id, is_test, 'CEN-001', created_at, activity_id FROM activity_audience");
        Assert.Equal(2, await twice.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        var (seen, sizes, next) = (new List<string>(), new List<int>(), (string?)null);
        do
        {
            var page = (await world.Feed.ReadAsync(Center, next, limit))!;
            seen.AddRange(page.Items.Select(i => i.Id));
            sizes.Add(page.Items.Count);
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(expected.Reverse(), seen);
        Assert.Equal(pages, sizes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(int.MinValue)]
    public async Task A_page_holds_one_at_least(int limit)
    {
        await using var world = await CreateAsync(postgres: false);
        await world.HappensAsync("crew_moved", Center, "crew", "CRW-001");
        var newest = await world.HappensAsync("crew_moved", Center, "crew", "CRW-001");
        var page = (await world.Feed.ReadAsync(Crew, limit: limit))!;
        Assert.Equal(newest, Assert.Single(page.Items).Id);
        Assert.NotNull(page.Next);
    }

    [Fact]
    public async Task Each_viewer_reads_its_own_words_and_only_codes_of_rows_that_it_may_know()
    {
        await using var world = await CreateAsync(postgres: false);
        await world.HappensAsync("order_opened", Center, "order", "ORD-1", ("centerId", "CEN-001"), ("crewId", "CRW-001"));
        await world.HappensAsync("crew_moved", Me("MGR-001", "manager"), "crew", "CRW-001");

        var crew = (await world.Feed.ReadAsync(Crew))!.Items;
        Assert.Equal([("crew_moved CRW-001", null, "CRW-001", "info"), ("Your order was opened", "CEN-001", "ORD-1", "action")], crew.Select(i => (i.Description, i.Actor, i.Target, i.Category)));
        Assert.Equal("You opened it", (await world.Feed.ReadAsync(Center))!.Items[1].Description);
        Assert.Equal("order_opened ORD-1", (await world.Feed.ReadAsync(Me("MGR-001", "manager")))!.Items[1].Description);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S12_the_row_of_an_event_names_whoever_acted_in_anothers_place(bool postgres)
    {
        await using var world = await CreateAsync(postgres);
        var plain = await world.HappensAsync("crew_moved", Center, "crew", "CRW-001");
        var acted = await world.HappensAsync("crew_moved", new Subject("u-CEN-001", Center.Tenant, ["center"]) { Issuer = "i", Code = "CEN-001", Actor = "1:ieve", ActorRoles = ["manager"] }, "crew", "CRW-001");

        var rows = new Dictionary<string, (string Actor, string? ActedBy)>();
        await using var command = world.Source.CreateCommand("SELECT activity_id, actor_id, acted_by FROM activities");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows[reader.GetString(0)] = (reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2));
        Assert.Equal((("CEN-001", null), ("CEN-001", "1:ieve")), (rows[plain], rows[acted]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S12_a_feed_is_of_what_whoever_acts_hears_too(bool postgres)
    {
        await using var world = await CreateAsync(postgres);
        var own = await world.HappensAsync("crew_moved", Center, "crew", "CRW-001");
        var both = await world.HappensAsync("order_opened", Center, "order", "ORD-1", ("centerId", "CEN-001"), ("crewId", "CRW-001"));
        var ofRole = await world.HappensAsync("product_created", Center, "order", "ORD-1");
        var dismissed = await world.HappensAsync("order_opened", Center, "order", "ORD-1", ("centerId", "CEN-001"), ("crewId", "CRW-001"));
        Assert.Equal([dismissed, ofRole, both, own], await HeardAsync(Center));

        var byCrew = ActedBy("CRW-001", "crew");
        Assert.Equal([dismissed, ofRole, both, own], await HeardAsync(byCrew));
        Assert.Equal([ofRole], await HeardAsync(ActedBy("CRW-002", "crew")));
        Assert.Equal([dismissed, both, own], await HeardAsync(ActedBy("MGR-001", "manager")));
        Assert.Empty(await HeardAsync(ActedBy("MGR-002", "manager")));
        Assert.Empty(await HeardAsync(ActedBy("MGR-009", "manager")));
        Assert.Empty(await HeardAsync(ActedBy("", "manager")));
        Assert.Empty(await HeardAsync(ActedBy("MGR-001", "visitor")));

        Assert.False(await world.Feed.DismissAsync(ActedBy("CRW-002", "crew"), both));
        Assert.False(await world.Feed.DismissAsync(ActedBy("MGR-002", "manager"), both));
        Assert.True(await world.Feed.DismissAsync(byCrew, dismissed));
        Assert.Equal(1, await world.Feed.DismissAllAsync(ActedBy("CRW-002", "crew")));
        Assert.Equal([both, own], await HeardAsync(Center));

        async Task<IEnumerable<string>> HeardAsync(Subject me) => (await world.Feed.ReadAsync(me))!.Items.Select(i => i.Id);
        static Subject ActedBy(string code, string role) => new("u-CEN-001", Center.Tenant, ["center"]) { Issuer = "i", Code = "CEN-001", Actor = "1:ieve", ActorCode = code, ActorRoles = [role] };
    }

    [Fact]
    public async Task S04_a_text_that_names_who_acted_is_for_whoever_sees_them()
    {
        await using var world = await CreateAsync(postgres: false, ActivityWorld.Model.Replace("\"Your order was opened\"", "\"{actor} opened your order {target}\"", StringComparison.Ordinal));
        await world.HappensAsync("order_opened", Center, "order", "ORD-1", ("crewId", "CRW-001"));
        await world.HappensAsync("order_opened", Me("MGR-001", "manager"), "order", "ORD-1", ("crewId", "CRW-001"));

        Assert.Equal(["order_opened ORD-1", "CEN-001 opened your order ORD-1"], (await world.Feed.ReadAsync(Crew))!.Items.Select(i => i.Description));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_dismissed_is_gone_for_its_viewer_alone_and_only_what_was_heard_can_be(bool postgres)
    {
        await using var world = await CreateAsync(postgres);
        var (one, two) = (await world.HappensAsync("crew_moved", Center, "crew", "CRW-001"), await world.HappensAsync("product_created", Center, "order", "ORD-1"));
        var strange = await world.HappensAsync("crew_moved", Me("CEN-002", "center"), "crew", "CRW-002");

        Assert.True(await world.Feed.DismissAsync(Crew, one));
        Assert.True(await world.Feed.DismissAsync(Crew, one));
        Assert.False(await world.Feed.DismissAsync(Crew, strange));
        Assert.False(await world.Feed.DismissAsync(Crew, "x' OR '1'='1"));
        Assert.Equal([two], (await world.Feed.ReadAsync(Crew))!.Items.Select(i => i.Id));
        Assert.Equal(1, await world.Feed.DismissAllAsync(Crew));
        Assert.Equal(0, await world.Feed.DismissAllAsync(Crew));
        Assert.Empty((await world.Feed.ReadAsync(Crew))!.Items);
        Assert.Equal([two, one], (await world.Feed.ReadAsync(Center))!.Items.Select(i => i.Id));
        Assert.Equal(2, (await world.LinesAsync("SELECT viewer FROM activity_dismissals")).Count);
    }

    [Fact]
    public async Task A_long_feed_is_dismissed_to_its_end()
    {
        await using var world = await CreateAsync(postgres: false);
        await world.RunAsync("INSERT INTO activity_audience WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1101) SELECT 'main', 0, 'CRW-001', '2026-01-01T00:00:00.0000000Z', 'x' || i FROM n");

        Assert.Equal(1_101, await world.Feed.DismissAllAsync(Crew));
        Assert.Equal(1_101, (await world.LinesAsync("SELECT activity_id FROM activity_dismissals WHERE viewer = 'CRW-001'")).Count);
    }

    [Fact]
    public async Task S01_an_identical_code_of_another_tenant_or_test_class_hears_nothing()
    {
        await using var world = await CreateAsync(postgres: false);
        var id = await world.HappensAsync("crew_moved", Center, "crew", "CRW-001");

        Assert.Empty((await world.Feed.ReadAsync(Me("CRW-001", "crew", "acme")))!.Items);
        Assert.Empty((await world.Feed.ReadAsync(Me("CRW-001", "crew", isTest: true)))!.Items);
        Assert.False(await world.Feed.DismissAsync(Me("CRW-001", "crew", "acme"), id));
        Assert.Single((await world.Feed.ReadAsync(Crew))!.Items);
    }

    [Fact]
    public async Task Whose_own_record_is_not_live_or_who_has_no_strategy_hears_nothing()
    {
        await using var world = await CreateAsync(postgres: false);
        var id = await world.HappensAsync("crew_moved", Center, "crew", "CRW-001");
        await world.RunAsync("UPDATE crew SET archived = '2026-01-01T00:00:00.0000000Z' WHERE id = 'CRW-001'");

        Assert.Empty((await world.Feed.ReadAsync(Crew))!.Items);
        Assert.False(await world.Feed.DismissAsync(Crew, id));
        Assert.Equal(0, await world.Feed.DismissAllAsync(Crew));
        Assert.Empty((await world.Feed.ReadAsync(Me("CEN-001", "visitor")))!.Items);
        Assert.Empty((await world.Feed.ReadAsync(Subject.Nobody))!.Items);
    }

    [Fact]
    public async Task S28_a_cursor_is_good_for_its_own_feed_and_for_an_hour()
    {
        await using var world = await CreateAsync(postgres: false);
        for (var i = 0; i < 51; i++)
            await world.HappensAsync("product_created", Center, "order", "ORD-1");
        var next = (await world.Feed.ReadAsync(Crew))!.Next!;

        Assert.Single((await world.Feed.ReadAsync(Crew, next))!.Items);
        Assert.Null(await world.Feed.ReadAsync(Center, next));
        Assert.Null(await world.Feed.ReadAsync(Me("CRW-001", "crew", "acme"), next));
        for (var i = 0; i < next.Length; i++)
            Assert.Null(await world.Feed.ReadAsync(Crew, $"{next[..i]}{(next[i] == 'A' ? 'B' : 'A')}{next[(i + 1)..]}"));
        Assert.Null(await world.Feed.ReadAsync(Crew, ""));
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(await world.Feed.ReadAsync(Crew, next));
    }
}
