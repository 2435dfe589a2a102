using Cks.Tests.Pages;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Cks.Tests.Pages;

/// <summary>The machine's Chromium, without a window: <c>CKS_TEST_BROWSER</c> is its path, <c>none</c> switches these tests off.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string Variable = "CKS_TEST_BROWSER";
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _browser = new(StartAsync);

    /// <summary>A page of its own; skips the test, with the reason, where there is no browser.</summary>
    public async Task<IPage> NewPageAsync() => await (await _browser.Value).Browser.NewPageAsync();

    /// <summary>Where screenshots are kept.</summary>
    public static string ScreenshotFolder { get; } = Path.Combine(Portal.RunningPortal.FindRoot(), "artifacts", "screenshots");

    public async ValueTask DisposeAsync()
    {
        if (!_browser.IsValueCreated || !_browser.Value.IsCompletedSuccessfully)
            return;
        var (playwright, browser) = await _browser.Value;
        await browser.CloseAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        var configured = Environment.GetEnvironmentVariable(Variable);
        if (string.Equals(configured, "none", StringComparison.OrdinalIgnoreCase))
            Assert.Skip($"{Variable} is none.");
        if ((string.IsNullOrWhiteSpace(configured) ? Places.FirstOrDefault(File.Exists) : configured) is not { } path)
        {
            Assert.Skip($"No Chromium in {string.Join(", ", Places)}, and {Variable} is not set.");
            return default;
        }

        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        }));
    }
}
