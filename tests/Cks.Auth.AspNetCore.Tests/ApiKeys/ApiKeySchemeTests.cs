using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>API keys over HTTP, beside bearer tokens and a cookie.</summary>
public sealed class ApiKeySchemeTests : IAsyncLifetime
{
    private const int MaxUnknown = 5;
    private readonly TestAccounts _accounts = new();
    private TestHost _host = null!;
    private string _key = null!;
    private string _keyId = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(
            app =>
            {
                app.MapGet("/me", Me).RequireAuthorization();
                app.MapGet("/key", Me).RequireAuthorization(p => p.AddAuthenticationSchemes(CksAuthenticationDefaults.ApiKeyScheme).RequireAuthenticatedUser());
                app.MapGet("/token", Me).RequireAuthorization(p => p.AddAuthenticationSchemes(CksAuthenticationDefaults.BearerScheme).RequireAuthenticatedUser());
                app.MapGet("/managers", Me).RequireAuthorization(p => p.RequireRole("manager"));
                app.MapGet("/contractors", Me).RequireAuthorization(p => p.RequireRole("contractor"));
                app.MapGet("/stream", StreamAsync).RequireAuthorization();
            },
            builder =>
            {
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
                builder.Services.AddAuthentication().AddCksApiKey(o => (o.Pepper, o.MaxUnknown) = (new(RandomNumberGenerator.GetBytes(32)), MaxUnknown)).AddCksCookie();
                builder.Services.AddSingleton<IApiKeyOwnerResolver>(_accounts);
                builder.Services.AddSingleton<IHoldings>(_accounts);
            });
        (_keyId, _key) = await CreateAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("Authorization", "Bearer KEY", "/me")]
    [InlineData("Authorization", "bearer  KEY", "/me")]
    [InlineData("X-Api-Key", "KEY", "/me")]
    [InlineData("x-api-key", " KEY ", "/me")]
    [InlineData("X-Api-Key", "KEY", "/key")]
    [InlineData("Authorization", "Bearer KEY", "/token")]
    public async Task A_key_signs_its_owner_in_for_its_capabilities(string header, string value, string path)
    {
        var response = await SendAsync(path, (header, value));
        Assert.Equal($"CksApiKey SVC-001 {_keyId} {_keyId} orders:view robot", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync("/managers", (header, value))).StatusCode);
    }

    [Fact]
    public async Task S11_The_role_of_its_owner_opens_nothing_to_a_key()
    {
        // Whatever role it has, a key is for its capabilities.
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync("/contractors", ("X-Api-Key", "KEY"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/contractors", ("Authorization", "Bearer TOKEN"))).StatusCode);
    }

    [Fact]
    public async Task A_token_works_beside_keys_and_is_none()
    {
        Assert.Equal("CksBearer CON-001    ada", await (await SendAsync("/me", ("Authorization", "Bearer TOKEN"))).Content.ReadAsStringAsync(Cancel));
        await AssertRefusedAsync("missing", "CKS509", "/key", ("Authorization", "Bearer TOKEN"));
        await AssertRefusedAsync("missing", "CKS501", "/me");
    }

    [Theory]
    [InlineData("Authorization: Bearer KEY", "X-Api-Key: KEY")]
    [InlineData("Authorization: Bearer TOKEN", "X-Api-Key: KEY")]
    [InlineData("Authorization: Basic dXNlcjpwYXNz", "X-Api-Key: KEY")]
    [InlineData("Authorization: Bearer TOKEN", "X-Api-Key: nonsense")]
    [InlineData("Authorization: Bearer TOKEN", "X-Api-Key: ")]
    [InlineData("X-Api-Key: KEY", "X-Api-Key: KEY")]
    [InlineData("X-Api-Key: KEY, KEY")]
    [InlineData("Authorization: Bearer KEY, Bearer KEY")]
    [InlineData("Authorization: Bearer KEY", "Authorization: Bearer TOKEN")]
    [InlineData("X-Api-Key: KEY", "Cookie: __Host-session=x")]
    [InlineData("Authorization: Bearer KEY", "Cookie: a=b; __Host-session=x")]
    [InlineData("X-Api-Key: KEY", "Authorization: Bearer TOKEN", "Cookie: __Host-session=x")]
    public async Task S25_A_key_beside_any_other_credential_is_two(params string[] headers)
    {
        foreach (var path in new[] { "/me", "/key", "/token" })
        {
            var response = await SendAsync(path, [.. headers.Select(h => (h[..h.IndexOf(':', StringComparison.Ordinal)], h[(h.IndexOf(':', StringComparison.Ordinal) + 2)..]))]);
            Assert.Equal((HttpStatusCode.Unauthorized, "multiple_credentials"), (response.StatusCode, await ReasonAsync(response)));
        }
    }

    [Theory]
    [InlineData("/me?api_key=KEY")]
    [InlineData("/me?X-Api-Key=KEY&access_token=KEY")]
    public async Task A_key_in_the_query_is_not_read(string path)
    {
        var response = await SendAsync(path.Replace("KEY", _key, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.Unauthorized, "missing"), (response.StatusCode, await ReasonAsync(response)));
    }

    [Fact]
    public async Task A_refusal_says_why_and_nothing_of_the_key()
    {
        await AssertRefusedAsync("malformed", "CKS509", "/me", ("X-Api-Key", ""));
        await AssertRefusedAsync("malformed", "CKS509", "/me", ("X-Api-Key", "eyJhbGciOi"));
        await AssertRefusedAsync("malformed", "CKS509", "/me", ("Authorization", $"Bearer {_key[..^1]}"));
        await AssertRefusedAsync("unknown", "CKS509", "/me", ("X-Api-Key", ApiKeyFormat.NewText(ApiKeyFormat.NewId(), false)));
        var (id, other) = await CreateAsync("10.0.0.0/8");
        await AssertRefusedAsync("address_not_allowed", "CKS509", "/me", ("X-Api-Key", other));
        await WithAsync(keys => keys.RevokeAsync(TestAccounts.Ada, id, "leaked", Cancel));
        await AssertRefusedAsync("revoked", "CKS509", "/me", ("X-Api-Key", other));
        Assert.True((await SendAsync("/me", ("X-Api-Key", (await CreateAsync("127.0.0.0/8")).Text))).IsSuccessStatusCode);
    }

    [Fact]
    public async Task S11_Too_many_wrong_secrets_are_429_and_the_correct_one_is_let_in()
    {
        HttpResponseMessage response = null!;
        for (var i = 0; i < 11; i++)
            response = await SendAsync("/me", ("X-Api-Key", ApiKeyFormat.NewText(_keyId, false)));
        Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_failures"), (response.StatusCode, await ReasonAsync(response)));
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.True((await SendAsync("/me", ("X-Api-Key", "KEY"))).IsSuccessStatusCode);
    }

    [Fact]
    public async Task S30_Too_many_made_up_keys_are_429_and_a_key_in_use_is_let_in()
    {
        Assert.True((await SendAsync("/me", ("X-Api-Key", "KEY"))).IsSuccessStatusCode);
        var answers = new List<(HttpStatusCode, string?)>();
        TimeSpan? wait = null;
        for (var i = 0; i < MaxUnknown + 2; i++)
        {
            var response = await SendAsync("/me", ("X-Api-Key", ApiKeyFormat.NewText(ApiKeyFormat.NewId(), false)));
            answers.Add((response.StatusCode, await ReasonAsync(response)));
            wait = response.Headers.RetryAfter?.Delta;
        }

        Assert.All(answers.Take(MaxUnknown), a => Assert.Equal((HttpStatusCode.Unauthorized, "unknown"), a));
        Assert.All(answers.Skip(MaxUnknown), a => Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_failures"), a));
        Assert.InRange(wait!.Value.TotalSeconds, 1, 60);
        Assert.True((await SendAsync("/me", ("X-Api-Key", "KEY"))).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("archived")]
    [InlineData("suspended")]
    [InlineData("not_provisioned")]
    public async Task S11_An_owner_who_may_not_act_is_403_with_the_reason(string reason)
    {
        _accounts.Record = reason switch
        {
            "archived" => _accounts.Record! with { ArchivedAt = DateTimeOffset.UnixEpoch },
            "suspended" => _accounts.Record! with { Status = "paused" },
            _ => null,
        };
        await WithAsync(async keys => await keys.OwnerChangedAsync("urn:cks:service-accounts", "robot", Cancel));
        var response = await SendAsync("/me", ("X-Api-Key", "KEY"));
        Assert.Equal((HttpStatusCode.Forbidden, reason), (response.StatusCode, await ReasonAsync(response)));
    }

    [Fact]
    public async Task What_is_down_is_neither_a_refusal_nor_a_permission()
    {
        _accounts.IsDown = true;
        await WithAsync(async keys => await keys.OwnerChangedAsync("urn:cks:service-accounts", "robot", Cancel));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync("/me", ("X-Api-Key", "KEY"))).StatusCode);
        // Revocation is not known: fail closed (S27).
        _accounts.IsDown = false;
        Assert.True((await SendAsync("/me", ("X-Api-Key", "KEY"))).IsSuccessStatusCode);
        _host.Revocations.IsCurrent = false;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync("/me", ("X-Api-Key", "KEY"))).StatusCode);
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("archived")]
    [InlineData("role")]
    [InlineData("unknown")]
    public async Task S10_A_stream_ends_with_its_key_and_with_its_owner(string how)
    {
        using var response = await SendAsync("/stream", ("X-Api-Key", "KEY"));
        await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
        var buffer = new byte[64];
        Assert.NotEqual(0, await stream.ReadAsync(buffer, Cancel));
        if (how == "revoked")
        {
            await WithAsync(keys => keys.RevokeAsync(TestAccounts.Ada, _keyId, "leaked", Cancel));
        }
        else if (how == "unknown")
        {
            // Who was barred lately is not known: fail closed (S27), as a stream of a token does.
            _host.Revocations.IsCurrent = false;
        }
        else
        {
            _accounts.Record = how == "role" ? _accounts.Record! with { Roles = ["manager"] } : _accounts.Record! with { ArchivedAt = DateTimeOffset.UnixEpoch };
            await WithAsync(async keys => await keys.OwnerChangedAsync("urn:cks:service-accounts", "robot", Cancel));
        }

        var end = stream.ReadAsync(buffer, Cancel).AsTask();
        await Assert.ThrowsAnyAsync<Exception>(() => end.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        Assert.True(end.IsCompleted);
    }

    // What is remembered counts for a minute; from then on nobody knows whether the key stands, and a stream ends as a request would be 503.
    [Fact]
    public async Task S10_A_stream_ends_soon_after_what_is_remembered_of_its_key_where_nobody_answers()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(app => app.MapGet("/stream", StreamAsync).RequireAuthorization(), builder =>
        {
            builder.Services.AddAuthentication().AddCksApiKey(o => o.Pepper = new(new byte[32]));
            builder.Services.AddSingleton<IApiKeyOwnerResolver>(_accounts).AddSingleton<IHoldings>(_accounts).AddSingleton<TimeProvider>(time);
        });
        await using var scope = host.Services.CreateAsyncScope();
        var request = new ApiKeyRequest(TestAccounts.Robot, "nightly", ["orders:view"], time.GetUtcNow().AddDays(1));
        var made = await scope.ServiceProvider.GetRequiredService<IApiKeys>().CreateAsync(TestAccounts.Ada, request, Cancel);
        using var message = new HttpRequestMessage(HttpMethod.Get, "/stream");
        message.Headers.Add("X-Api-Key", made.New!.TakeText());
        using var response = await host.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
        var buffer = new byte[64];
        Assert.NotEqual(0, await stream.ReadAsync(buffer, Cancel));

        _accounts.IsDown = true;
        var end = stream.ReadAsync(buffer, Cancel).AsTask();
        for (var second = 0; second < 80; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Cancel);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => end.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        Assert.True(end.IsCompleted);
    }

    [Fact]
    public async Task Keys_without_bearer_tokens_stop_the_host()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddCksApiKey(o => o.Pepper = new(new byte[32]));
        builder.Services.AddSingleton<IApiKeyOwnerResolver>(_accounts);
        await using var app = builder.Build();
        var thrown = await Assert.ThrowsAsync<CksConfigurationException>(() => app.StartAsync(Cancel));
        Assert.Contains("AddCksBearer", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("Authorization")]
    [InlineData("cookie")]
    public void A_header_that_is_none_for_keys_stops_the_host(string name) =>
        Assert.Contains("CKS109", Assert.Throws<CksConfigurationException>(() => new CksApiKeySchemeOptions { HeaderName = name }.Validate()).Message, StringComparison.Ordinal);

    private static async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: here\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    private static string Me(HttpContext http, ClaimsPrincipal user)
    {
        Assert.Single(http.User.Identities);
        var feature = http.GetCksSession();
        return $"{feature.Scheme} {feature.Session.Code} {feature.ApiKey?.Id} {user.FindFirstValue(CksClaimTypes.Credential)} {user.FindFirstValue(CksClaimTypes.CredentialCapabilities)} {feature.Token.Subject}";
    }

    private async Task<(string Id, string Text)> CreateAsync(params string[] networks)
    {
        ApiKeyChangeOutcome outcome = null!;
        await WithAsync(keys => keys.CreateAsync(TestAccounts.Ada, new(TestAccounts.Robot, "nightly", ["orders:view"], TimeProvider.System.GetUtcNow().AddDays(1)) { Networks = networks }, Cancel), o => outcome = o);
        return (outcome.New!.Key.Id, outcome.New.TakeText());
    }

    private Task WithAsync(Func<IApiKeys, ValueTask<ApiKeyChangeOutcome>> act, Action<ApiKeyChangeOutcome>? look = null) => WithAsync(async keys =>
    {
        var outcome = await act(keys);
        Assert.True(outcome.IsDone, outcome.ToString());
        look?.Invoke(outcome);
    });

    private async Task WithAsync(Func<IApiKeys, Task> act)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<IApiKeys>());
    }

    private Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] headers)
    {
        var token = _host.Token("ada");
        return _host.GetAsync(path, [.. headers.Select(h => (h.Name, h.Value.Replace("KEY", _key, StringComparison.Ordinal).Replace("TOKEN", token, StringComparison.Ordinal)))]);
    }

    private async Task AssertRefusedAsync(string reason, string code, string path, params (string Name, string Value)[] headers)
    {
        var response = await SendAsync(path, headers);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(reason == "missing" ? "Bearer" : $"Bearer error=\"invalid_token\", error_description=\"{reason}\"", Assert.Single(response.Headers.GetValues("WWW-Authenticate")));
        var text = await response.Content.ReadAsStringAsync(Cancel);
        using var body = JsonDocument.Parse(text);
        Assert.Equal((reason, code), (body.RootElement.GetProperty("reason").GetString(), body.RootElement.GetProperty("code").GetString()));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.DoesNotContain(_keyId, text, StringComparison.Ordinal);
    }

    private static async Task<string?> ReasonAsync(HttpResponseMessage response)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        return body.RootElement.GetProperty("reason").GetString();
    }
}
