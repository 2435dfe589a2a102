using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Cks.Auth;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>
/// Two web hosts on loopback that answer a page of a manager's crew: ours from the token to the JSON, and one by hand with the framework's JwtBearer, a policy by name, Npgsql and System.Text.Json.
/// A call of a case is one request on each of a few connections at once.
/// </summary>
internal sealed class PageHosts : IAsyncDisposable
{
    private const int Connections = 4;

    private readonly WebApplication[] _hosts;
    private readonly PageClient[] _toOurs;
    private readonly PageClient[] _toPeer;
    private readonly string[] _tokens;

    private PageHosts(WebApplication ours, WebApplication peer, string[] tokens)
    {
        (_hosts, _tokens) = ([ours, peer], tokens);
        (_toOurs, _toPeer) = (Clients(ours), Clients(peer));
    }

    public static async Task<PageHosts> StartAsync(NpgsqlDataSource source, string[] managers)
    {
        using var tokens = new TokenMix();
        return new(await OursAsync(source, managers, tokens.Jwks), await PeerAsync(source, managers, tokens.Jwks), [.. tokens.Good(64)]);
    }

    public RatioCase Case(string name)
    {
        var random = new Random(20_260_504);
        var inputs = Enumerable.Range(0, RatioCase.FewestInputs).Select(_ => Enumerable.Range(0, Connections).Select(_ => Request(_tokens[random.Next(_tokens.Length)])).ToArray());
        return RatioCase.Async(name, inputs, r => SendAsync(_toOurs, r), r => SendAsync(_toPeer, r)) with
        {
            Check = async () =>
            {
                foreach (var request in _tokens.Select(Request))
                    if (Items(await _toOurs[0].SendAsync(request)) is var mine && Items(await _toPeer[0].SendAsync(request)) is var its && (mine != its || mine.Length < 100))
                        throw new InvalidOperationException($"The hosts answer {mine} and {its}.");
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _toOurs.Concat(_toPeer))
            await client.DisposeAsync();
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }

    private static PageClient[] Clients(WebApplication host) => [.. Enumerable.Range(0, Connections).Select(_ => new PageClient(new(host.Urls.Single())))];

    private static byte[] Request(string token) => Encoding.ASCII.GetBytes($"GET /crew HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n");

    private static async ValueTask<int> SendAsync(PageClient[] clients, byte[][] requests) =>
        (await Task.WhenAll(clients.Select((c, i) => c.SendAsync(requests[i])))).Count(body => body.Length > 0);

    private static string Items(ReadOnlyMemory<byte> answer)
    {
        using var json = JsonDocument.Parse(PageClient.Join(answer.Span));
        return json.RootElement.GetProperty("items").GetRawText();
    }

    private static string ManagerOf(string subject, string[] managers) => managers[int.Parse(subject.AsSpan(7)) % managers.Length];

    private static async Task<WebApplication> OursAsync(NpgsqlDataSource source, string[] managers, string jwks)
    {
        var builder = Builder();
        builder.Services.AddSingleton<ISessionResolver>(new Managers(managers));
        builder.Services.AddAuthentication().AddCksBearer(o => o.AddKeys(TokenMix.Issuer, jwks, TokenMix.Audience));
        builder.Services.AddCksRbac().AddPolicy("portal.rbac.json", Documents.Read("portal.rbac.json"));
        builder.Services.AddCksGuards();
        builder.Services.AddCksScope().AddModel("portal.scope.json", Documents.Read("portal.scope.json"));
        builder.Services.AddSingleton<System.Data.Common.DbDataSource>(_ => NpgsqlDataSource.Create(source.ConnectionString)).AddSingleton<SqlCompiler>(PostgresCompiler.Default);
        var app = builder.Build();
        app.MapGet("/crew", async (Subject me, IScopeService scopes, CancellationToken ct) =>
            await scopes.ListAsync(me, "crew", new() { Limit = CrewPages.Size }, ct) is { IsFound: true } list ? Results.Json(list.Set) : Results.NotFound()).RequireCaps("scope:view");
        await app.StartAsync();
        return app;
    }

    private static async Task<WebApplication> PeerAsync(NpgsqlDataSource source, string[] managers, string jwks)
    {
        var (builder, sql) = (Builder(), CrewPages.Page(keys: true));
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(o =>
        {
            (o.TokenValidationParameters, o.MapInboundClaims) = (AuthArea.EquallyStrict(jwks), false);
            o.Events = new()
            {
                OnTokenValidated = context =>
                {
                    var manager = ManagerOf(context.Principal!.FindFirstValue("sub")!, managers);
                    context.Principal!.AddIdentity(new([new("role", "manager"), new("code", manager)], "session", "sub", "role"));
                    return Task.CompletedTask;
                },
            };
        });
        builder.Services.AddAuthorizationBuilder().AddPolicy("managers", p => p.RequireRole("manager"));
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(source.ConnectionString));
        var app = builder.Build();
        app.MapGet("/crew", async (ClaimsPrincipal me, NpgsqlDataSource database) =>
        {
            var page = await CrewPages.ReadAsync(database, sql, me.FindFirstValue("code")!);
            return Results.Json(new { items = page.Crew, next = page.HasMore ? page.Crew[^1].Code : null });
        }).RequireAuthorization("managers");
        await app.StartAsync();
        return app;
    }

    private static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthorization();
        return builder;
    }

    /// <summary>Each token is a manager's; as cheap as a remembered session.</summary>
    private sealed class Managers(string[] managers) : ISessionResolver
    {
        private static readonly string[] Roles = ["manager"];

        public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default) => new(SessionResolution.Active(new()
        {
            Issuer = token.Issuer,
            Subject = token.Subject,
            Tenant = TenantId.Parse(LargeTables.Tenant),
            Code = ManagerOf(token.Subject, managers),
            Roles = Roles,
            Status = "active",
        }));
    }
}
