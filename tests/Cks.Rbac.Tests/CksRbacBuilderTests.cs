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

    [Fact]
    public async Task S26_a_host_whose_policy_is_gone_starts_from_its_copy_and_one_with_a_forged_copy_does_not()
    {
        var folder = Directory.CreateTempSubdirectory("cks-rbac-");
        try
        {
            var (policy, copy) = (Path.Combine(folder.FullName, "app.rbac.json"), Path.Combine(folder.FullName, "policy.cks"));
            await File.WriteAllTextAsync(policy, One, TestContext.Current.CancellationToken);
            using (var first = await Started(Configure))
                Assert.Equal(SnapshotOrigin.Documents, first.Services.GetRequiredService<SnapshotStore<Policy>>().Current.Provenance.Origin);
            File.Delete(policy);

            using (var second = await Started(Configure))
            {
                Assert.Equal(SnapshotOrigin.LastKnownGood, second.Services.GetRequiredService<SnapshotStore<Policy>>().Current.Provenance.Origin);
                Assert.True(second.Services.GetRequiredService<IPolicyDecisionPoint>().Check(new Subject("u", TenantId.Parse("t"), ["r"]), CapabilityId.Of("di:view")).IsPermitted);
                Assert.False(second.Services.GetRequiredKeyedService<SnapshotFile>(typeof(Policy)).IsStale);
            }

            var forged = await File.ReadAllBytesAsync(copy, TestContext.Current.CancellationToken);
            forged.AsSpan().Replace((byte)'v', (byte)'w');
            await File.WriteAllBytesAsync(copy, forged, TestContext.Current.CancellationToken);
            Assert.Contains("CKS107", (await StartFails(Configure)).Message);

            void Configure(IServiceCollection services) => services.AddCksRbac().AddPolicyFile(policy).KeepLastKnownGood(copy, new Secret<byte[]>(new byte[32]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_policy_is_loaded_again_and_judged_by_the_analyzers_of_the_application()
    {
        using var host = await Started(services =>
        {
            services.AddSingleton<ISnapshotAnalyzer<Policy>, NoRoleLess>();
            services.AddCksRbac().AddPolicy("p.json", Encoding.UTF8.GetBytes(One));
        });
        var loader = host.Services.GetRequiredService<SnapshotLoader<Policy>>();
        Assert.Same(loader.Store, host.Services.GetRequiredService<SnapshotStore<Policy>>());
        Assert.Same(loader.Store.Current, loader.Reload().GetOrThrow());

        var fewer = """{ "version": 1, "resources": { "di": { "actions": ["view"] } }, "roles": {} }"""u8.ToArray();
        Assert.False(loader.Store.TryActivate(PolicyReader.Read("p.json", fewer), fewer, out _));
        Assert.Equal(SnapshotRefusalReason.Analysis, loader.Store.LastRefusal!.Reason);
    }

    private const string One = """{ "version": 1, "resources": { "di": { "actions": ["view"] } }, "roles": { "r": { "permit": [{ "actions": ["di:view"] }] } } }""";

    private static async Task<IHost> Started(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        configure(builder.Services);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private sealed class NoRoleLess : ISnapshotAnalyzer<Policy>
    {
        public string Analyze(SnapshotProposal<Policy> proposal, DiagnosticBag findings)
        {
            foreach (var role in (proposal.Current?.Value.Roles ?? []).Except(proposal.Candidate.Roles))
                findings.Add(CksCodes.UnknownRole, SourceLocation.Whole("p.json"), $"The role \"{role}\" is gone.");
            return "";
        }
    }
}
