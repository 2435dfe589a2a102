using System.Net;
using System.Text.Json;
using Cks.Auth;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Hardening;
using Cks.Tests.Keys;
using Cks.Tests.Portal;
using Cks.Tests.SignIn;

namespace Cks.Tests.Hardening;

/// <summary>How often somebody may ask.</summary>
public sealed class RequestLimitTests
{
    private const int Burst = 20;

    [Fact]
    public async Task S30_a_person_has_one_limit_whatever_tokens_and_addresses_they_come_with()
    {
        await using var portal = await StartAsync();
        var (one, other) = (Neighbour.At(portal, "127.0.0.2"), Neighbour.At(portal, "127.0.0.3"));

        var answers = await UntilRefusedAsync(i => (i % 2 == 0 ? one : other).AskAsync("/api/me/permissions", ("Authorization", $"Bearer {portal.TokenOf("CON-002")}")));

        Assert.All(answers.SkipLast(1), a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        await AssertRefusedAsync(answers[^1]);
        using var colleague = await one.AskAsync("/api/me/permissions", ("Authorization", $"Bearer {portal.TokenOf("CRW-002")}"));
        using var namesake = await one.AskAsync("/api/me/permissions", ("Authorization", $"Bearer {portal.TokenOf("CON-002", "acme")}"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (colleague.StatusCode, namesake.StatusCode));
    }

    [Fact]
    public async Task A_cookie_and_a_token_of_one_person_are_one_limit()
    {
        await using var portal = await StartAsync();
        using var user = await WebUser.SignInAsync(portal, "CON-002");

        await UntilRefusedAsync(_ => portal.GetAsync("/api/me/permissions", portal.TokenOf("CON-002")));

        var answers = await Task.WhenAll(Enumerable.Range(0, Burst / 2).Select(_ => user.GetAsync("/api/me/permissions")));
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task S30_what_is_not_verified_makes_no_limit_of_its_own()
    {
        await using var portal = await StartAsync();
        var (one, other) = Neighbours(portal);

        // Refused tokens with a name of their own each, and claims of who asks: all of it is one address.
        var answers = await UntilRefusedAsync(i => one.AskAsync(
            "/api/me/permissions", ("Authorization", $"Bearer {portal.Issuer.Forge.Mint($"user_{i}", "another audience", TimeSpan.FromMinutes(5))}"), ("X-Forwarded-For", $"192.0.2.{i}"), ("X-Api-Key", $"key-{i}")));

        Assert.All(answers.SkipLast(1), a => Assert.Equal(HttpStatusCode.Unauthorized, a.StatusCode));
        await AssertRefusedAsync(answers[^1]);
        using var neighbour = await other.AskAsync("/api/me/permissions");
        using var person = await one.AskAsync("/api/me/permissions", ("Authorization", $"Bearer {portal.TokenOf("CON-002")}"));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (neighbour.StatusCode, person.StatusCode));
    }

    [Fact]
    public async Task S30_a_key_has_one_limit_wherever_it_comes_from_and_takes_nothing_from_its_owner()
    {
        await using var portal = await StartAsync();
        var (_, key) = await portal.MakeKeyAsync("CON-002", "profile:view");
        var (_, second) = await portal.MakeKeyAsync("CON-002", "profile:view");
        var (one, other) = (Neighbour.At(portal, "127.0.0.2"), Neighbour.At(portal, "127.0.0.3"));

        // In either of its headers, from either address.
        var answers = await UntilRefusedAsync(i => (i % 2 == 0 ? one : other).AskAsync("/api/me/permissions", i % 3 == 0 ? ("Authorization", $"Bearer {key}") : ("X-Api-Key", key)));

        Assert.All(answers.SkipLast(1), a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        await AssertRefusedAsync(answers[^1]);
        using var owner = await one.AskAsync("/api/me/permissions", ("Authorization", $"Bearer {portal.TokenOf("CON-002")}"));
        using var sibling = await one.AskAsync("/api/me/permissions", ("X-Api-Key", second));
        using var nobody = await one.AskAsync("/api/me/permissions");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized), (owner.StatusCode, sibling.StatusCode, nobody.StatusCode));
    }

    [Fact]
    public async Task S30_keys_that_are_refused_count_against_their_address()
    {
        await using var portal = await StartAsync();
        var (_, key) = await portal.MakeKeyAsync("CON-002", "profile:view");
        var (one, other) = Neighbours(portal);

        var (ended, endedKey) = await portal.MakeKeyAsync("CON-002", "profile:view");
        await portal.SendAsync(HttpMethod.Delete, $"/api/admin/keys/CON-002/{ended}?reason=lost", portal.TokenOf("ADM-001"));

        // One that was good, and some that are made up, well formed or not.
        var answers = await UntilRefusedAsync(i => one.AskAsync("/api/me/permissions", ("X-Api-Key", (i % 3) switch
        {
            0 => endedKey,
            1 => ApiKeyFormat.NewText($"{i:D16}", isTest: false),
            _ => $"cks_live_{i:D16}_{new string('x', 49)}",
        })));

        Assert.All(answers.SkipLast(1), a => Assert.Equal(HttpStatusCode.Unauthorized, a.StatusCode));
        await AssertRefusedAsync(answers[^1]);
        using var neighbour = await other.AskAsync("/api/me/permissions");
        using var good = await one.AskAsync("/api/me/permissions", ("X-Api-Key", key));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (neighbour.StatusCode, good.StatusCode));
    }

