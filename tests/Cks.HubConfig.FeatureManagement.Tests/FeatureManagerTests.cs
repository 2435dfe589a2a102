using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace Cks.HubConfig.FeatureManagement.Tests;

public sealed class FeatureManagerTests
{
    private const string Manager = "u1;acme;manager";

    [Theory]
    [InlineData("/calendar", Manager, 200)]
    [InlineData("/calendar", "u1;other;manager", 404)]
    [InlineData("/calendar", "u1;acme;crew", 404)]
    [InlineData("/calendar", "", 404)]
    [InlineData("/both", Manager, 200)]
    [InlineData("/both", "u1;other;manager", 404)]
    [InlineData("/any", "u1;other;manager", 200)]
    [InlineData("/any", "", 404)]
    [InlineData("/none", Manager, 404)]
    public async Task Gates_of_an_application_ask_the_flags_of_the_hub(string path, string who, int status)
    {
        await using var host = await FlagHost.StartAsync();
        Assert.Equal(status, await host.GetAsync(path, who));
    }

    [Fact]
    public async Task Kill_switch_closes_the_gate_at_the_next_request()
    {
        await using var host = await FlagHost.StartAsync();
        Assert.Equal(200, await host.GetAsync("/calendar", Manager));
        host.WriteHub("\"calendar\": { \"kill\": true }");
        Assert.Empty(host.App.Services.GetRequiredService<HubCatalog>().TryReload().Diagnostics);
        Assert.Equal(404, await host.GetAsync("/calendar", Manager));
    }

    [Fact]
    public async Task Scope_keeps_to_one_revision_and_one_moment_where_it_asks_for_a_snapshot()
    {
        await using var host = await FlagHost.StartAsync();
        using var scope = host.As(Manager);
        var (pinned, current) = (scope.ServiceProvider.GetRequiredService<IVariantFeatureManagerSnapshot>(), scope.ServiceProvider.GetRequiredService<IVariantFeatureManager>());
        Assert.Equal((true, true), (await IsOn(pinned, "calendar"), await IsOn(current, "calendar")));
        Assert.Equal((false, false), (await IsOn(pinned, "evening"), await IsOn(current, "evening")));
        host.Clock.Advance(TimeSpan.FromHours(6));
        Assert.Equal((false, true), (await IsOn(pinned, "evening"), await IsOn(current, "evening")));
        host.WriteHub("\"calendar\": { \"kill\": true }");
        host.App.Services.GetRequiredService<HubCatalog>().TryReload();
        Assert.Equal((true, false), (await IsOn(pinned, "calendar"), await IsOn(current, "calendar")));
        Assert.True(await scope.ServiceProvider.GetRequiredService<IFeatureManagerSnapshot>().IsEnabledAsync("calendar"));
        Assert.False(await scope.ServiceProvider.GetRequiredService<IFeatureManager>().IsEnabledAsync("calendar"));
    }

