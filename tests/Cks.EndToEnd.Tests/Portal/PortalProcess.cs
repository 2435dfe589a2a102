using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;

namespace Cks.Tests.Portal;

/// <summary>The portal as a process of its own, so that it can be killed; its database outlives it.</summary>
public sealed partial class PortalProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Uri? _tokens;
    private readonly HttpClient _http;
    private readonly ConcurrentQueue<string> _said = new();

    private PortalProcess(Process process, Uri address, Uri? tokens) => (_process, _tokens, _http) = (process, tokens, new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) });

    /// <summary>As it is asked, by whoever has a token.</summary>
    public HttpClient Http => _http;

    /// <summary>In Development, with an issuer and seeds of its own.</summary>
    public static Task<PortalProcess> StartAsync(TestDatabase database) => StartAsync(database.ConnectionString, "Development", ["--Portal:Seeds", "test"]);

    /// <summary>As a deployment starts it, with a provider that is there already.</summary>
    public static Task<PortalProcess> StartDeployedAsync(string connectionString, string authority, params string[] settings) =>
        StartAsync(connectionString, "Production", ["--Cks:Auth:Authority", authority, "--Cks:Auth:Audience", "portal", .. settings]);

    /// <summary>What it wrote since it listens: its log, where it has one.</summary>
    public string Said => string.Join('\n', _said);

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            _said.Enqueue(line);
    }

    private static async Task<PortalProcess> StartAsync(string connectionString, string environment, string[] settings)
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(tests.FullName, "Cks.Samples.Portal.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0", "--ConnectionStrings:Portal", connectionString, "--contentRoot", RunningPortal.ContentRoot, .. settings])
        {
            WorkingDirectory = RunningPortal.ContentRoot,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // What measures the coverage of the tests would change its code as well, and the runtime finds some of that invalid once it compiles it anew.
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = environment, ["CORECLR_ENABLE_PROFILING"] = "0" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        Uri? address = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } at)
                address = new(at.Groups[1].Value);
            if (address is null)
                continue;
            var token = Bearer().Match(line);
            if (environment == "Development" && !token.Success)
                continue;
            var portal = new PortalProcess(process, address, token.Success ? new(IssuerOf(token.Groups[1].Value) + "/token") : null);
            _ = portal.ListenAsync();
            return portal;
        }

        throw new InvalidOperationException("The portal ended before it listened: " + await errors);
    }

    public async Task<string> TokenAsync(string code)
    {
        using var response = await _http.PostAsync(_tokens, new FormUrlEncodedContent(new Dictionary<string, string> { ["sub"] = PortalSeeds.SubjectOf("main", code), ["aud"] = "portal" }));
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>The status, or nothing when the portal died before it answered.</summary>
    public async Task<int?> PostAsync(string path, string token, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body), Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        try
        {
            using var response = await _http.SendAsync(request);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Kills it as the kernel would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static string IssuerOf(string token)
    {
        var payload = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonDocument.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '='))).RootElement.GetProperty("iss").GetString()!;
    }

    [GeneratedRegex(@"Cks portal on (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();

    [GeneratedRegex("Bearer ([^\"]+)\"")]
    private static partial Regex Bearer();
}
