using System.Text;
using Cks.Auth;
using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Cks.Benchmarks;

/// <summary>
/// Two web hosts on loopback that differ in the authentication scheme alone: ours, with a session for each token, and the framework's JwtBearer. A call of a case is a batch of pipelined requests over
/// one connection, so that the client's cost, which is the same for both, does not drown the server's.
/// </summary>
internal sealed class BearerHosts : IAsyncDisposable
{
    private const int Batch = 16;

    private readonly WebApplication _ours;
    private readonly WebApplication _peer;
    private readonly PipelinedClient _toOurs;
    private readonly PipelinedClient _toPeer;

    private BearerHosts(WebApplication ours, WebApplication peer) =>
        (_ours, _peer, _toOurs, _toPeer) = (ours, peer, new(new(ours.Urls.Single())), new(new(peer.Urls.Single())));

    public static async Task<BearerHosts> StartAsync(string jwks, TokenValidationParameters strict, Action<CksTokenOptions> configure) => new(
        await StartAsync(services =>
        {
            services.AddSingleton<ISessionResolver, AnySession>();
            services.AddCksAuth(configure);
            services.AddAuthentication().AddCksBearer(o => o.AddKeys(TokenMix.Issuer, jwks, TokenMix.Audience));
        }),
        await StartAsync(services => services.AddAuthentication("Bearer").AddJwtBearer(o => (o.TokenValidationParameters, o.MapInboundClaims) = (strict, false))));

    /// <summary>A case of batches, each with some of the tokens. The answers are how many requests were let in.</summary>
    public RatioCase Case(string name, IReadOnlyList<string> tokens)
    {
        var random = new Random(20_260_504);
        return RatioCase.Async(
            name,
            Enumerable.Range(0, RatioCase.FewestInputs).Select(_ => Enumerable.Range(0, Batch).Select(_ => tokens[random.Next(tokens.Count)]).ToArray()).Select(Requests),
            _toOurs.SendAsync, _toPeer.SendAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _toOurs.DisposeAsync();
        await _toPeer.DisposeAsync();
        await _ours.DisposeAsync();
        await _peer.DisposeAsync();
    }

    private static byte[] Requests(string[] tokens) =>
        Encoding.ASCII.GetBytes(string.Concat(tokens.Select(token => $"GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n")));

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        configure(builder.Services);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.MapGet("/", context =>
        {
            context.Response.ContentLength = 2;
            return context.Response.WriteAsync("ok");
        }).RequireAuthorization();
        await app.StartAsync();
        return app;
    }

    /// <summary>Whoever has a good token has a session; as cheap as a remembered one.</summary>
    internal sealed class AnySession : ISessionResolver
    {
        private static readonly string[] Roles = ["manager"];

        public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default) => new(SessionResolution.Active(new()
        {
            Issuer = token.Issuer,
            Subject = token.Subject,
            Tenant = TenantId.Parse("acme"),
            Code = "MGR-001",
            Roles = Roles,
            Status = "active",
        }));
    }
}