    [Fact]
    public async Task Context_says_for_whom()
    {
        await using var host = await FlagHost.StartAsync();
        using var scope = host.As("u2;acme;crew");
        var features = scope.ServiceProvider.GetRequiredService<IVariantFeatureManager>();
        var mary = new Subject("mary", TenantId.Parse("acme"), ["manager"]);
        Assert.False(await IsOn(features, "calendar"));
        Assert.True(await features.IsEnabledAsync("calendar", mary, TestContext.Current.CancellationToken));
        Assert.True(await features.IsEnabledAsync("calendar", new TargetingContext { UserId = "mary", Groups = ["manager"] }, TestContext.Current.CancellationToken));
        Assert.False(await features.IsEnabledAsync("calendar", new TargetingContext { UserId = "mary" }, TestContext.Current.CancellationToken));
        Assert.True(await features.IsEnabledAsync("evening", new FlagContext(mary.Context, FlagHost.Noon.AddHours(6)), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<NotSupportedException>(() => features.IsEnabledAsync("calendar", "mary", TestContext.Current.CancellationToken).AsTask());
        for (var i = 0; i < 100; i++)
            Assert.Equal(FlagHash.PartOf("half", $"u{i}") < 500_000, await features.IsEnabledAsync("half", new TargetingContext { UserId = $"u{i}", Groups = ["manager"] }, TestContext.Current.CancellationToken));
    }

    /// <summary>With a context as well, and for another caller: what is pinned is the revision and the moment, and not the question.</summary>
    [Fact]
    public async Task S06_Snapshot_keeps_to_one_revision_and_one_moment_whomever_it_is_asked_about()
    {
        await using var host = await FlagHost.StartAsync();
        using var scope = host.As(Manager);
        var (pinned, current) = (scope.ServiceProvider.GetRequiredService<IVariantFeatureManagerSnapshot>(), scope.ServiceProvider.GetRequiredService<IVariantFeatureManager>());
        var mary = new Subject("mary", TenantId.Parse("acme"), ["manager"]);
        Assert.True(await IsOn(pinned, "calendar"));
        host.Clock.Advance(TimeSpan.FromHours(6));
        host.WriteHub("\"calendar\": { \"kill\": true }, \"evening\": { \"window\": { \"from\": \"2026-12-01T18:00Z\" } }");
        Assert.True(host.App.Services.GetRequiredService<HubCatalog>().TryReload().IsLoaded);
        Assert.Equal((true, false), (await pinned.IsEnabledAsync("calendar", mary, TestContext.Current.CancellationToken), await current.IsEnabledAsync("calendar", mary, TestContext.Current.CancellationToken)));
        Assert.Equal((false, true), (await pinned.IsEnabledAsync("evening", mary, TestContext.Current.CancellationToken), await current.IsEnabledAsync("evening", mary, TestContext.Current.CancellationToken)));
        // One without a moment asks at that of the scope.
        Assert.False(await pinned.IsEnabledAsync("evening", new FlagContext(mary.Context, default), TestContext.Current.CancellationToken));
        Assert.True(await current.IsEnabledAsync("evening", new FlagContext(mary.Context, default), TestContext.Current.CancellationToken));
        // Who is meant without an identifier is nobody in particular, and still of the groups.
        Assert.True(await pinned.IsEnabledAsync("calendar", new TargetingContext { Groups = ["manager"] }, TestContext.Current.CancellationToken));
        Assert.False(await pinned.IsEnabledAsync("half", new TargetingContext { Groups = ["manager"] }, TestContext.Current.CancellationToken));
        Assert.Contains("half", await pinned.GetFeatureNamesAsync().ToArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_no_subject_is_registered_nobody_asks()
    {
        await using var host = await FlagHost.StartAsync(services => services.Remove(services.Last(s => s.ServiceType == typeof(Subject))));
        await using var scope = host.App.Services.CreateAsyncScope();
        Assert.False(await IsOn(scope.ServiceProvider.GetRequiredService<IVariantFeatureManager>(), "messaging"));
        Assert.Empty(await scope.ServiceProvider.GetRequiredService<IVariantFeatureManager>().GetFeatureNamesAsync(TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The gate of somebody with two roles is shut by the kill of either's hub.</summary>
    [Fact]
    public async Task S09_Kill_of_the_hub_of_any_role_shuts_the_gate()
    {
        await using var host = await FlagHost.StartAsync();
        Assert.Equal(200, await host.GetAsync("/calendar", "u1;acme;manager;crew"));
        host.WriteHub("crew", "\"calendar\": { \"kill\": true }");
        Assert.True(host.App.Services.GetRequiredService<HubCatalog>().TryReload().IsLoaded);
        Assert.Equal((404, 404, 200), (await host.GetAsync("/calendar", "u1;acme;manager;crew"), await host.GetAsync("/calendar", "u1;acme;crew;manager"), await host.GetAsync("/calendar", Manager)));
    }

    [Fact]
    public async Task Names_are_those_of_the_hub_and_flags_have_no_variants()
    {
        await using var host = await FlagHost.StartAsync();
        using var scope = host.As(Manager);
        var features = scope.ServiceProvider.GetRequiredService<IVariantFeatureManager>();
        Assert.Equal(["calendar", "evening", "half", "messaging", "reports"], await features.GetFeatureNamesAsync(TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken));
        Assert.Null(await features.GetVariantAsync("calendar", TestContext.Current.CancellationToken));
        using var stranger = host.As("");
        Assert.Empty(await stranger.ServiceProvider.GetRequiredService<IVariantFeatureManager>().GetFeatureNamesAsync(TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Outside_of_a_scope_nobody_asks_in_Production_either()
    {
        await using var host = await FlagHost.StartAsync(services => services.AddSingleton<Single>());
        Assert.All(
            (Type[])[typeof(IVariantFeatureManager), typeof(IFeatureManager), typeof(IVariantFeatureManagerSnapshot), typeof(IFeatureManagerSnapshot), typeof(Single)],
            type => Assert.Contains("IServiceScopeFactory", Assert.Throws<InvalidOperationException>(() => host.App.Services.GetRequiredService(type)).Message, StringComparison.Ordinal));
        await using var scope = host.App.Services.CreateAsyncScope();
        Assert.NotNull(scope.ServiceProvider.GetRequiredService<IVariantFeatureManager>());
    }

    [Fact]
    public async Task What_was_registered_before_is_asked_no_more()
    {
        await using var host = await FlagHost.StartAsync(services => services.AddFeatureManagement());
        Assert.Equal(200, await host.GetAsync("/calendar", Manager));
        Assert.Equal(404, await host.GetAsync("/calendar", "u1;other;manager"));
    }

    private static ValueTask<bool> IsOn(IVariantFeatureManager features, string name) => features.IsEnabledAsync(name, TestContext.Current.CancellationToken);

    private sealed class Single(IVariantFeatureManager manager)
    {
        public IVariantFeatureManager Manager => manager;
    }
}
