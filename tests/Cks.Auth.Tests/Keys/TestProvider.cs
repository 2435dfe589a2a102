using Microsoft.AspNetCore.Http;

namespace Cks.Auth.Tests;

/// <summary>A provider over real HTTP whose keys change, and which can be down or answer anything at all.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    private LoopbackServer _server = null!;
    private volatile string _keys;
    private volatile Func<HttpContext, Task>? _answer;
    private int _keyRequests;

    private TestProvider(string keys) => _keys = keys;

    public string Address => _server.Address;

    public int Requests => _server.Requests;

    /// <summary>How often the key set was asked for.</summary>
    public int KeyRequests => Volatile.Read(ref _keyRequests);

    /// <summary>Stands in for everything while set.</summary>
    public Func<HttpContext, Task>? Answer
    {
        set => _answer = value;
    }

    public bool IsDown
    {
        set => _answer = value ? Status(500) : null;
    }

    public static async Task<TestProvider> StartAsync(params TestKey[] keys)
    {
        var provider = new TestProvider(TestKey.Set(keys.Select(k => k.Jwk())));
        provider._server = await LoopbackServer.StartAsync(provider.AnswerAsync);
        return provider;
    }

    public static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public void Publish(params TestKey[] keys) => _keys = TestKey.Set(keys.Select(k => k.Jwk()));

    public void Publish(string keys) => _keys = keys;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var isDiscovery = context.Request.Path == "/.well-known/openid-configuration";
        if (!isDiscovery)
            Interlocked.Increment(ref _keyRequests);
        if (_answer is { } answer)
            return answer(context);
        context.Response.ContentType = "application/json";
        if (context.Request.Path == "/jwks" || context.Request.Path == "/.well-known/jwks.json")
            return context.Response.WriteAsync(_keys);
        return isDiscovery ? context.Response.WriteAsync($$"""{"issuer":"{{Address}}","jwks_uri":"{{Address}}/jwks"}""") : Status(404)(context);
    }
}
