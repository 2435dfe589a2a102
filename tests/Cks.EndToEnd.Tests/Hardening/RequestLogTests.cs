using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;
using Cks.Tests.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.Tests.Hardening;

/// <summary>What the portal logs, at the levels that it comes with.</summary>
public sealed partial class RequestLogTests(ITestOutputHelper output)
{
    private const string Email = "jane.doe@people.example.com";
    private const string Phone = "+49 151 23456789";

    private static readonly string[] Addresses =
    [
        "/api/scope", "/api/orders", "/api/orders?after={0}", "/api/orders/{0}", "/api/profile/{0}", "/api/profile/CRW-002", "/api/history/center/CEN-001", "/api/history/{0}/{0}", "/api/reports/{0}", "/api/services?status={0}",
        "/api/admin/directory/{0}", "/api/admin/directory/crew", "/api/activity?after={0}", "/api/me/bootstrap", "/hub", "/hub/{0}", "/hub/directory?find={0}", "/sign-in?returnUrl={0}", "/{0}", "/sign-in/callback?code={0}&state={0}",
        "/api/orders?access_token={1}", "/api/profile/{1}", "/{1}",
    ];

    private static readonly string[] Writes = ["/api/orders", "/api/reports", "/api/orders/{0}/accept", "/api/orders/{0}/reject", "/api/admin/archive/crew/{0}", "/api/admin/assignments/{0}/{0}", "/hub/archive", "/sign-out", "/api/activity/{0}/dismiss"];

