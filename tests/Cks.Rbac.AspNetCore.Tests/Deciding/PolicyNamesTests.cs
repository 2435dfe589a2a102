using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

public sealed class PolicyNamesTests
{
    private const int Most = 4_096;

    [Fact]
    public async Task S30_names_put_together_from_what_somebody_sent_fill_neither_the_memory_nor_the_table_of_capabilities()
    {
        await using var host = await GuardHost.StartAsync(_ => { });
        var provider = Assert.IsType<GuardPolicyProvider>(host.Services.GetRequiredService<IAuthorizationPolicyProvider>());

        await Parallel.ForAsync(0, 3 * Most, async (i, _) => await provider.GetPolicyAsync($"cks:any:sent:a{i},sent:b{i}"));
        await Parallel.ForAsync(0, 3 * Most, async (i, _) => await provider.GetPolicyAsync($"cks:role:sent-{i}"));
        await provider.GetPolicyAsync("cks:" + string.Join(',', Enumerable.Range(0, 3 * Most).Select(i => $"list:c{i}")));

        // Several who come at once may pass the mark by one name each.
        Assert.InRange(provider.Kept, 1_000, Most + 100);
        Assert.InRange(Enumerable.Range(0, 3 * Most).Count(i => CapabilityId.TryFind($"sent:a{i}", out var _)), 1_000, (Most / 2) + 100);
        Assert.False(CapabilityId.TryFind("list:c0", out var _));
        // What the policy declares is answered as before, and what nobody does by nobody.
        foreach (var known in new[] { "cks:notes:view", "cks:notes:view,notes:create", "cks:any:notes:purge,notes:view", "cks:role:writer" })
            Assert.Contains((await provider.GetPolicyAsync(known))!.Requirements, r => r is GuardRequirement);
        foreach (var unknown in new[] { "cks:sent:never-before", "cks:notes:view,sent:never-before", "cks:all:sent:never-before" })
            Assert.Null(await provider.GetPolicyAsync(unknown));
    }

    [Fact]
    public async Task What_stands_for_nothing_is_not_kept()
    {
        await using var host = await GuardHost.StartAsync(_ => { });
        var provider = (GuardPolicyProvider)host.Services.GetRequiredService<IAuthorizationPolicyProvider>();
        var before = provider.Kept;

        foreach (var i in Enumerable.Range(0, 100))
            Assert.Null(await provider.GetPolicyAsync($"cks:Not a capability {i}"));

        Assert.Equal(before, provider.Kept);
    }
}
