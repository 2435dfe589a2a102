using System.Net.Http.Headers;
using System.Text;
using Cks.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.Benchmarks;

/// <summary>
/// What somebody has already, 304, against the same bytes from an endpoint that always writes them, 200. Both hosts authenticate each request alike, by a token with a session. A call is a batch of pipelined
/// requests over one connection.
/// </summary>
internal static class NotModifiedCase
{
    private const int Batch = 16;
    private const int People = 64;

    /// <param name="name">Name of the case.</param>
    /// <param name="add">Adds what the endpoint answers from.</param>
    /// <param name="map">Maps the endpoint at <c>/</c>.</param>
    /// <param name="owned">Takes what is to be disposed of in the end.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<RatioCase> CreateAsync(string name, Action<IServiceCollection> add, Action<WebApplication> map, List<IAsyncDisposable> owned, CancellationToken cancellationToken)
    {
        using var tokens = new TokenMix();
        string[] good = [.. tokens.Good(People)];
        var ours = await StartAsync(tokens.Jwks, add, map);
        owned.Add(ours);
        using var http = new HttpClient { BaseAddress = new(ours.Urls.Single()) };
        var (tags, body) = (new string[People], Array.Empty<byte>());
        for (var i = 0; i < People; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", good[i]) } };
            using var response = await http.SendAsync(request, cancellationToken);
            (tags[i], body) = (response.EnsureSuccessStatusCode().Headers.ETag!.Tag, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }

        var peer = await StartAsync(tokens.Jwks, add, app => app.MapGet("/", async context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = body.Length;
            await context.Response.BodyWriter.WriteAsync(body);
        }).RequireAuthorization());
        var (toOurs, toPeer) = (new PipelinedClient(new(ours.Urls.Single()), 304, "\r\n\r\n"), new PipelinedClient(new(peer.Urls.Single()), 200, Encoding.ASCII.GetString(body.AsSpan(Math.Max(0, body.Length - 16)))));
        owned.AddRange([peer, toOurs, toPeer]);
        var random = new Random(20_260_504);
        return RatioCase.Async(name, Enumerable.Range(0, RatioCase.FewestInputs).Select(_ => Requests()), toOurs.SendAsync, toPeer.SendAsync);

        byte[] Requests() => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Batch).Select(_ => random.Next(People)).Select(i =>
            $"GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {good[i]}\r\nIf-None-Match: {tags[i]}\r\n\r\n")));
    }

    private static async Task<WebApplication> StartAsync(string jwks, Action<IServiceCollection> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ISessionResolver, BearerHosts.AnySession>();
        builder.Services.AddAuthentication().AddCksBearer(o => o.AddKeys(TokenMix.Issuer, jwks, TokenMix.Audience));
        add(builder.Services);
        builder.Services.AddCksGuards();
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }
}
