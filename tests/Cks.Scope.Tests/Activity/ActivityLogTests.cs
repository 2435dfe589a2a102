using Cks.Rbac;
using static Cks.Scope.Tests.Activity.ActivityWorld;

namespace Cks.Scope.Tests.Activity;

public sealed class ActivityLogTests
{
    private static readonly Subject Center = Me("CEN-001", "center");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_hears_are_the_ids_that_a_role_listens_to_and_ancestors_that_see_the_target(bool postgres)
    {
        await using var world = await CreateAsync(postgres);

        // The manager sees orders and hears as an ancestor; the customer between them does not see any.
        Assert.Equal("CEN-001 CRW-001 MGR-001", await world.AudienceAsync(await world.HappensAsync("order_opened", Center, "order", "ORD-1", ("centerId", "CEN-001"), ("crewId", "CRW-001"))));
        // Whoever must see the target and does not is not told: the crew's orders are the open ones.
        Assert.Equal("CEN-001 MGR-001", await world.AudienceAsync(await world.HappensAsync("order_opened", Center, "order", "ORD-2", ("centerId", "CEN-001"), ("crewId", "CRW-001"))));
        // Somebody else's code among the ids gives nobody anything that they do not see.
        Assert.Equal("CEN-001", await world.AudienceAsync(await world.HappensAsync("order_opened", Center, "order", "ORD-1", ("centerId", "CEN-002"), ("crewId", "CRW-002"))));
        // Customers do not see crew, so they are no audience of what happens to it; the named center need not see it.
        Assert.Equal("CEN-001 CEN-002 CRW-001 MGR-001", await world.AudienceAsync(await world.HappensAsync("crew_moved", Center, "crew", "CRW-001", ("centerId", "CEN-002"))));
    }

    [Fact]
    public async Task An_absent_or_unknown_code_is_nobody()
    {
        await using var world = await CreateAsync(postgres: false);

        Assert.Equal("CEN-001 CRW-001 MGR-001", await world.AudienceAsync(await world.HappensAsync("crew_moved", Me("", "center"), "crew", "CRW-001", ("centerId", null), ("crewId", "CRW-002"))));
        Assert.Equal("CEN-001", await world.AudienceAsync(await world.HappensAsync("crew_moved", Center, "crew", "nobody", ("centerId", "x' OR '1'='1"))));
    }

    [Fact]
    public async Task What_ends_a_row_is_told_to_nobody_and_a_role_is_told_as_a_whole()
    {
        await using var world = await CreateAsync(postgres: false);

        Assert.Equal("", await world.AudienceAsync(await world.HappensAsync("crew_archived", Center, "crew", "CRW-001")));
        // The center acts and is named, and hears through its role all the same: once.
        Assert.Equal("role:center role:crew", await world.AudienceAsync(await world.HappensAsync("product_created", Center, "order", "ORD-1", ("centerId", "CEN-001"))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S18_after_a_move_the_old_ancestors_keep_what_was_and_hear_nothing_new(bool postgres)
    {
        await using var world = await CreateAsync(postgres);
        var before = await world.HappensAsync("crew_moved", Center, "crew", "CRW-001");
        await world.RunAsync("UPDATE crew SET parent = 'CEN-002' WHERE tenant = 'main' AND id = 'CRW-001'");

        var after = await world.HappensAsync("crew_moved", Me("CRW-001", "crew"), "crew", "CRW-001");

        Assert.Equal("CEN-001 CRW-001 MGR-001", await world.AudienceAsync(before));
        Assert.Equal("CEN-002 CRW-001 MGR-002", await world.AudienceAsync(after));
        Assert.Equal([before], (await world.Feed.ReadAsync(Me("MGR-001", "manager")))!.Items.Select(i => i.Id));
        Assert.Equal([after], (await world.Feed.ReadAsync(Me("MGR-002", "manager")))!.Items.Select(i => i.Id));
    }

    [Theory]
    [InlineData(false, "\"actor\"")]
    [InlineData(true, "\"actor\"")]
    [InlineData(false, "\"actor\", \"crewId\"")]
    public async Task S18_a_code_whose_role_could_be_another_one_hears_only_what_every_one_of_them_may(bool postgres, string filters)
    {
        // Apprentices are crew as well, and see no order.
        await using var world = await CreateAsync(postgres, ActivityWorld.Model.Replace("\"roles\": {\n", $"\"roles\": {{ \"xapprentice\": {{ \"entity\": \"crew\", \"activityFilters\": [{filters}] }},\n", StringComparison.Ordinal));

        var opened = await world.HappensAsync("order_opened", Center, "order", "ORD-1", ("centerId", "CEN-001"), ("crewId", "CRW-001"));

        Assert.Equal("CEN-001 MGR-001", await world.AudienceAsync(opened));
        Assert.Empty((await world.Feed.ReadAsync(Me("CRW-001", "xapprentice")))!.Items);
    }

    [Fact]
    public async Task S18_an_event_that_is_not_committed_has_neither_row_nor_audience()
    {
        await using var world = await CreateAsync(postgres: false);
        await using (var work = await world.Database.BeginAsync())
            await world.Log.WriteAsync(work, new("crew_moved", Center, "crew", "CRW-001", "moved"));

        Assert.Empty(await world.LinesAsync("SELECT activity_id FROM activities"));
        Assert.Empty(await world.LinesAsync("SELECT activity_id FROM activity_audience"));
    }

    [Theory]
    [InlineData("order_oponed", "order")]
    [InlineData("order_opened", "ordre")]
    public async Task A_kind_or_entity_that_the_model_does_not_declare_is_a_mistake_of_the_program(string type, string entity)
    {
        await using var world = await CreateAsync(postgres: false);

        await Assert.ThrowsAsync<ArgumentException>(() => world.HappensAsync(type, Center, entity, "ORD-1"));
        Assert.Empty(await world.LinesAsync("SELECT activity_id FROM activities"));
    }
}
