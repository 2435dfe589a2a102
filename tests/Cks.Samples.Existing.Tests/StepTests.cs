using System.Diagnostics.Metrics;
using Cks.Core;
using Cks.Rbac;
using Cks.Rbac.AspNetCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Cks.Samples.Existing.Tests;

/// <summary>The steps of docs/adopting.md, over HTTP: what changes with each, and above all what does not.</summary>
public sealed class StepTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Before_step_4_every_answer_is_byte_for_byte_what_it_was(int step)
    {
        var before = await AskAllAsync(0);

        var answers = await AskAllAsync(step);

        Assert.Equal(128, before.Count);
        Assert.Equal([200, 204, 401, 403, 404, 405], before.Select(a => a.Status).Distinct().Order());
        Assert.Equal(before, answers);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task From_step_4_on_only_refusals_look_different_because_they_say_why(int step)
    {
        var before = await AskAllAsync(0);

        var answers = await AskAllAsync(step);

        Assert.Equal(before.Where(a => !a.IsRefusal), answers.Where(a => !a.IsRefusal));
        Assert.Equal(before.Select(a => (a.Request, a.Status)), answers.Select(a => (a.Request, a.Status)));
        Assert.All(answers.Where(a => a.IsRefusal), a => Assert.Contains("application/problem+json", a.Headers, StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_step_6_an_order_shows_each_reader_the_fields_that_the_policy_lists()
    {
        await using var shop = await RunningShop.StartAsync(6);

        Assert.Equal("""{"code":"ORD-2","contractorCode":"CON-1","status":"open","price":200,"margin":14}""", (await shop.AskAsync(Person.Named("ann"), "GET", "/api/orders/ORD-2")).Body);
        Assert.Equal("""{"code":"ORD-2","contractorCode":"CON-1","status":"open"}""", (await shop.AskAsync(Person.Named("sam"), "GET", "/api/orders/ORD-2")).Body);
        Assert.Equal("""{"code":"ORD-2","contractorCode":"CON-1","status":"open","price":200}""", (await shop.AskAsync(Person.Named("con"), "GET", "/api/orders/ORD-2")).Body);
        Assert.Equal(404, (await shop.AskAsync(Person.Named("cob"), "GET", "/api/orders/ORD-2")).Status);
    }

    [Fact]
    public async Task The_mended_policy_agrees_with_the_rules_that_are_there()
    {
        await using var shop = await RunningShop.StartAsync(3);
        var count = CountOf(shop);

        await shop.AskAllAsync();

        Assert.Empty(count.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task A_planted_disagreement_is_reported_with_endpoint_role_and_both_verdicts_and_changes_nothing()
    {
        var before = await AskAllAsync(0);
        var policy = (await File.ReadAllTextAsync(Path.Combine(RunningShop.Folder, "policies", "shop.rbac.json"), TestContext.Current.CancellationToken))
            .Replace("\"actions\": [\"orders:list\", \"orders:accept\"]", "\"actions\": [\"orders:list\", \"orders:accept\", \"orders:cancel\"]", StringComparison.Ordinal)
            .Replace("\"policies:order-readers\", \"policies:staff-only\"", "\"policies:order-readers\"", StringComparison.Ordinal);
        var planted = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.rbac.json");
        await File.WriteAllTextAsync(planted, policy, TestContext.Current.CancellationToken);
        try
        {
            await using var shop = await RunningShop.StartAsync(3, "--Policy", planted);
            var count = CountOf(shop);

            Assert.Equal(before, await shop.AskAllAsync());

            Assert.Equal(
                [
                    "Shadow: DELETE /api/orders/{code} for role contractor: the application refused, the guard permitted (no reason, rule none); the application's answer counts. Further ones like it are only counted",
                    "Shadow: GET /api/contractors for role support-staff: the application permitted, the guard refused (not_permitted, rule none); the application's answer counts. Further ones like it are only counted",
                ],
                shop.Log.Lines.Where(l => l.Contains(" for role ", StringComparison.Ordinal)));
            // Two contractors tried to cancel; each of them counts.
            Assert.Equal(3, count.GetMeasurementSnapshot().Count);
        }
        finally
        {
            File.Delete(planted);
        }
    }

    [Fact]
    public async Task S19_a_shadow_without_its_last_day_does_not_start()
    {
        var refused = await Assert.ThrowsAsync<CksConfigurationException>(async () => await (await RunningShop.StartAsync(3, "--ShadowUntil", "")).DisposeAsync());

        Assert.StartsWith("CKS111 AddCksGuards Enforcement is Shadow without Until", Assert.Single(refused.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_mended_policy_has_no_finding()
    {
        var path = Path.Combine(RunningShop.Folder, "policies", "shop.rbac.json");
        var read = PolicyReader.Read(path, File.ReadAllBytes(path));

        Assert.Empty(read.Diagnostics);
        Assert.Empty(PolicyAnalyzer.Analyze(read.Value!, TimeProvider.System.GetUtcNow()));
    }

    private static MetricCollector<long> CountOf(RunningShop shop) => new(shop.Services.GetRequiredService<IMeterFactory>(), CksGuardDiagnostics.MeterName, CksGuardDiagnostics.ShadowDisagreements);

    private static async Task<IReadOnlyList<Answer>> AskAllAsync(int step)
    {
        await using var shop = await RunningShop.StartAsync(step);
        return await shop.AskAllAsync();
    }
}
