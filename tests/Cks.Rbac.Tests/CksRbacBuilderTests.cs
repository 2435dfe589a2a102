using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac.Tests;

public sealed class CksRbacBuilderTests
{
    private static async Task<CksConfigurationException> StartFails(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        configure(builder.Services);
        using var host = builder.Build();
        return await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_host_without_a_policy_does_not_start() =>
        Assert.Contains("AddPolicyFile", (await StartFails(s => s.AddCksRbac())).Message);

    [Fact]
    public async Task A_missing_file_is_named_with_the_full_path()
    {
        var exception = await StartFails(s => s.AddCksRbac().AddPolicyFile("policies/none.rbac.json"));

        Assert.Contains("CKS107", exception.Message);
        Assert.Contains(Path.GetFullPath("policies/none.rbac.json"), exception.Message);
    }

    [Fact]
    public async Task A_broken_policy_stops_the_host_with_every_finding()
    {
        var exception = await StartFails(s => s.AddCksRbac().AddPolicy("p.json", Encoding.UTF8.GetBytes("""{ "version": 1, "rolls": {}, "roles": { "a": { "inherits": ["b"] } } }""")));

        Assert.Equal(["CKS106", "CKS201"], exception.Diagnostics.Select(d => d.Code.Id).Order());
    }

    [Fact]
    public async Task A_good_policy_decides_through_the_registered_interfaces()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCksRbac().AddPolicy("p.json", """{ "version": 1, "resources": { "di": { "actions": ["view"] } }, "roles": { "r": { "permit": [{ "actions": ["di:view"] }] } } }"""u8.ToArray());
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        var decisions = host.Services.GetRequiredService<IPolicyDecisionPoint>();

        Assert.True(decisions.Check(new Subject("u", TenantId.Parse("t"), ["r"]), CapabilityId.Of("di:view")).IsPermitted);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}
