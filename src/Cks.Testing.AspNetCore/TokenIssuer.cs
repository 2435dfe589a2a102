using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cks.Testing.AspNetCore;

/// <summary>
/// An identity provider in one process: a real web server on 127.0.0.1 with a discovery document, a key set, and <c>POST /token</c>, which gives a token to
/// whoever asks.
/// For tests and development; <see cref="CksTokenIssuerExtensions.AddCksTokenIssuerAsync"/> keeps it out of every other environment.
/// </summary>
public sealed class TokenIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TokenIssuerOptions _options;
    private int _discoveryRequests;
    private int _keyRequests;
    private volatile bool _isDown;

    private TokenIssuer(WebApplication app, TokenIssuerOptions options)
    {
        (_app, _options) = (app, options);
        Address = app.Urls.Single();
        Forge = new(Address, options.TimeProvider);
    }

    /// <summary>The address, which is also the issuer of its tokens.</summary>
    public string Address { get; }

    /// <summary>
    /// Where <c>POST /token</c> is answered: a form or a JSON object with <c>sub</c>, optionally <c>aud</c>, <c>lifetime</c> (seconds) and further claims.
    /// </summary>
    public string TokenEndpoint => Address + "/token";

    /// <summary>Makes tokens without HTTP.</summary>
    public TokenForge Forge { get; }

    /// <summary>Answers 500 to everything while set.</summary>
    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>How often the discovery document was asked for, answered or not.</summary>
    public int DiscoveryRequests => Volatile.Read(ref _discoveryRequests);

    /// <summary>How often the key set was asked for, answered or not.</summary>
    public int KeyRequests => Volatile.Read(ref _keyRequests);

    /// <summary>Starts an issuer; dispose it to stop it.</summary>
    public static async Task<TokenIssuer> StartAsync(Action<TokenIssuerOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        var options = new TokenIssuerOptions();
        configure?.Invoke(options);
        // An empty builder reads no configuration and no environment variable, so that nothing of the host around it moves the issuer off loopback.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Logging.ClearProviders();
        // The framework's own would take Ctrl+C and SIGTERM from the program around it.
        builder.Services.AddSingleton<IHostLifetime, GuestLifetime>();
        var app = builder.Build();
        TokenIssuer? issuer = null;
        app.Run(context => issuer!.AnswerAsync(context));
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return issuer = new(app, options);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal IHostLifetime Lifetime => _app.Services.GetRequiredService<IHostLifetime>();

    /// <summary>Signs with a new key from now on.</summary>
    /// <param name="keepPrevious">Whether earlier keys stay published.</param>
    public void RotateKeys(bool keepPrevious = false)
    {
        lock (Forge)
            Forge.RotateKey(keepPrevious);
    }

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        Forge.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value);
        if (path == "/.well-known/openid-configuration")
            Interlocked.Increment(ref _discoveryRequests);
        else if (path == "/jwks")
            Interlocked.Increment(ref _keyRequests);
        if (IsDown)
            return StatusAsync(context, StatusCodes.Status500InternalServerError);
        // A page that points its own name at 127.0.0.1 must not read tokens out of somebody's browser.
        if (context.Request.Host.Value != new Uri(Address).Authority)
            return StatusAsync(context, StatusCodes.Status400BadRequest);
        return (method, path) switch
        {
            ("GET", "/.well-known/openid-configuration") => WriteAsync(context, Discovery()),
            ("GET", "/jwks") => WriteAsync(context, Keys()),
            ("POST", "/token") => IssueAsync(context),
            _ => StatusAsync(context, StatusCodes.Status404NotFound),
        };
    }

    private async Task IssueAsync(HttpContext context)
    {
        if (await TokenRequest.ReadAsync(context.Request).ConfigureAwait(false) is not { } request)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            const string Advice = """{"error":"invalid_request","error_description":"Send sub, and optionally aud and lifetime in seconds, as form or JSON."}""";
            await WriteAsync(context, Advice).ConfigureAwait(false);
            return;
        }

        var lifetime = request.Lifetime ?? _options.Lifetime;
        string token;
        lock (Forge)
            token = Forge.Mint(request.Subject, request.Audience ?? _options.Audience, lifetime, request.Claims);
        var answer = new JsonObject { ["access_token"] = token, ["token_type"] = "Bearer", ["expires_in"] = (long)lifetime.TotalSeconds };
        await WriteAsync(context, answer.ToJsonString()).ConfigureAwait(false);
    }

    private string Keys()
    {
        lock (Forge)
            return Forge.Jwks();
    }

    private string Discovery() => new JsonObject
    {
        ["issuer"] = Address,
        ["jwks_uri"] = Address + "/jwks",
        ["token_endpoint"] = TokenEndpoint,
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    }.ToJsonString();

    private static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task WriteAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }
}
