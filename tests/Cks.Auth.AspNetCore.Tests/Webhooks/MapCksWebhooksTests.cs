using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Cks.Auth.AspNetCore.Tests;

public sealed class MapCksWebhooksTests : IAsyncLifetime
{
    private const string Issuer = "https://clerk.portal.example";
    private const string Body = """{"type":"session.ended","data":{"id":"sess_private","updated_at":1}}""";
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private readonly FakeLogCollector _log = new();
    private readonly HttpClient _client = new();
    private readonly Handler _handler = new();
    private WebApplication _app = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = Build(o => o.AddSender(Issuer, new Secret<string>("whsec_" + Convert.ToBase64String(Key))));
        _app.UseAuthentication().UseAuthorization();
        _app.MapCksWebhooks("/webhooks/clerk");
        await _app.StartAsync(Cancel);
        _client.BaseAddress = new(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_webhook_is_204_and_so_is_the_next_delivery_of_it()
    {
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), ((await SendAsync(Body)).StatusCode, (await SendAsync(Body)).StatusCode));
        Assert.Equal("sess_private", Assert.Single(_handler.Seen).ObjectId);
        Assert.True(ValidatedToken.TryRestore(Issuer, "user_1", "sess_private", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, out var token));
        Assert.Equal(RevocationState.Revoked, _app.Services.GetRequiredService<IRevocations>().Check(token));
    }

    [Fact]
    public async Task Case90_Each_refusal_says_why_and_no_more()
    {
        await AssertRefusedAsync(await SendAsync(Body, sign: _ => null), HttpStatusCode.Unauthorized, "header_missing");
        await AssertRefusedAsync(await SendAsync(Body, id: "msg.1"), HttpStatusCode.BadRequest, "header_malformed");
        await AssertRefusedAsync(await SendAsync(Body, age: 400), HttpStatusCode.Unauthorized, "too_old");
        await AssertRefusedAsync(await SendAsync(Body, age: -400), HttpStatusCode.Unauthorized, "in_future");
        await AssertRefusedAsync(await SendAsync(Body, sign: right => right.Replace("v1", "v2", StringComparison.Ordinal)), HttpStatusCode.Unauthorized, "signature_unsupported");
        await AssertRefusedAsync(await SendAsync(Body, sign: _ => "v1,AAAA"), HttpStatusCode.Unauthorized, "signature_invalid");
        await AssertRefusedAsync(await SendAsync("{}"), HttpStatusCode.BadRequest, "body_malformed");
        Assert.Empty(_handler.Seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_413_with_and_without_its_length(bool chunked)
    {
        await AssertRefusedAsync(await SendAsync(new string(' ', 64 * 1024 + 1), chunked: chunked), HttpStatusCode.RequestEntityTooLarge, "too_large");
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(Body + new string(' ', 64 * 1024 - Body.Length), chunked: chunked)).StatusCode);
    }

    [Fact]
    public async Task A_handler_that_throws_is_500_and_the_next_delivery_runs_it_again()
    {
        _handler.Fails = 1;
        Assert.Equal(HttpStatusCode.InternalServerError, (await SendAsync(Body)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(Body)).StatusCode);
        Assert.Equal(2, _handler.Seen.Count);
    }

    [Fact]
    public async Task Nothing_of_the_body_is_logged()
    {
        _handler.Fails = 1;
        await SendAsync(Body);
        await SendAsync(Body, sign: _ => "v1,AAAA");
        await SendAsync("private");
        Assert.DoesNotContain(_log.GetSnapshot(), line => line.Message.Contains("private", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_without_a_clear_sender_stops_the_start()
    {
        await using var two = Build(o => o
            .AddSender(Issuer, new Secret<string>("whsec_" + Convert.ToBase64String(Key)))
            .AddSender("pk_live_" + Convert.ToBase64String("clerk.other.example$"u8), new Secret<string>("whsec_" + Convert.ToBase64String(new byte[32]))));
        Assert.Contains("CKS109", Assert.Throws<CksConfigurationException>(() => two.MapCksWebhooks("/a")).Message, StringComparison.Ordinal);
        Assert.Contains("CKS109", Assert.Throws<CksConfigurationException>(() => two.MapCksWebhooks("/a", "https://stranger.example")).Message, StringComparison.Ordinal);
        two.MapCksWebhooks("/a", Issuer);
        two.MapCksWebhooks("/b", "pk_live_" + Convert.ToBase64String("clerk.other.example$"u8));
    }

    private WebApplication Build(Action<CksWebhookOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // The server's own limit is lower than the sender's.
        builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = 100);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(_log));
        builder.Services.AddCksAuth(o => o.AddClerk(Issuer, i => i.AllowAnyParty("a test")));
        builder.Services.AddCksWebhooks(configure).Configure<CksWebhookOptions>(o => o.MaxBodySize = 64 * 1024);
        builder.Services.AddSingleton<IWebhookHandler>(_handler);
        builder.Services.AddAuthentication().AddCksBearer(_ => { });
        builder.Services.AddScoped<ISessionResolver, MemorySessions>();
        // Everything else needs a session.
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return builder.Build();
    }

    private async Task<HttpResponseMessage> SendAsync(string body, string id = "msg_1", int age = 0, Func<string, string?>? sign = null, bool chunked = false)
    {
        var timestamp = TimeProvider.System.GetUtcNow().AddSeconds(-age).ToUnixTimeSeconds();
        var right = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/clerk") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.TryAddWithoutValidation("svix-id", id);
        request.Headers.TryAddWithoutValidation("svix-timestamp", $"{timestamp}");
        if ((sign is null ? right : sign(right)) is { } signature)
            request.Headers.TryAddWithoutValidation("svix-signature", signature);
        return await _client.SendAsync(request, Cancel);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, string reason)
    {
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>(Cancel);
        Assert.Equal(("CKS507", reason, "The webhook was refused."), ((string?)problem!["code"], (string?)problem["reason"], (string?)problem["detail"]));
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
    }

    private sealed class Handler : IWebhookHandler
    {
        public List<WebhookEvent> Seen { get; } = [];

        public int Fails { get; set; }

        public ValueTask HandleAsync(WebhookEvent webhook, CancellationToken cancellationToken = default)
        {
            Seen.Add(webhook);
            return Fails-- > 0 ? throw new InvalidOperationException("broken") : ValueTask.CompletedTask;
        }
    }
}
