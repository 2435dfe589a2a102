using System.Net;
using System.Text.RegularExpressions;
using Cks.Tests.Pages;
using Cks.Tests.SignIn;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cks.Tests.Hardening;

/// <summary>What answers tell a browser, and that a real one obeys.</summary>
[Collection(HubCollection.Name)]
public sealed partial class SecurityHeadersTests(HubPortal hub, Browser browser)
{
    private const float Patience = 90_000;

    [Theory]
    [InlineData("/api/scope", 200)]
    [InlineData("/api/scope", 401)]
    [InlineData("/api/admin/directory", 403)]
    [InlineData("/nowhere", 404)]
    [InlineData("/health/live", 200)]
    public async Task Data_and_refusals_may_do_nothing_in_a_browser(string path, int status)
    {
        var portal = await hub.GetAsync();
        using var answer = await portal.GetAsync(path, status == 401 ? null : portal.TokenOf("CON-002"));

        Assert.Equal(status, (int)answer.StatusCode);
        AssertPolicy("base-uri 'none'; default-src 'none'; form-action 'none'; frame-ancestors 'none'", answer);
        AssertCommon(answer);
    }

    [Theory]
    [InlineData("/hub", true)]
    [InlineData("/hub/orders", true)]
    [InlineData("/signed-out", false)]
    public async Task A_page_has_style_and_one_of_the_hub_script_by_a_nonce_of_its_own(string path, bool isOfHub)
    {
        using var user = await WebUser.SignInAsync(await hub.GetAsync(), "CON-002");
        var nonces = new HashSet<string>();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            using var page = await user.GetAsync(path);
            var nonce = WebUtility.HtmlDecode(Nonce().Match(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups[1].Value);
            AssertPolicy(
                isOfHub
                    ? $"base-uri 'none'; connect-src 'self'; default-src 'none'; form-action 'self'; frame-ancestors 'none'; img-src data:; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'"
                    : $"base-uri 'none'; default-src 'none'; form-action 'self'; frame-ancestors 'none'; img-src data:; style-src 'nonce-{nonce}'",
                page);
            AssertCommon(page);
            Assert.True(Convert.FromBase64String(nonce).Length >= 16);
            nonces.Add(nonce);
        }

        Assert.Equal(5, nonces.Count);
    }

    [Fact]
    public async Task In_a_real_browser_no_page_breaks_its_policy()
    {
        foreach (var code in new[] { "ADM-001", "MGR-001", "CRW-002" })
        {
            var (page, violations) = await OpenAsync();
            await page.GotoAsync($"{(await hub.GetAsync()).Address}/hub");
            await page.GetByLabel("Code").FillAsync(code);
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator("header")).ToContainTextAsync($"({code})");
            foreach (var label in await page.Locator("nav a").AllInnerTextsAsync())
            {
                await page.Locator("nav").GetByRole(AriaRole.Link, new() { Name = label, Exact = true }).ClickAsync();
                await Expect(page.Locator("h1")).ToHaveTextAsync(label);
                // The style is in force.
                Assert.Equal("rgb(31, 41, 55)", await page.EvaluateAsync<string>("() => getComputedStyle(document.body).color"));
            }

            await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
            await Expect(page.Locator("h1")).ToHaveTextAsync("You are signed out");
            Assert.Empty(violations);
            await page.CloseAsync();
        }
    }

    [Theory]
    [InlineData("<script>window.injected = 1</script>", "script-src-elem")]
    [InlineData("<script nonce='guess'>window.injected = 1</script>", "script-src-elem")]
    [InlineData("<script src='/health/live'></script>", "script-src-elem")]
    [InlineData("<img src='data:,' onerror='window.injected = 1'>", "script-src-attr")]
    [InlineData("<style>body { color: red }</style>", "style-src-elem")]
    [InlineData("<p style='color: red'>x</p>", "style-src-attr")]
    [InlineData("<iframe src='/hub'></iframe>", "frame-src")]
    public async Task In_a_real_browser_what_is_smuggled_into_a_page_does_nothing(string smuggled, string directive)
    {
        var (page, violations) = await OpenAsync();
        await page.RouteAsync("**/hub?as=*", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("<main", smuggled + "<main") });
        });

        await page.GotoAsync($"{(await hub.GetAsync()).Address}/hub?as=CON-002");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Dashboard");

        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-violated", directive);
        Assert.Equal([directive], violations.Distinct());
        Assert.Null(await page.EvaluateAsync<int?>("() => window.injected ?? null"));
        Assert.Equal("rgb(31, 41, 55)", await page.EvaluateAsync<string>("() => getComputedStyle(document.body).color"));
        await page.CloseAsync();
    }

    [Fact]
    public async Task In_a_real_browser_the_page_to_try_the_interface_runs_its_own_scripts_and_no_other()
    {
        var (page, violations) = await OpenAsync();
        await page.RouteAsync("**/scalar/**", async route =>
        {
            var answer = await route.FetchAsync();
            var body = await answer.TextAsync();
            await route.FulfillAsync(new() { Response = answer, Body = answer.Headers["content-type"].StartsWith("text/html", StringComparison.Ordinal) ? body.Replace("</body>", "<script>window.injected = 1</script></body>") : body });
        });

        await page.GotoAsync($"{(await hub.GetAsync()).Address}/scalar/");

        await Expect(page.GetByText("/api/me/bootstrap").First).ToBeVisibleAsync();
        Assert.Null(await page.EvaluateAsync<int?>("() => window.injected ?? null"));
        Assert.Contains("script-src-elem", violations);
        await page.CloseAsync();
    }

    // The listener is the browser's own, put there before the page is read.
    private async Task<(IPage Page, List<string> Violations)> OpenAsync()
    {
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        SetDefaultExpectTimeout(Patience);
        var violations = new List<string>();
        await page.ExposeFunctionAsync("tellViolation", (string directive) => violations.Add(directive));
        await page.AddInitScriptAsync("""
            document.addEventListener('securitypolicyviolation', async e => {
                await window.tellViolation(e.effectiveDirective);
                document.documentElement.setAttribute('data-violated', e.effectiveDirective);
            });
            """);
        return (page, violations);
    }

    private static void AssertPolicy(string expected, HttpResponseMessage answer) =>
        Assert.Equal(expected, string.Join("; ", One(answer, "Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));

    private static void AssertCommon(HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", One(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", One(answer, "X-Frame-Options"));
        Assert.Equal("no-referrer", One(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", One(answer, "Permissions-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    private static string One(HttpResponseMessage answer, string header) => answer.Headers.GetValues(header).Single();

    [GeneratedRegex("<style nonce=\"([^\"]+)\">")]
    private static partial Regex Nonce();
}
