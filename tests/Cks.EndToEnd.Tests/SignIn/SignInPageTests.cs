using Cks.Samples.Portal.Database;
using Cks.Tests.Pages;
using Cks.Tests.Portal;
using static Microsoft.Playwright.Assertions;

namespace Cks.Tests.SignIn;

/// <summary>Signing in and out in a real browser.</summary>
public sealed class SignInPageTests(RunningPortals portals, Browser browser)
{
    [Fact]
    public async Task A_contractor_signs_in_with_the_form_sees_the_hub_and_signs_out()
    {
        var page = await browser.NewPageAsync();
        // The first page is compiled while it is waited for.
        page.SetDefaultTimeout(90_000);
        SetDefaultExpectTimeout(90_000);
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };

        await page.GotoAsync($"{portal.Address}/hub/ecosystem");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in as anybody");
        await page.GetByLabel("Code").FillAsync("CON-002");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("My Ecosystem");
        Assert.EndsWith("/hub/ecosystem", page.Url);
        await Expect(page.Locator("header")).ToContainTextAsync("(CON-002)");
        Directory.CreateDirectory(Browser.ScreenshotFolder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.ScreenshotFolder, "signed-in.png") });

        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("You are signed out");
        await page.GotoAsync($"{portal.Address}/hub");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in as anybody");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.ScreenshotFolder, "sign-in.png") });
        Assert.Empty(errors); // no form was stopped by the content security policy
        await page.CloseAsync();
    }
}
