using System.Text.Json;
using Cks.Core;
using CsCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>HTTP never says anything else than the decision point, for whatever policy, guard and roles.</summary>
public sealed class GuardPropertyTests
{
    private static readonly string[] Capabilities = ["notes:view", "notes:create", "notes:purge", "role:view", "any:view", "all:view"];
    private static readonly string[] Roles = ["view", "one", "two", "three"];

    private static readonly Gen<string[]> SomeCapabilities = Gen.Shuffle(Capabilities, 1, 3);

    private static readonly (string[] Capabilities, bool Any)[] Guards =
        [.. from first in Capabilities from second in Capabilities from any in new[] { false, true } select (new[] { first, second }, any)];

    private static readonly Gen<(string[] Permit, string[] Deny, string[] Inherits)[]> Rules = Gen.Select(SomeCapabilities, SomeCapabilities, Gen.Shuffle(Roles, 0, 2)).Array[Roles.Length];

    [Fact]
    public async Task Status_is_200_exactly_when_the_decision_point_permits_all_or_any()
    {
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                for (var i = 0; i < Guards.Length; i++)
                {
                    var endpoint = app.MapGet($"/{i}", () => "in");
                    _ = Guards[i].Any ? endpoint.RequireAnyCap(Guards[i].Capabilities) : endpoint.RequireCaps(Guards[i].Capabilities);
                }
            },
            policy: Document([.. Roles.Select(_ => (Capabilities, Capabilities, Array.Empty<string>()))]));
        var decisions = host.Services.GetRequiredService<IPolicyDecisionPoint>();
        var (permitted, refused) = (0, 0);

        await Gen.Select(Rules, Gen.Int[0, Guards.Length - 1].Array[8], Gen.Shuffle(Roles, 0, 3).Array[8]).SampleAsync(
            async (rules, paths, roles) =>
            {
                host.Activate(Document(rules));
                for (var i = 0; i < paths.Length; i++)
                {
                    var subject = new Subject("ann", TenantId.Parse("main"), roles[i]);
                    var (capabilities, any) = Guards[paths[i]];
                    var permits = capabilities.Select(c => decisions.Check(subject, CapabilityId.Of(c)).IsPermitted).ToArray();
                    var expected = (any ? permits.Any(p => p) : permits.All(p => p)) ? 200 : 403;
                    Assert.Equal(expected, await host.StatusAsync($"/{paths[i]}", GuardHost.Session(roles[i])));
                    _ = expected == 200 ? permitted++ : refused++;
                }
            },
            iter: 120, threads: 1);

        // The property says something only if both answers were met often.
        Assert.True(permitted > 100 && refused > 100, $"{permitted} permitted, {refused} refused");
    }

    // A role inherits only from those after it, so that there is no circle, and denies one capability at most.
    private static string Document((string[] Permit, string[] Deny, string[] Inherits)[] rules) => JsonSerializer.Serialize(new
    {
        version = 1,
        resources = Capabilities.GroupBy(c => c.Split(':')[0]).ToDictionary(r => r.Key, r => new { actions = r.Select(c => c.Split(':')[1]) }),
        roles = Roles.Index().ToDictionary(r => r.Item, r => new
        {
            inherits = rules[r.Index].Inherits.Where(p => Array.IndexOf(Roles, p) > r.Index),
            permit = new[] { new { actions = rules[r.Index].Permit } },
            deny = new[] { new { actions = rules[r.Index].Deny.Take(1) } },
        }),
    });
}
