// Restores the packed files, starts a host with every package in it, and sends a few requests. Exits 0 when the answers are right.
using System.Data.Common;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Cks.Auth;
using Cks.Core;
using Cks.Core.JsonSchemaNet;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.PackageConsumer;
using Cks.Scope;
using Microsoft.Data.Sqlite;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var issuer = await builder.AddCksTokenIssuerAsync();
builder.AddCks(o => (o.Authority, o.Audience, o.Policy, o.ScopeModel) = (issuer.Address, "portal", "app.rbac.json", "app.scope.json"));
builder.Services.AddSingleton<ISessionResolver, OneTeam>();
builder.Services.AddSingleton<DbDataSource>(SqliteFactory.Instance.CreateDataSource("Data Source=consumer;Mode=Memory;Cache=Shared"));
builder.Services.AddSingleton<SqlCompiler>(SqliteCompiler.Default);

var app = builder.Build();
app.MapGet("/api/scope", async (Subject me, IScopeService scopes, CancellationToken ct) =>
    await scopes.GetScopeAsync(me, ct) is { } scope ? Results.Json(scope) : Results.NotFound()).RequireCaps("scope:view");
app.MapGet("/api/secret", () => "secret").RequireCaps("secret:view");

await using var keepOpen = await app.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
await using (var command = keepOpen.CreateCommand())
{
    command.CommandText = """
        CREATE TABLE teams (id TEXT, tenant TEXT, test INTEGER); CREATE TABLE players (id TEXT, tenant TEXT, test INTEGER, team TEXT);
        INSERT INTO teams VALUES ('T-001', 'main', 0), ('T-001', 'acme', 0);
        INSERT INTO players VALUES ('P-001', 'main', 0, 'T-001'), ('P-002', 'main', 0, 'T-002'), ('P-003', 'acme', 0, 'T-001');
        """;
    await command.ExecuteNonQueryAsync();
}

await app.StartAsync();
using var http = new HttpClient { BaseAddress = new(app.Urls.First()) };
var token = issuer.Forge.Mint("captain", "portal", TimeSpan.FromMinutes(5));
var (seen, body) = await GetAsync("/api/scope", token);
IJsonSchemaValidator schema = new JsonSchemaNetValidator(Json.Schema.JsonSchema.FromText("""{"required":["relationships"]}"""));
var codes = seen == HttpStatusCode.OK ? JsonDocument.Parse(body).RootElement.GetProperty("relationships").GetProperty("players").GetProperty("items").EnumerateArray().Select(p => p.GetProperty("code").GetString()).ToArray() : [];
(string What, bool Holds)[] results =
[
    ("the captain sees the own team's one player", codes is ["P-001"]),
    ("a scope fits a schema of JsonSchema.Net, and an empty object does not", schema.IsValid(System.Text.Encoding.UTF8.GetBytes(body)) && schema.Validate("scope.json", "{}"u8.ToArray()).Count == 1),
    ("the policy file gave the code its constants", Caps.Secret.View == "secret:view" && Caps.Policies.Secret.View == new Cks.Rbac.AspNetCore.RequireCapsAttribute(Caps.Secret.View).Policy),
    ("a capability that somebody else has is 403", (await GetAsync("/api/secret", token)).Status == HttpStatusCode.Forbidden),
    ("no token is 401", (await GetAsync("/api/scope", null)).Status == HttpStatusCode.Unauthorized),
];
foreach (var (what, holds) in results)
    Console.WriteLine($"{(holds ? "ok  " : "FAIL")} {what}");
await app.StopAsync();
return results.All(r => r.Holds) ? 0 : 1;

async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, string? bearer)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, path);
    request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
    using var response = await http.SendAsync(request);
    return (response.StatusCode, await response.Content.ReadAsStringAsync());
}

/// <summary>One captain of one team.</summary>
internal sealed class OneTeam : ISessionResolver
{
    public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default) => ValueTask.FromResult(SessionResolution.From(
        token, token.Subject == "captain" ? new SessionRecord { Tenant = TenantId.Parse("main"), Code = "T-001", Roles = ["captain"], Status = "active" } : null, ["captain"]));
}
