using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>Providers that answer something else than they should, at a cold start and while their keys are in use.</summary>
public sealed class KeyEndpointTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(AuthHost.Start);
    private readonly TestKey _key = TestKey.Ec("a");
    private TestProvider _provider = null!;
    private KeyHost _host = null!;

    public static TheoryData<string, string> Documents { get; } = new()
    {
        { "the discovery document names another issuer", """{"issuer":"https://evil.example","jwks_uri":"ADDRESS/jwks"}""" },
        { "the discovery document names another issuer", """{"issuer":"ADDRESS/","jwks_uri":"ADDRESS/jwks"}""" },
        { "the discovery document names another issuer", """{"issuer":["ADDRESS"],"jwks_uri":"ADDRESS/jwks"}""" },
        { "the discovery document names another issuer", """{"jwks_uri":"ADDRESS/jwks"}""" },
        { "the discovery document names another issuer", """["ADDRESS"]""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS","jwks_uri":"http://localhost:PORT/jwks"}""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS","jwks_uri":"http://127.0.0.1:1/jwks"}""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS","jwks_uri":"https://127.0.0.1:PORT/jwks"}""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS","jwks_uri":"https://evil.example/jwks"}""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS","jwks_uri":"http://127.0.0.1.evil.example/jwks"}""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS","jwks_uri":"http://user@127.0.0.1:PORT/jwks"}""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS","jwks_uri":"http://127.0.0.1:PORT@evil.example/jwks"}""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS","jwks_uri":"http://169.254.169.254/latest"}""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS","jwks_uri":"file:///etc/passwd"}""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS","jwks_uri":"/jwks"}""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS","jwks_uri":1}""" },
        { "the discovery document puts the keys on another host", """{"issuer":"ADDRESS"}""" },
        { "the discovery document is not JSON", """{"issuer":"ADDRESS","issuer":"ADDRESS","jwks_uri":"ADDRESS/jwks"}""" },
        { "the discovery document is not JSON", "<html>" },
        { "the discovery document is not JSON", "" },
    };

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync(_key);
        _host = new(_provider.Address, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task The_keys_of_an_honest_provider_are_used()
    {
        Assert.Equal("valid", await _host.TryAsync(_key));
        Assert.Equal((2, 1), (_provider.Requests, _provider.KeyRequests));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Case52_a_discovery_document_that_is_not_the_issuers_own_is_refused(string problem, string document)
    {
        var text = document.Replace("ADDRESS", _provider.Address, StringComparison.Ordinal).Replace("PORT", new Uri(_provider.Address).Port.ToString(), StringComparison.Ordinal);
        await IsRefusedAsync(problem, context => context.Request.Path == "/jwks" ? KeysAsync(context) : context.Response.WriteAsync(text));
        Assert.Equal(1, _provider.KeyRequests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(404)]
    [InlineData(204)]
    [InlineData(206)]
    public Task Case50_a_status_other_than_200_is_refused(int status) => IsRefusedAsync($"the answer is {status}", TestProvider.Status(status));

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Case50_a_redirect_is_not_followed_to_another_host(int status)
    {
        await using var other = await TestProvider.StartAsync(_key);
        await IsRefusedAsync($"the answer is {status}", context => RedirectAsync(context, status, other.Address + context.Request.Path));
        Assert.Equal(0, other.Requests);
    }

    [Fact]
    public Task Case50_a_redirect_is_not_followed_to_the_same_host() => IsRefusedAsync("the answer is 302", context => context.Request.Path == "/jwks"
        ? RedirectAsync(context, 302, _provider.Address + "/keys")
        : context.Request.Path == "/keys" ? KeysAsync(context) : DiscoveryAsync(context));

    [Theory]
    [InlineData("text/html", "the answer is not JSON")]
    [InlineData("text/html; charset=utf-8", "the answer is not JSON")]
    [InlineData("application/xml", "the answer is not JSON")]
    [InlineData("image/png", "the answer is not JSON")]
    [InlineData("application/json", "")]
    [InlineData("Application/JWK-Set+JSON", "")]
    [InlineData("text/plain", "")]
    [InlineData("nonsense", "")]
    public async Task Case50_a_page_is_no_key_set(string type, string problem)
    {
        Task AnswerAsync(HttpContext context)
        {
            context.Response.ContentType = type;
            return context.Request.Path == "/jwks" ? context.Response.WriteAsync(TestKey.Set(_key.Jwk())) : DiscoveryAsync(context);
        }

        if (problem.Length > 0)
        {
            await IsRefusedAsync(problem, AnswerAsync);
            return;
        }

        _provider.Answer = AnswerAsync;
        Assert.Equal("valid", await _host.TryAsync(_key));
    }

    [Fact]
    public Task Case50_a_page_that_says_it_is_JSON_is_refused() =>
        IsRefusedAsync("the answer is not JSON", context => context.Request.Path == "/jwks" ? context.Response.WriteAsync("<html><body>Sign in</body></html>") : DiscoveryAsync(context));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Case50_five_megabytes_are_not_read(bool isChunked) => IsRefusedAsync("the answer has more than 262144 bytes", async context =>
    {
        if (context.Request.Path != "/jwks")
        {
            await DiscoveryAsync(context);
            return;
        }

        // Good keys, and then white space: in chunks it has no end, and whoever reads it all never comes back.
        var (keys, space) = (TestKey.Set(_key.Jwk()), new byte[16 * 1024]);
        Array.Fill(space, (byte)' ');
        if (!isChunked)
            context.Response.ContentLength = keys.Length + (320 * space.Length);
        await context.Response.WriteAsync(keys);
        for (var i = 0; (isChunked || i < 320) && !context.RequestAborted.IsCancellationRequested; i++)
            await context.Response.Body.WriteAsync(space, context.RequestAborted);
    });

    [Fact]
    public Task Case50_ten_thousand_keys_are_refused() => IsRefusedAsync("the key set has more than 100 keys", context => context.Request.Path == "/jwks"
        ? context.Response.WriteAsync($$"""{"keys":[{{string.Join(',', Enumerable.Repeat("""{"kty":"RSA"}""", 10_000))}}]}""")
        : DiscoveryAsync(context));

    [Fact]
    public async Task Case50_an_answer_that_breaks_off_is_refused()
    {
        _provider.Answer = async context =>
        {
            context.Response.ContentLength = 100_000;
            await context.Response.WriteAsync(TestKey.Set(_key.Jwk()));
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        Assert.StartsWith("unavailable: the ", await _host.TryAsync(_key), StringComparison.Ordinal);
        Assert.False(_host.Keys.IsUsable);
    }

    [Fact]
    public async Task Case50_a_slow_drip_ends_after_ten_seconds_and_holds_up_nobody_who_has_a_key()
    {
        var drops = 0;
        _provider.Answer = async context =>
        {
            if (context.Request.Path != "/jwks")
            {
                await DiscoveryAsync(context);
                return;
            }

            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                Interlocked.Increment(ref drops);
                await Task.Delay(2, context.RequestAborted);
            }
        };
        var cold = _host.TryAsync(_key);
        await KeyHost.UntilAsync(() => Volatile.Read(ref drops) > 0);
        for (var second = 1; second <= 9; second++)
        {
            var before = Volatile.Read(ref drops);
            _time.Advance(TimeSpan.FromSeconds(1));
            await KeyHost.UntilAsync(() => Volatile.Read(ref drops) > before);
            Assert.False(cold.IsCompleted);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("unavailable: the answer takes too long", await cold);

        _provider.Answer = null;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("valid", await _host.TryAsync(_key));
        _provider.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var (requests, refresh) = (_provider.Requests, _host.RefreshAsync());
        await KeyHost.UntilAsync(() => _provider.Requests > requests);
        Assert.True(_host.TryAsync(_key) is { IsCompletedSuccessfully: true, Result: "valid" });
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("the answer takes too long", (await Assert.ThrowsAsync<SigningKeysUnavailableException>(() => refresh)).Problem);
        Assert.Equal("valid", await _host.TryAsync(_key));
    }

    [Fact]
    public async Task An_address_where_nobody_answers_is_unavailable()
    {
        await _provider.DisposeAsync();
        Assert.Equal("unavailable: the provider does not answer (ConnectionError)", await _host.TryAsync(_key));
    }

    [Fact]
    public async Task What_a_provider_writes_into_its_status_line_is_not_repeated()
    {
        _provider.Answer = context =>
        {
            context.Response.StatusCode = 500;
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResponseFeature>()!.ReasonPhrase = "forged";
            return Task.CompletedTask;
        };
        Assert.Equal("unavailable: the answer is 500", await _host.TryAsync(_key));
        Assert.DoesNotContain(_host.Log.GetSnapshot(), r => r.Message.Contains("forged", StringComparison.Ordinal) || r.Exception is not null);
    }

    [Fact]
    public async Task The_keys_of_Clerk_are_at_one_address_and_need_no_discovery()
    {
        var key = TestKey.Rsa("ins_1");
        _provider.Publish(key);
        using var host = new KeyHost(_provider.Address, _time, o => o.AddClerk(_provider.Address, i => i.AllowAnyParty("a test")));
        await host.RefreshAsync();
        Assert.NotNull(host.Keys.Find(true, "ins_1", "RS256").Key);
        Assert.Equal((1, 1), (_provider.Requests, _provider.KeyRequests));
    }

    /// <summary>Refused at a cold start, and refused while keys are in use, which then stay so.</summary>
    private async Task IsRefusedAsync(string problem, Func<HttpContext, Task> answer)
    {
        _provider.Answer = answer;
        Assert.Equal($"unavailable: {problem}", await _host.TryAsync(_key));
        _provider.Answer = null;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("valid", await _host.TryAsync(_key));
        _provider.Answer = answer;
        Assert.Equal(problem, (await Assert.ThrowsAsync<SigningKeysUnavailableException>(_host.RefreshAsync)).Problem);
        Assert.Equal("valid", await _host.TryAsync(_key));
        Assert.Equal(0, _host.Keys.Generation);
        _provider.Answer = null;
    }

    private Task KeysAsync(HttpContext context) => context.Response.WriteAsync(TestKey.Set(_key.Jwk()));

    private Task DiscoveryAsync(HttpContext context) => context.Response.WriteAsync($$"""{"issuer":"{{_provider.Address}}","jwks_uri":"{{_provider.Address}}/jwks"}""");

    private static Task RedirectAsync(HttpContext context, int status, string address)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = address;
        return Task.CompletedTask;
    }
}
