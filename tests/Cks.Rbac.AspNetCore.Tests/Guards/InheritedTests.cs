using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

public sealed class InheritedTests
{
    [Fact]
    public async Task A_guard_of_a_method_holds_where_a_derived_hub_overrides_it()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapHub<DerivedHub>("/hub").RequireAuthorization(), b => b.Services.AddSignalR());
        using var reader = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/hub"), GuardHost.Session("reader"));
        using var writer = await HubConnection.OpenAsync(new(host.Http.BaseAddress!, "/hub"), GuardHost.Session("writer"));

        foreach (var method in (string[])["Overridden", "Inherited"])
        {
            Assert.Contains("unauthorized", (await reader.InvokeAsync(method)).GetProperty("error").GetString()!, StringComparison.Ordinal);
            Assert.Equal("in", (await writer.InvokeAsync(method)).GetProperty("result").GetString());
        }
    }

    [Fact]
    public async Task S19_AllowAnonymous_that_a_controller_inherits_beside_its_guard_stops_the_host() =>
        Assert.Equal(
            "CKS113 GET mvc/inherited AllowAnonymous switches the guard beside it off. Take one of the two out.",
            Assert.Single(await GuardHost.FindingsAsync(
                app => app.MapControllers(),
                b => b.Services.AddControllers().ConfigureApplicationPartManager(m => m.FeatureProviders.Add(new OnlyControllers(typeof(InheritingController)))))));
}
