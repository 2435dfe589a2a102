using System.Text;
using Cks.Core;
using Cks.Rbac;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.AspNetCore.Tests;

public sealed class CksHostApplicationBuilderExtensionsTests
{
    [Fact]
    public async Task Two_hosts_in_one_process_share_nothing()
    {
        const string Closed = """{ "version": 1, "resources": { "notes": { "actions": ["view"] } }, "roles": { "reader": {} } }""";
        await using var open = await AppHost.StartAsync(app => app.MapGet("/notes", () => "in").RequireCaps("notes:view"));
        await using var closed = await AppHost.StartAsync(app => app.MapGet("/notes", () => "in").RequireCaps("notes:view"), policy: Closed);

        // Each believes its own issuer and judges by its own policy.
        Assert.Equal((200, 403), ((await open.TextAsync("/notes", "ann")).Status, (await closed.TextAsync("/notes", "ann")).Status));
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/notes") { Headers = { Authorization = new("Bearer", closed.Issuer.Forge.Mint("ann", "portal")) } };
        using var refused = await open.Http.SendAsync(foreign, TestContext.Current.CancellationToken);
        Assert.Equal(401, (int)refused.StatusCode);

        // What one of them reloads, or whose keys are gone, is nothing to the other.
        var utf8 = Encoding.UTF8.GetBytes(Closed);
        Assert.True(open.Services.GetRequiredService<SnapshotStore<Policy>>().TryActivate(PolicyReader.Read("closed", utf8), utf8, out var active));
        Assert.Equal((403, 403), ((await open.TextAsync("/notes", "ann")).Status, (await closed.TextAsync("/notes", "ann")).Status));
        Assert.Equal((2, 1), (active.Version.Sequence, closed.Services.GetRequiredService<SnapshotStore<Policy>>().Current.Version.Sequence));
    }

    [Fact]
    public async Task An_endpoint_without_a_rule_stops_the_host()
    {
        var thrown = await Assert.ThrowsAsync<CksConfigurationException>(() => AppHost.StartAsync(app => app.MapGet("/notes", () => "in")));

        Assert.Equal(CksCodes.UnguardedEndpoint, Assert.Single(thrown.Diagnostics).Code);
    }
}