    [Fact]
    public async Task A_flood_leaves_the_portal_alive()
    {
        await using var portal = await StartAsync();
        await UntilRefusedAsync(_ => portal.GetAsync("/health/ready", null));

        var answers = await Task.WhenAll(Enumerable.Range(0, Burst).Select(_ => portal.GetAsync("/health/live", null)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
    }

    [Fact]
    public void S30_addresses_have_so_many_limits_and_no_more()
    {
        var random = new Random(30);
        var bytes = new byte[16];
        var buckets = new HashSet<int>();
        foreach (var _ in Enumerable.Range(0, 100_000))
        {
            random.NextBytes(bytes);
            buckets.Add(RequestLimits.BucketOf(new(bytes)));
            buckets.Add(RequestLimits.BucketOf(new(bytes.AsSpan(0, 4))));
        }

        Assert.All(buckets, b => Assert.InRange(b, 0, RequestLimits.Buckets - 1));
        Assert.True(buckets.Count > RequestLimits.Buckets * 0.99, $"{buckets.Count} in use");
        Assert.Equal(RequestLimits.BucketOf(IPAddress.Parse("2001:db8:1:2::1")), RequestLimits.BucketOf(IPAddress.Parse("2001:db8:1:2:ffff::7")));
        Assert.Equal(RequestLimits.BucketOf(IPAddress.Parse("192.0.2.1")), RequestLimits.BucketOf(IPAddress.Parse("::ffff:192.0.2.1")));
    }

    // At two addresses that share no limit: which do is another matter in each process.
    private static (HttpClient One, HttpClient Other) Neighbours(RunningPortal portal)
    {
        const string One = "127.0.0.2";
        var other = Enumerable.Range(3, 100).Select(n => $"127.0.0.{n}").First(a => RequestLimits.BucketOf(IPAddress.Parse(a)) != RequestLimits.BucketOf(IPAddress.Parse(One)));
        return (Neighbour.At(portal, One), Neighbour.At(portal, other));
    }

    // One a second comes back, so how many it takes depends on the machine.
    private static async Task<List<HttpResponseMessage>> UntilRefusedAsync(Func<int, Task<HttpResponseMessage>> send)
    {
        var answers = new List<HttpResponseMessage>();
        while (answers is not [.., { StatusCode: HttpStatusCode.TooManyRequests }])
        {
            Assert.True(answers.Count < Burst * 20, "no limit");
            answers.Add(await send(answers.Count));
        }

        Assert.True(answers.Count > Burst / 2, $"refused after {answers.Count}");
        return answers;
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage answer)
    {
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal((429, "rate_limited"), (problem.GetProperty("status").GetInt32(), problem.Reason()));
    }

    private static Task<RunningPortal> StartAsync() => RunningPortal.StartAsync(PortalEngine.Sqlite, builder =>
    {
        foreach (var who in new[] { "Subject", "Key", "Address" })
            (builder.Configuration[$"Portal:Limits:{who}:Burst"], builder.Configuration[$"Portal:Limits:{who}:PerSecond"]) = ($"{Burst}", "1");
    }, SeedPlan.Test);
}
