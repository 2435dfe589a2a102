using System.Data.Common;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Auth;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Rbac.AspNetCore;
using Cks.Scope;
using Cks.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.EndToEnd.Tests.Acting;

/// <summary>S12 through a host with all of it: a token that names who acts, the session, the subject, guards, scope and the database.</summary>
public sealed class ActingHostTests : IAsyncLifetime
{
    private const string Issuer = "https://login.example";

    private const string Policy = """
        {
          "version": 1,
          "resources": {
            "center": { "actions": ["view"], "fields": ["code"] }, "sessions": { "actions": ["impersonate"] },
            "orders": { "actions": ["view", "open", "close"], "fields": ["code", "status"], "attributes": ["status"] }
          },
          "roles": {
            "manager": { "permit": [{ "actions": ["center:view"], "fields": { "read": ["code"] } }, { "actions": ["orders:view", "orders:open"], "fields": { "read": ["code", "status"] } }, { "actions": ["orders:close"] }] },
            "support": { "permit": [
              { "actions": ["sessions:impersonate"] }, { "actions": ["center:view"], "fields": { "read": ["code"] } }, { "actions": ["orders:view"], "fields": { "read": ["code"] } }, { "actions": ["orders:open"], "when": { "status": "new" } } ] }
          }
        }
        """;

    private const string Model = """
        {
          "version": 1,
          "entities": {
            "center": { "table": "centers", "key": "id", "tenant": "tenant", "test": "test", "fields": { "code": "id" } },
            "order": { "table": "orders", "key": "id", "tenant": "tenant", "test": "test", "view": "orders:view", "fields": { "code": "id", "status": "status" } }
          },
          "relations": [{ "name": "orders", "from": "center", "to": "order", "by": "center" }, { "name": "helped", "from": "center", "to": "order", "by": "helper" }],
          "roles": {
            "manager": { "entity": "center", "includeRelationships": ["orders"] },
            "support": { "entity": "center", "includeRelationships": ["helped"] }
          }
        }
        """;

