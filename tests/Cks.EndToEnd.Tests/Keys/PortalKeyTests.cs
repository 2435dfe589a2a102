using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Keys;
using Cks.Samples.Portal.Work;
using Cks.Tests.Database;
using Cks.Tests.Hardening;
using Cks.Tests.Portal;

namespace Cks.Tests.Keys;

/// <summary>API keys in the portal: made by an admin, used by a program, ended with their owner.</summary>
public sealed class PortalKeyTests(KeyPortal fixture) : IClassFixture<KeyPortal>
{
    private const string Keys = "/api/admin/keys";
    private readonly RunningPortal _portal = fixture.Portal;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S11_a_key_is_its_owner_for_its_capabilities_and_no_more()
    {
        var (_, key) = await _portal.MakeKeyAsync("CON-001", "scope:view", "profile:view", "customer:view");

        Assert.Equal((200, "CON-001"), (await StatusAsync(key, "/api/me/bootstrap"), (await _portal.AskAsync("/api/me/bootstrap", key)).Body.GetProperty("code").GetString()));
        var (mine, theirs) = ((await _portal.AskAsync("/api/scope", key)).Body.GetRawText(), (await _portal.AskAsync("/api/scope", _portal.TokenOf("CON-001"))).Body.GetRawText());
        Assert.Contains("CUS-001", mine);
        Assert.DoesNotContain("CUS-003", mine); // of CON-003
        Assert.Contains("CUS-001", theirs);
        Assert.Equal((403, "beyond_credential"), await ReasonAsync(key, "/api/orders")); // the contractor may, the key may not
        Assert.Equal(200, await StatusAsync(key, "/api/me/permissions", "X-Api-Key"));
        using var both = await _portal.Http.AskAsync("/api/me/permissions", ("Authorization", $"Bearer {_portal.TokenOf("CON-001")}"), ("X-Api-Key", key));
        Assert.Equal(401, (int)both.StatusCode);
    }

    [Fact]
    public async Task S11_no_key_makes_lists_or_ends_keys_and_nobody_hands_on_what_they_do_not_hold()
    {
        Assert.Equal((400, "no_capability"), await MakeAsync("ADM-001"));
        Assert.Equal((403, "beyond_holding"), await MakeAsync("ADM-001", "keys:create"));
        Assert.Equal((403, "beyond_holding"), await MakeAsync("CON-001", "orders:create"));
        Assert.Equal((400, "unknown_capability"), await MakeAsync("CON-001", "orders:burn"));
        var (id, key) = await _portal.MakeKeyAsync("ADM-001", "directory:view");

        Assert.Equal(200, await StatusAsync(key, "/api/admin/directory"));
        Assert.Equal((403, "beyond_credential"), await ReasonAsync(key, $"{Keys}/ADM-001"));
        foreach (var code in new[] { "MGR-001", "CON-001", "CRW-002" })
            Assert.Equal(403, (await _portal.SendAsync(HttpMethod.Delete, $"{Keys}/ADM-001/{id}?reason=x", _portal.TokenOf(code))).Status);
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_a_list_has_nothing_of_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Keys}/CON-001") { Content = System.Net.Http.Json.JsonContent.Create(Asked("profile:view")) };
        request.Headers.Authorization = new("Bearer", _portal.TokenOf("ADM-001"));
        using var answer = await _portal.Http.SendAsync(request, Cancel);
        var made = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        var key = made.GetProperty("key").GetString()!;

