using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cks.Tests.Pages;

/// <summary>The tests of the hub's pages.</summary>
[CollectionDefinition(Name)]
public sealed class HubCollection : ICollectionFixture<HubPortal>
{
    public const string Name = "hub pages";
}

/// <summary>One portal for all tests of the hub's pages, which change its data and therefore run one after the other.</summary>
public sealed class HubPortal(Browser browser) : IAsyncDisposable
{
    // Milliseconds; for a machine that does other things beside.
    private const float Patience = 90_000;

    private readonly Lazy<Task<RunningPortal>> _portal = new(() => RunningPortal.StartAsync(PortalEngine.Sqlite));

    public Task<RunningPortal> GetAsync() => _portal.Value;

    /// <summary>A browser of its own in which somebody has signed in through the form.</summary>
    public async Task<HubUser> SignInAsync(string code)
    {
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        SetDefaultExpectTimeout(Patience);
        var user = new HubUser(page, (await GetAsync()).Address, code);
        await page.GotoAsync($"{user.Address}/hub");
        await page.GetByLabel("Code").FillAsync(code);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("header")).ToContainTextAsync($"({code})");
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        return user;
    }

    public async ValueTask DisposeAsync()
    {
        if (_portal.IsValueCreated && _portal.Value.IsCompletedSuccessfully)
            await (await _portal.Value).DisposeAsync();
    }
}

/// <summary>Somebody who is signed in. Leaving checks that the browser had nothing to complain of, such as a style or a form that the content security policy stopped.</summary>
public sealed class HubUser : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    public HubUser(IPage page, string address, string code)
    {
        (Page, Address, Code) = (page, address, code);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _errors.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public string Address { get; }

    public string Code { get; }

    /// <summary>Follows a link of the navigation.</summary>
    public async Task OpenAsync(string label)
    {
        await Page.Locator("nav").GetByRole(AriaRole.Link, new() { Name = label, Exact = true }).ClickAsync();
        await Expect(Page.Locator("h1")).ToHaveTextAsync(label);
        await Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
    }

    /// <summary>Follows a link, and waits until all of the next page is there: a list is read as it stands.</summary>
    public async Task FollowAsync(ILocator link)
    {
        await link.ClickAsync();
        await Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
    }

    /// <summary>The row of a table with this code.</summary>
    public ILocator Row(string code) => Page.Locator("tbody tr").Filter(new() { Has = Page.Locator("th", new() { HasTextRegex = new($"^{System.Text.RegularExpressions.Regex.Escape(code)}$") }) });

    /// <summary>Presses a button and reads what the next page says of it.</summary>
    public async Task PressAsync(string button, string message)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status)).ToHaveTextAsync(message);
    }

    /// <summary>Keeps how the page looks; a long one only as far as the window.</summary>
    public Task ScreenshotAsync(string name, bool isWhole = true)
    {
        Directory.CreateDirectory(Browser.ScreenshotFolder);
        return Page.ScreenshotAsync(new() { Path = Path.Combine(Browser.ScreenshotFolder, $"{name}.png"), FullPage = isWhole });
    }

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        Assert.Empty(_errors);
    }
}
