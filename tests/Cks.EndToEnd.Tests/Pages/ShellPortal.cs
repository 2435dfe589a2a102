using Cks.HubConfig;
using Cks.HubConfig.Razor;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Pages;
using Cks.Samples.Portal.Pages.Widgets;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cks.Tests.Pages;

/// <summary>The tests of the shell, which change hubs while pages are open and therefore run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ShellCollection : ICollectionFixture<ShellPortal>
{
    public const string Name = "hub shell";
}

/// <summary>A portal whose hubs are copies that tests may change, and whose pages look at their view each second.</summary>
public sealed class ShellPortal(Browser browser) : IAsyncLifetime
{
    private const float Patience = 90_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("cks-shell-").FullName;
    private readonly Dictionary<string, string> _original = [];

    public RunningPortal Portal { get; private set; } = null!;

    public HubCatalog Hubs => Portal.Services.GetRequiredService<HubCatalog>();

    public async ValueTask InitializeAsync()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(RunningPortal.ContentRoot, "hubs")))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file).Split('.')[0] + ".json"));
        // One whose parts are read again each second, and hang on a flag.
        File.WriteAllText(FileOf("contractor"), Contractor());
        Portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, builder =>
        {
            builder.Configuration["Cks:Hub:Roles"] = Path.Combine(_folder, "{role}.json");
            builder.Services.AddSingleton<IWidget, BrokenWidget>();
            builder.Services.Configure<HubShellOptions>(o => o.ViewInterval = HubShellOptions.MinViewInterval);
        });
    }

    /// <summary>A hub of contractors; what is said replaces what stands there.</summary>
    public static string Contractor(string title = "Contractor Portal", string kill = "false", int share = 1_000_000, string widgets = "", string experiments = "{}") => $$"""
        {
          "schemaVersion": 2,
          "metadata": { "role": "contractor", "version": "1", "displayName": "{{title}}", "theme": { "primaryColor": "#eab308", "accentColor": "#10b981" } },
          "navigation": {
            "sidebarItems": [
              { "id": "dashboard", "label": "Dashboard", "path": "/" },
              { "id": "ecosystem", "label": "My Ecosystem", "path": "/ecosystem" },
              { "id": "orders", "label": "Orders", "path": "/orders", "feature": "orderDesk" },
              { "id": "activity", "label": "Activity", "path": "/activity" }
            ],
            "quickActions": [{ "id": "new-order", "label": "New Product Order", "action": "createProductOrder" }]
          },
          "dashboard": { "widgets": [
            { "id": "overview", "type": "stats-card", "title": "My business", "area": { "row": 1, "column": 1, "rows": 1, "columns": 3 }, "endpoint": "scope", "refreshSeconds": 1 },
            { "id": "orders", "type": "order-list", "title": "Orders that wait", "area": { "row": 2, "column": 1, "rows": 1, "columns": 2 }, "endpoint": "orders", "refreshSeconds": 1, "maxItems": 3, "feature": "orderDesk" },
            { "id": "recent", "type": "activity-feed", "title": "Recent activity", "area": { "row": 2, "column": 3, "rows": 1, "columns": 1 }, "endpoint": "activity", "refreshSeconds": 1, "maxItems": 2 }
            {{widgets}}
          ] },
          "permissions": { "canCreateOrders": true },
          "flags": { "orderDesk": { "kill": {{kill}}, "hash": "xxh3-64", "partsPerMillion": {{share}} } },
          "experiments": {{experiments}},
          "dataFetching": { "endpoints": { "scope": "/api/scope", "orders": "/api/orders", "activity": "/api/activity" } }
        }
        """;

    /// <summary>Changes the hub of a role under the pages that are open; it is as it was after <see cref="Restore"/>.</summary>
    public void Change(string role, string text)
    {
        _original.TryAdd(role, File.ReadAllText(FileOf(role)));
        File.WriteAllText(FileOf(role), text);
        Assert.True(Hubs.TryReload().IsLoaded);
    }

    /// <summary>The hub of a role, as it is.</summary>
    public string TextOf(string role) => File.ReadAllText(FileOf(role));

    public void Restore()
    {
        foreach (var (role, text) in _original)
            File.WriteAllText(FileOf(role), text);
        if (_original.Count > 0)
            Hubs.TryReload();
        _original.Clear();
    }

    /// <summary>A page on which somebody has signed in, with everything that the content security policy stopped.</summary>
    public async Task<ShellUser> SignInAsync(string code, string tenant = "main", int width = 1280, int height = 900, Func<IPage, Task>? before = null, RunningPortal? portal = null)
    {
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        SetDefaultExpectTimeout(Patience);
        await page.SetViewportSizeAsync(width, height);
        var user = new ShellUser(page, (portal ?? Portal).Address);
        await page.ExposeFunctionAsync("tellViolation", (string directive) => user.Violations.Add(directive));
        await page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', e => window.tellViolation(`${e.effectiveDirective} ${e.blockedURI}`))");
        if (before is not null)
            await before(page);
        await page.GotoAsync($"{user.Address}/hub");
        await page.GetByLabel("Tenant").FillAsync(tenant);
        await page.GetByLabel("Code").FillAsync(code);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("header")).ToContainTextAsync($"({code})");
        return user;
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string FileOf(string role) => Path.Combine(_folder, role + ".json");
}

/// <summary>Draws what stands above tabs, or would if it could.</summary>
internal sealed class BrokenWidget : IWidget
{
    public string Type => "tabs";

    public Task<Html> WriteAsync(PageRequest page, WidgetView widget, CancellationToken cancellationToken) => throw new TimeoutException("It is down.");
}

/// <summary>Somebody with an open page. Leaving checks that the content security policy had nothing to stop.</summary>
public sealed class ShellUser(IPage page, string address) : IAsyncDisposable
{
    public IPage Page { get; } = page;

    public string Address { get; } = address;

    public List<string> Violations { get; } = [];

    public ILocator Widget(string id) => Page.Locator($"[id='w-{id}']");

    public ILocator Focused => Page.Locator(":focus");

    /// <summary>Presses Tab until something of this text has the focus, which is seen each time.</summary>
    public async Task TabToAsync(string text)
    {
        for (var i = 0; i < 100; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            Assert.NotEqual("none", await Focused.EvaluateAsync<string>("e => getComputedStyle(e).outlineStyle"));
            if (await Focused.InnerTextAsync() == text)
                return;
        }

        Assert.Fail($"The keyboard does not reach {text}.");
    }

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        Assert.Empty(Violations);
    }
}