        Assert.True(answer.Headers.CacheControl!.NoStore);
        var listed = await _portal.AskAsync($"{Keys}/con-1", _portal.TokenOf("ADM-001")); // a code in any spelling
        Assert.Equal(200, listed.Status);
        Assert.Contains(listed.Body.EnumerateArray(), k => k.GetProperty("id").GetString() == made.GetProperty("id").GetString() && k.GetProperty("name").GetString() == "erp");
        Assert.DoesNotContain(key[^49..], listed.Body.GetRawText());
        Assert.Equal(200, await StatusAsync(key, "/api/me/permissions"));
        Assert.DoesNotContain(_portal.Log.Lines, l => l.Contains(key[^49..], StringComparison.Ordinal));
    }

    [Fact]
    public void S11_what_is_made_prints_no_secret()
    {
        var shown = new ShownKey("0123456789abcdef", "the secret", ["profile:view"], TimeProvider.System.GetUtcNow());
        Outcome<ShownKey> outcome = shown;

        Assert.DoesNotContain("secret", $"{shown} {outcome.Value} {new { Made = shown }}", StringComparison.Ordinal);
        Assert.Contains("the secret", JsonSerializer.Serialize(shown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_key_works_with_both_secrets_for_the_overlap_and_an_ended_one_with_none()
    {
        var (id, key) = await _portal.MakeKeyAsync("CON-001", "profile:view");

        var rotated = await _portal.PostAsync($"{Keys}/CON-001/{id}/rotate", "ADM-001", new { overlapMinutes = 10, expiresAt = TimeProvider.System.GetUtcNow().AddDays(2) });
        var next = rotated.Body.GetProperty("key").GetString()!;
        Assert.Equal((200, 200), (await StatusAsync(key, "/api/me/permissions"), await StatusAsync(next, "/api/me/permissions")));
        await _portal.PostAsync($"{Keys}/CON-001/{id}/rotate", "ADM-001", new { expiresAt = TimeProvider.System.GetUtcNow().AddDays(2) });
        Assert.Equal((401, 401), (await StatusAsync(key, "/api/me/permissions"), await StatusAsync(next, "/api/me/permissions")));

        var (other, secret) = await _portal.MakeKeyAsync("CON-001", "profile:view");
        Assert.Equal(200, await StatusAsync(secret, "/api/me/permissions"));
        Assert.Equal(200, (await EndAsync("CON-001", other)).Status);
        Assert.Equal((401, "revoked"), await ReasonAsync(secret, "/api/me/permissions"));
        Assert.Equal((409, "over"), ((await EndAsync("CON-001", other)) is var (status, body) ? status : 0, body.Reason()));
    }

    [Fact]
    public async Task S28_another_tenant_another_class_another_owner_and_nobody_are_one_answer()
    {
        var (id, key) = await _portal.MakeKeyAsync("CON-001", "profile:view");

        Assert.Equal((404, "outside_scope"), ((await EndAsync("CON-002", id)) is var (status, body) ? status : 0, body.Reason()));
        foreach (var code in new[] { "CON-999", "CON-001-TEST", "nonsense" })
            Assert.Equal((404, "outside_scope"), ((await _portal.AskAsync($"{Keys}/{code}", _portal.TokenOf("ADM-001"))) is var (no, problem) ? no : 0, problem.Reason()));
        // The other tenant has the same codes.
        Assert.Equal(404, (await _portal.SendAsync(HttpMethod.Delete, $"{Keys}/CON-001/{id}?reason=x", _portal.TokenOf("ADM-001", "acme"))).Status);
        Assert.Equal(200, await StatusAsync(key, "/api/me/permissions"));
    }

    [Fact]
    public async Task S17_archiving_ends_keys_at_once_and_restoring_revives_none()
    {
        var (_, key) = await _portal.MakeKeyAsync("CON-003", "profile:view");
        Assert.Equal(200, await StatusAsync(key, "/api/me/permissions"));

        Assert.Equal(200, (await _portal.PostAsync("/api/admin/archive/contractor/CON-003", "ADM-001", new { reason = "gone" })).Status);
        Assert.Equal((401, "revoked"), await ReasonAsync(key, "/api/me/permissions"));
        Assert.Equal((409, "owner_refused"), await MakeAsync("CON-003", "profile:view"));

        Assert.Equal(200, (await _portal.PostAsync("/api/admin/archive/contractor/CON-003/restore", "ADM-001")).Status);
        Assert.Equal(200, await StatusAsync(_portal.TokenOf("CON-003"), "/api/me/permissions"));
        Assert.Equal((401, "revoked"), await ReasonAsync(key, "/api/me/permissions"));
    }

    // A key ends no keys: whoever is archived by one is out, and revived only once somebody has ended what would come back with them.
    [Fact]
    public async Task S17_a_program_archives_and_revives_nobody_whose_keys_would_work_again()
    {
        var (_, program) = await _portal.MakeKeyAsync("ADM-001", "archive:manage");
        var (_, key) = await _portal.MakeKeyAsync("CUS-003", "profile:view");
        const string Archive = "/api/admin/archive/customer";
        Assert.Equal(200, await StatusAsync(key, "/api/me/permissions"));

        Assert.Equal(200, (await _portal.SendAsync(HttpMethod.Post, $"{Archive}/CUS-003", program, new { reason = "gone" })).Status);
        Assert.Equal((403, "archived"), await ReasonAsync(key, "/api/me/permissions"));
        var (status, body) = await _portal.SendAsync(HttpMethod.Post, $"{Archive}/CUS-003/restore", program);
        Assert.Equal((409, "has_keys"), (status, body.Reason()));

        Assert.Equal(200, (await _portal.PostAsync($"{Archive}/CUS-003/restore", "ADM-001")).Status);
        Assert.Equal((401, "revoked"), await ReasonAsync(key, "/api/me/permissions"));
        // Without keys there is nothing to end.
        Assert.Equal(200, (await _portal.SendAsync(HttpMethod.Post, $"{Archive}/CUS-003", program, new { reason = "gone" })).Status);
        Assert.Equal(200, (await _portal.SendAsync(HttpMethod.Post, $"{Archive}/CUS-003/restore", program)).Status);
    }

    [Fact]
    public async Task Outside_Development_there_are_keys_with_a_pepper_only()
    {
        await using var database = await TestDatabase.CreateDeployedAsync(PortalEngine.Sqlite);
        await PortalSeeds.SeedAsync(database.Source, PortalEngine.Sqlite, "https://login.example.com", SeedPlan.Test);
        foreach (var (pepper, status) in new[] { (null, 404), (Convert.ToBase64String(new byte[32]), 401) })
        {
            await using var portal = await EnvironmentTests.BuildAsync(database, "Production", builder => builder.Configuration["Portal:Keys:Pepper"] = pepper);
            await portal.App.StartAsync(Cancel);
            using var http = new HttpClient { BaseAddress = new(portal.Address) };
            Assert.Equal(status, (int)(await http.GetAsync($"{Keys}/CON-001", Cancel)).StatusCode);
            await portal.App.StopAsync(Cancel);
        }

        foreach (var bad in new[] { "pepper, and salt", Convert.ToBase64String(new byte[31]) })
        {
            var exception = await Assert.ThrowsAsync<Core.CksConfigurationException>(async () =>
            {
                await using var portal = await EnvironmentTests.BuildAsync(database, "Production", builder => builder.Configuration["Portal:Keys:Pepper"] = bad);
                await portal.App.StartAsync(Cancel);
            });
            Assert.Contains("epper", exception.Message);
            Assert.DoesNotContain(bad, exception.Message);
        }
    }

    private static object Asked(params string[] capabilities) => new { name = "erp", capabilities, expiresAt = TimeProvider.System.GetUtcNow().AddDays(1) };

    private async Task<(int, string?)> MakeAsync(string code, params string[] capabilities)
    {
        var (status, body) = await _portal.PostAsync($"{Keys}/{code}", "ADM-001", Asked(capabilities));
        return (status, body.Reason());
    }

    private Task<(int Status, JsonElement Body)> EndAsync(string code, string id) => _portal.SendAsync(HttpMethod.Delete, $"{Keys}/{code}/{id}?reason=lost", _portal.TokenOf("ADM-001"));

    private async Task<int> StatusAsync(string credential, string path, string header = "Authorization")
    {
        using var answer = await _portal.Http.AskAsync(path, (header, header == "Authorization" ? $"Bearer {credential}" : credential));
        return (int)answer.StatusCode;
    }

    private async Task<(int, string?)> ReasonAsync(string credential, string path)
    {
        var (status, body) = await _portal.AskAsync(path, credential);
        return (status, body.Reason());
    }
}
