using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cks.Samples.Existing.Tests;

/// <summary>The sample at one of its steps, on loopback with a database of its own, configured by nothing but arguments.</summary>
internal sealed partial class RunningShop : IAsyncDisposable
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private RunningShop(WebApplication app, LogTexts log) => (_app, Log, _http) = (app, log, new() { BaseAddress = new(app.Urls.Single()) });

    public static string Folder { get; } = Path.Combine(FindRoot(), "samples", "Cks.Samples.Existing");

    public IServiceProvider Services => _app.Services;

    public LogTexts Log { get; }

    public static async Task<RunningShop> StartAsync(int step, params string[] more)
    {
        var app = ExistingHost.Build(
        [
            "--Step", $"{step}", "--urls", "http://127.0.0.1:0", "--contentRoot", Folder, "--applicationName", "Cks.Samples.Existing", "--environment", "Production", "--Logging:LogLevel:Default", "Warning",
            "--ConnectionStrings:Shop", $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared", "--ShadowUntil", $"{TimeProvider.System.GetUtcNow().AddDays(60):O}",
            "--Authentication:Schemes:Bearer:ValidIssuer", "https://login.example", "--Authentication:Schemes:Bearer:ValidAudience", "shop",
            "--Authentication:Schemes:Bearer:SigningKeys:0:Issuer", "https://login.example", "--Authentication:Schemes:Bearer:SigningKeys:0:Value", Convert.ToBase64String(Key), .. more,
        ]);
        var log = new LogTexts();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new(app, log);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every request by everybody, in one order: whom, what, and the answer with its headers, without date and trace id.</summary>
    public async Task<IReadOnlyList<Answer>> AskAllAsync()
    {
        var answers = new List<Answer>();
        foreach (var (method, path) in Requests)
            foreach (var person in Person.All)
                answers.Add(await AskAsync(person, method, path));
        return answers;
    }

    public async Task<Answer> AskAsync(Person person, string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (person.Claims is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(person));
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers).Where(h => h.Key is not ("Date" or "Content-Length")).Select(h => $"{h.Key}: {string.Join(", ", h.Value)}").Order(StringComparer.Ordinal);
        var body = TraceId().Replace(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "");
        return new($"{person.Name} {method} {path}", (int)response.StatusCode, string.Join('\n', headers), body);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private static IReadOnlyList<(string Method, string Path)> Requests { get; } =
    [
        ("GET", "/api/orders"), ("GET", "/api/orders/ORD-1"), ("GET", "/api/orders/ORD-2"), ("GET", "/api/orders/ORD-9"), ("POST", "/api/orders/ORD-1/accept"), ("POST", "/api/orders/ORD-9/accept"),
        ("DELETE", "/api/orders/ORD-3"), ("GET", "/api/orders"), ("GET", "/api/reports/margin"), ("GET", "/api/reports/legend"), ("GET", "/api/contractors"), ("POST", "/api/closing"), ("GET", "/api/me"),
        ("GET", "/health"), ("GET", "/nowhere"), ("PUT", "/api/orders"),
    ];

    private static string TokenOf(Person person) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "https://login.example",
        Audience = "shop",
        Claims = new Dictionary<string, object>(person.Claims!) { ["sub"] = person.Name },
        SigningCredentials = new(new SymmetricSecurityKey(Key), SecurityAlgorithms.HmacSha256),
    });

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CksCore.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("CksCore.sln is in no folder above the test.");
        return folder.FullName;
    }

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}

/// <summary>What was answered to whom.</summary>
internal sealed record Answer(string Request, int Status, string Headers, string Body)
{
    public bool IsRefusal => Status is 401 or 403;
}

/// <summary>Keeps what a host logs.</summary>
internal sealed class LogTexts : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }
}
