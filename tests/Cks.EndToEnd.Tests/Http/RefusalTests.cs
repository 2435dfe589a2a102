using Cks.Samples.Portal.Database;
using Cks.Testing;
using Cks.Tests.Portal;

namespace Cks.Tests.Http;

/// <summary>What the portal answers to those who may not, and what it keeps to itself.</summary>
public sealed class RefusalTests(RunningPortals portals)
{
    [Theory]
    [InlineData("/api/me/bootstrap")]
    [InlineData("/api/scope")]
    [InlineData("/api/scope/CON-002")]
    [InlineData("/api/hub")]
    [InlineData("/api/hub/data")]
    [InlineData("/api/hub/catalog")]
    [InlineData("/api/orders")]
    [InlineData("/api/orders/CEN-001-PO-001")]
    [InlineData("/api/activity")]
    [InlineData("/api/reports")]
    [InlineData("/api/services")]
    [InlineData("/api/me/permissions")]
    [InlineData("/api/profile/CON-002")]
    [InlineData("/api/history/center/CEN-001")]
    [InlineData("/api/admin/directory")]
    [InlineData("/api/admin/archive")]
    public async Task Without_a_token_every_address_is_401_with_reason_and_trace_id(string path)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var response = await portal.GetAsync(path, null);
        var (status, body) = await portal.AskAsync(path, null);

        Assert.Equal((401, "missing", "CKS501"), (status, body.GetProperty("reason").GetString(), body.GetProperty("code").GetString()));
        Assert.NotEmpty(body.GetProperty("traceId").GetString()!);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).ToString());
    }

    [Fact]
    public async Task Every_hostile_variant_of_a_good_token_is_401()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var count = 0;
        // White space and control characters never reach the application inside a header value, nor does what is larger than a header may be.
        foreach (var hostile in HostileTokens.For(portal.Issuer.Forge, "user_main_con_002", "portal").Where(h => h.Token.Length < 20_000 && h.Token.All(c => c is > ' ' and < '\x7f')))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/scope");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {hostile.Token}");
            using var response = await portal.Http.SendAsync(request);
            Assert.True((int)response.StatusCode == 401, $"{hostile.Name}: {(int)response.StatusCode}");
            count++;
        }

        Assert.True(count >= 50, $"only {count} variants were sent");
    }

    [Fact]
    public async Task A_missing_capability_is_403_and_says_which()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);

        var (status, body) = await portal.AskAsync("/api/admin/directory", portal.TokenOf("CRW-002"));

        Assert.Equal((403, "not_permitted", "CKS503"), (status, body.GetProperty("reason").GetString(), body.GetProperty("code").GetString()));
        Assert.Equal(["directory:view"], body.GetProperty("requiredCapabilities").EnumerateArray().Select(c => c.GetString()));
        Assert.StartsWith("v1-", body.GetProperty("policyVersion").GetString());
        Assert.NotEmpty(body.GetProperty("traceId").GetString()!);
    }

    [Fact]
    public async Task S28_a_code_outside_the_scope_and_one_that_nobody_has_are_one_answer()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var token = portal.TokenOf("CRW-002");
        var answers = new List<string>();
        foreach (var code in new[] { "CON-002", "CON-998", "CRW-003", "nonsense", "' OR 1=1", "CRW-002-TEST" })
        {
            var (status, body) = await portal.AskAsync($"/api/scope/{Uri.EscapeDataString(code)}", token);
            Assert.Equal(404, status);
            answers.Add(string.Join(' ', body.EnumerateObject().Where(p => p.Name is not "traceId" and not "instance").Select(p => p.ToString())));
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Role_and_tenant_claims_in_a_token_are_ignored()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var honest = await portal.AskAsync("/api/me/bootstrap", portal.TokenOf("CRW-002"));
        var claims = new System.Text.Json.Nodes.JsonObject { ["role"] = "manager", ["roles"] = new System.Text.Json.Nodes.JsonArray("admin"), ["tenant"] = "acme", ["code"] = "MGR-001", ["test"] = true };
        var boasting = await portal.AskAsync("/api/me/bootstrap", portal.Issuer.Forge.Mint("user_main_crw_002", "portal", TimeSpan.FromMinutes(5), claims));

        Assert.Equal(200, boasting.Status);
        Assert.Equal(honest.Body.GetRawText(), boasting.Body.GetRawText());
        Assert.Equal(("crew", "main", "CRW-002"), (boasting.Body.GetProperty("role").GetString(), boasting.Body.GetProperty("tenant").GetString(), boasting.Body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Two_credentials_are_refused()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/scope");
        request.Headers.TryAddWithoutValidation("Authorization", [$"Bearer {portal.TokenOf("CRW-002")}", $"Bearer {portal.TokenOf("MGR-001")}"]);
        using var response = await portal.Http.SendAsync(request);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Contains("multiple_credentials", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task No_log_line_holds_a_token_or_a_part_of_one()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var token = portal.TokenOf("CON-002");
        var tampered = token[..^4] + "AAAA";
        await portal.AskAsync("/api/scope", token);
        await portal.AskAsync("/api/scope", tampered);
        await portal.AskAsync("/api/admin/directory", portal.TokenOf("CRW-002"));

        var parts = new[] { token, tampered }.SelectMany(t => t.Split('.')).Where(p => p.Length > 20).ToArray();
        Assert.NotEmpty(portal.Log.Lines);
        Assert.Contains(portal.Log.Lines, l => l.Contains("signature_invalid"));
        Assert.DoesNotContain(portal.Log.Lines, line => parts.Any(line.Contains));
    }

    [Fact]
    public async Task A_database_that_is_gone_is_503_and_never_a_refusal()
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, seeds: SeedPlan.Test);
        var token = portal.TokenOf("CON-002");
        Assert.Equal(200, (await portal.AskAsync("/api/scope", token)).Status);
        await portal.TellAsync("CON-002"); // who is remembered is not read
        await portal.Database.ExecuteAsync("DROP VIEW people");

        var (status, body) = await portal.AskAsync("/api/scope", token);

        Assert.Equal((503, "unavailable", "CKS504"), (status, body.GetProperty("reason").GetString(), body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Keys_that_were_never_had_are_503_and_never_a_refusal()
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, seeds: SeedPlan.Test);
        portal.Issuer.IsDown = true;

        var (status, body) = await portal.AskAsync("/api/scope", portal.TokenOf("CON-002"));

        Assert.Equal((503, "unavailable"), (status, body.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Health_is_open_and_tells_life_from_readiness()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);

        Assert.Equal("live", await portal.Http.GetStringAsync("/health/live"));
        Assert.Equal("ready", await portal.Http.GetStringAsync("/health/ready"));
    }

    [Theory]
    [InlineData("/api/hub")]
    [InlineData("/api/hub/data")]
    [InlineData("/api/scope")]
    [InlineData("/api/me/bootstrap")]
    [InlineData("/api/orders")]
    [InlineData("/api/activity")]
    [InlineData("/api/reports")]
    [InlineData("/api/services")]
    [InlineData("/api/me/permissions")]
    [InlineData("/api/profile/CON-002")]
    public async Task S22_answers_with_data_are_private_and_vary_by_caller(string path)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        using var response = await portal.GetAsync(path, portal.TokenOf("CON-002"));

        // The hubs let reports be kept for ten seconds, by whom they were answered to.
        var caching = response.Headers.CacheControl!;
        Assert.True(caching.Private && (path == "/api/reports" ? caching.MaxAge == TimeSpan.FromSeconds(10) : caching.NoCache));
        Assert.Contains("Authorization", response.Headers.Vary);
    }
}