    // 10,000 by CKS_LOG_REQUESTS=10000.
    [Fact]
    public async Task No_token_address_or_number_of_anybody_is_in_the_log_after_thousands_of_requests()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("CKS_LOG_REQUESTS") ?? "3000", CultureInfo.InvariantCulture);
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, AtShippedLevels, SeedPlan.Test);
        using var user = await WebUser.SignInAsync(portal, "MGR-001");
        var antiforgery = await user.AntiforgeryAsync();
        var people = await portal.Database.LinesAsync(string.Join(" UNION ALL ", new[] { "managers", "contractors", "customers", "centers", "crew", "warehouses", "admins" }.SelectMany(t => new[] { "email", "phone" }.Select(c => $"SELECT {c} FROM {t} WHERE {c} IS NOT NULL"))));
        string[] codes = ["MGR-001", "CON-002", "CUS-002", "CEN-002", "CRW-002", "WHS-001", "ADM-001"];
        var good = codes.Select(c => portal.TokenOf(c)).ToArray();
        string[] tokens = [.. good, .. good.Select(t => t[..^4] + "AAAA"), portal.Issuer.Forge.Mint("nobody", "portal", TimeSpan.FromMinutes(5)), portal.Issuer.Forge.Mint("user_main_con_002", "portal", TimeSpan.FromMinutes(-5)), $"{Email}.a.b"];
        var statuses = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();

        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (i, ct) =>
        {
            var random = new Random(i);
            using var request = Request(random, i, tokens);
            var byCookie = random.Next(5) == 0 && request.Headers.Authorization is null;
            if (byCookie && random.Next(2) == 0)
                request.Headers.Add("X-CSRF-TOKEN", antiforgery);
            // Signing out would end what the others come with.
            using var answer = byCookie && request.RequestUri!.OriginalString != "/sign-out" ? await user.SendAsync(request) : await portal.Http.SendAsync(request, ct);
            statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, n) => n + 1);
        });

        output.WriteLine($"{count} requests, {portal.Log.Lines.Count} lines; {string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}"))}");
        Assert.True(portal.Log.Lines.Count(l => l.Contains("HttpLoggingMiddleware")) >= count);
        Assert.Contains(portal.Log.Lines, l => l.Contains("/api/profile/{code}"));
        Assert.True(statuses.Keys.Order().Intersect([200, 302, 400, 401, 403, 404]).Count() == 6, "not mixed");
        Assert.DoesNotContain(500, statuses.Keys);
        string[] secrets = [.. tokens.SelectMany(t => t.Split('.')).Where(p => p.Length > 20), antiforgery, user.Session!.Value, "jane.doe", "jane%2Edoe", "23456789", .. people.Where(p => p.Length > 6).Distinct()];
        Assert.True(people.Count > 100, $"{people.Count} known addresses and numbers");
        var leaks = portal.Log.Lines.Where(line => AnyEmail().IsMatch(line) || AnyPhone().IsMatch(line) || secrets.Any(s => line.Contains(s, StringComparison.OrdinalIgnoreCase))).ToArray();
        Assert.True(leaks is [], $"{leaks.Length} lines, such as\n{string.Join('\n', leaks.Take(5))}");
    }

    [Fact]
    public async Task A_line_has_method_route_status_and_duration()
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, AtShippedLevels, SeedPlan.Test);
        (await portal.GetAsync("/api/profile/CON-002?x=1", portal.TokenOf("CON-002"))).Dispose();
        using var odd = new HttpRequestMessage(new(Email.Replace("@", "")), "/nowhere");
        (await portal.Http.SendAsync(odd, TestContext.Current.CancellationToken)).Dispose();

        var lines = portal.Log.Lines.Where(l => l.Contains("HttpLoggingMiddleware")).ToArray();
        Assert.Matches("^Information .*Method: GET.*StatusCode: 200.*Duration: ", lines[^2].ReplaceLineEndings(" "));
        Assert.Contains("Route: /api/profile/{code}", lines[^2]);
        Assert.DoesNotContain("CON-002", lines[^2]);
        Assert.Contains("Route: none", lines[^1]);
        Assert.DoesNotContain("jane", lines[^1]);
    }

    private static HttpRequestMessage Request(Random random, int number, string[] tokens)
    {
        var said = Uri.EscapeDataString((number % 3) switch { 0 => Email, 1 => Phone, _ => $"{Email} {Phone}" });
        var isWrite = random.Next(3) == 0;
        var addresses = isWrite ? Writes : Addresses;
        var request = new HttpRequestMessage(isWrite ? HttpMethod.Post : HttpMethod.Get, string.Format(CultureInfo.InvariantCulture, addresses[random.Next(addresses.Length)], said, tokens[random.Next(tokens.Length)]));
        if (random.Next(4) != 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[random.Next(tokens.Length)]);
        foreach (var (name, value) in new[] { ("X-Forwarded-For", Email), ("User-Agent", Email), ("Referer", $"https://example.com/?{said}"), ("X-Request-ID", Email), ("traceparent", Phone), ("Cookie", $"portal-antiforgery={said}"), ("Origin", $"https://{Email}") }.Where(_ => random.Next(4) == 0))
            request.Headers.TryAddWithoutValidation(name, value);
        if (isWrite)
            request.Content = random.Next(4) switch
            {
                0 => JsonContent.Create(new { type = "product", title = Email, notes = Phone, items = new[] { new { product = Email, quantity = 1 } }, kind = "report", category = Phone, body = Email }),
                1 => new StringContent($"{{\"type\": {Email}, \"quantity\": \"{Phone}\"", null, "application/json"),
                2 => JsonContent.Create(new { rating = Email, expectedAt = Phone, items = Email, reason = new[] { Phone } }),
                _ => new FormUrlEncodedContent(new Dictionary<string, string> { ["code"] = Email, ["reason"] = Phone, ["__RequestVerificationToken"] = tokens[0] }),
            };
        return request;
    }

    // What the tests keep otherwise is everything.
    private static void AtShippedLevels(WebApplicationBuilder builder)
    {
        (builder.Configuration["Portal:Limits:Subject:Burst"], builder.Configuration["Portal:Limits:Address:Burst"]) = ("100000", "100000");
        builder.Services.PostConfigure<LoggerFilterOptions>(o =>
        {
            foreach (var rule in o.Rules.Where(r => r.ProviderName == typeof(LogLines).FullName).ToArray())
                o.Rules.Remove(rule);
        });
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }

    [GeneratedRegex(@"[\w.+-]+(@|%40)[\w-]+\.[a-z]{2,}", RegexOptions.IgnoreCase)]
    private static partial Regex AnyEmail();

    [GeneratedRegex(@"(\+|%2B)\d[\d ()-]{7,}\d")]
    private static partial Regex AnyPhone();
}
