using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Cks.Testing.AspNetCore;
using Cks.Tests.Portal;

namespace Cks.Tests.Samples;

/// <summary>The minimal sample as a process of its own, configured by nothing but arguments, and the issuer that it is told to believe.</summary>
public sealed partial class MinimalSample : IAsyncLifetime
{
    private readonly Process _process = new();

    public static string Folder { get; } = Path.Combine(RunningPortal.FindRoot(), "samples", "Cks.Samples.Minimal");

    public TokenIssuer Issuer { get; private set; } = null!;

    public HttpClient Http { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Issuer = await TokenIssuer.StartAsync();
        // Built beside the tests, because they refer to its project: artifacts/bin/<project>/<configuration>.
        var tests = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(tests.Parent!.Parent!.FullName, "Cks.Samples.Minimal", tests.Name, "Cks.Samples.Minimal.dll");
        _process.StartInfo = new("dotnet", [program, "--urls", "http://127.0.0.1:0", "--Cks:Auth:Authority", Issuer.Address, "--Cks:Auth:Audience", "portal"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process.Start();
        var errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            Http.BaseAddress = new(match.Groups[1].Value);
            _ = _process.StandardOutput.ReadToEndAsync();
            return;
        }

        throw new InvalidOperationException("The sample ended before it listened: " + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Issuer.DisposeAsync();
    }

    public async Task<int> StatusAsync(string? subject, HttpMethod method, string path = "/notes")
    {
        using var response = await SendAsync(subject, method, path);
        return (int)response.StatusCode;
    }

    public async Task<string[]> ListAsync(string subject)
    {
        using var response = await SendAsync(subject, HttpMethod.Get, "/notes");
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<string[]>(TestContext.Current.CancellationToken))!;
    }

    public Task<HttpResponseMessage> SendAsync(string? subject, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        if (subject is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Issuer.Forge.Mint(subject, "portal"));
        if (method == HttpMethod.Post)
            request.Content = JsonContent.Create(new { text = "by " + subject });
        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