    private readonly DbDataSource _source = SqliteFactory.Instance.CreateDataSource($"Data Source=acting-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
    private readonly TokenForge _forge = new(Issuer);
    private readonly HttpClient _client = new();
    private DbConnection? _open;
    private WebApplication? _app;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _open = await _source.OpenConnectionAsync(Token);
        await using var command = _open.CreateCommand();
        command.CommandText = """
            CREATE TABLE centers (tenant text, test integer, id text);
            CREATE TABLE orders (tenant text, test integer, id text, status text, center text, helper text);
            INSERT INTO centers VALUES ('main', 0, 'CEN-001'), ('main', 0, 'CEN-007');
            INSERT INTO orders VALUES ('main', 0, 'O-1', 'new', 'CEN-007', 'CEN-001'), ('main', 0, 'O-2', 'old', 'CEN-007', 'CEN-001'), ('main', 0, 'O-3', 'new', 'CEN-007', NULL), ('main', 0, 'O-4', 'new', NULL, 'CEN-001');
            """;
        await command.ExecuteNonQueryAsync(Token);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddCksBearer(o => o.AddKeys(Issuer, _forge.Jwks(), "portal", i => i.AllowImpersonation = true));
        builder.Services.AddSingleton<ISessionResolver, People>();
        builder.Services.AddCksSessions();
        builder.Services.AddCksRbac().AddPolicy("acting.rbac.json", Encoding.UTF8.GetBytes(Policy)).MapResource<Order>("orders", m => m.Attribute("status", o => o.Status));
        builder.Services.AddCksScope().AddModel("acting.scope.json", Encoding.UTF8.GetBytes(Model));
        builder.Services.AddSingleton(_source);
        builder.Services.AddSingleton<SqlCompiler>(SqliteCompiler.Default);
        builder.Services.AddCksGuards();
        builder.Services.AddCksResource<Order, Orders>();
        _app = builder.Build();
        _app.UseAuthentication().UseAuthorization();
        _app.MapGet("/orders", async (Subject me, IScopeService scopes, CancellationToken ct) => Results.Json((await scopes.ListAsync(me, me.Roles.Contains("manager") ? "orders" : "helped", new(), ct)).Set)).RequireCaps("orders:view");
        _app.MapGet("/orders/{id}", (Order order) => order.Id).RequireCaps("orders:view").OnResource<Order>("id");
        _app.MapPost("/orders/{id}/open", (Order order) => order.Id).RequireCaps("orders:open").OnResource<Order>("id");
        _app.MapPost("/orders/{id}/close", (Order order) => order.Id).RequireCaps("orders:close").OnResource<Order>("id");
        _app.MapGet("/managers", () => "in").RequireRoles("manager");
        _app.MapCksPermissions("/permissions");
        await _app.StartAsync(Token);
        _client.BaseAddress = new(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        _forge.Dispose();
        if (_open is not null)
            await _open.DisposeAsync();
        await _source.DisposeAsync();
    }

    [Fact]
    public async Task S12_a_token_with_an_actor_lists_opens_and_changes_what_both_may_and_nothing_else()
    {
        var (own, acted, helper) = (TokenOf("ada", null), TokenOf("ada", "eve"), TokenOf("eve", null));

        Assert.Equal([["O-1", "new"], ["O-2", "old"], ["O-3", "new"]], await ListAsync(own));
        Assert.Equal([["O-1"], ["O-2"], ["O-4"]], await ListAsync(helper));
        Assert.Equal([["O-1"], ["O-2"]], await ListAsync(acted));
        foreach (var (order, isOwn, isBoth) in new[] { ("O-1", 200, 200), ("O-2", 200, 200), ("O-3", 200, 404), ("O-4", 404, 404) })
            Assert.Equal((isOwn, isBoth), ((await SendAsync(own, $"/orders/{order}")).Status, (await SendAsync(acted, $"/orders/{order}")).Status));

        // The helper may open new ones only, and close none.
        Assert.Equal((200, 200), ((await SendAsync(own, "/orders/O-2/open", HttpMethod.Post)).Status, (await SendAsync(acted, "/orders/O-1/open", HttpMethod.Post)).Status));
        Assert.Equal((403, "beyond_actor"), await RefusedAsync(acted, "/orders/O-2/open"));
        Assert.Equal(404, (await SendAsync(acted, "/orders/O-3/open", HttpMethod.Post)).Status);
        Assert.Equal(200, (await SendAsync(own, "/orders/O-1/close", HttpMethod.Post)).Status);
        Assert.Equal((403, "beyond_actor"), await RefusedAsync(acted, "/orders/O-1/close"));

        Assert.Equal((200, 403), ((await SendAsync(own, "/managers")).Status, (await SendAsync(acted, "/managers")).Status));
        Assert.Equal("""{"center:view":"yes","orders:close":"no","orders:open":"row","orders:view":"yes","sessions:impersonate":"no"}|[]""", await PermissionsAsync(acted));
        Assert.EndsWith("""|["manager"]""", await PermissionsAsync(own), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S12_who_may_not_act_and_who_is_nobody_does_not_act()
    {
        Assert.Equal((403, "impersonation_refused"), await RefusedAsync(TokenOf("eve", "ada"), "/orders/O-1/open"));
        Assert.Equal((403, "impersonation_refused"), await RefusedAsync(TokenOf("ada", "sam"), "/orders/O-1/open"));
    }

    private string TokenOf(string subject, string? actor)
    {
        var claims = new JsonObject { ["sid"] = $"{subject}-{actor}" };
        if (actor is not null)
            claims["act"] = new JsonObject { ["sub"] = actor };
        return _forge.Mint(subject, "portal", claims: claims);
    }

    private async Task<(int Status, string Body)> SendAsync(string token, string path, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _client.SendAsync(request, Token);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private async Task<(int Status, string? Reason)> RefusedAsync(string token, string path)
    {
        var (status, body) = await SendAsync(token, path, HttpMethod.Post);
        using var problem = JsonDocument.Parse(body);
        return (status, problem.RootElement.GetProperty("reason").GetString());
    }

    private async Task<string[][]> ListAsync(string token)
    {
        using var json = JsonDocument.Parse((await SendAsync(token, "/orders")).Body);
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(row => row.EnumerateObject().Select(f => f.Value.GetString()!).ToArray())];
    }

    private async Task<string> PermissionsAsync(string token)
    {
        using var json = JsonDocument.Parse((await SendAsync(token, "/permissions")).Body);
        return $"{json.RootElement.GetProperty("capabilities").GetRawText()}|{json.RootElement.GetProperty("roles").GetRawText()}";
    }

    internal sealed record Order(string Id, string Status);

    private sealed class Orders(ScopedReader reader, IScopeQueries scope, SnapshotStore<ScopeModel> models) : IResourceLoader<Order>
    {
        public async ValueTask<Order?> LoadAsync(Subject subject, string key, CancellationToken cancellationToken = default)
        {
            var order = models.Current.Value.Entities.Single(e => e.Name == "order");
            var query = Query.From(order.Table).Where(order.Key, Op.Eq, key).Select(order.Key, order.Table.Column<string>("status"));
            return await reader.ReadFirstAsync(subject, scope.Unmasked(subject, query, "decisions look at whole orders"), r => new Order(r.GetString(0), r.GetString(1)), cancellationToken);
        }
    }

    private sealed class People : ISessionResolver
    {
        private static readonly string[] Roles = ["manager", "support"];

        public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default) => new(SessionResolution.From(
            token,
            token.Subject switch
            {
                "ada" => new() { Tenant = TenantId.Parse("main"), Code = "CEN-007", Roles = ["manager"], Status = "active" },
                "eve" => new() { Tenant = TenantId.Parse("main"), Code = "CEN-001", Roles = ["support"], Status = "active" },
                _ => null,
            },
            Roles));
    }
}
