using Deque.AxeCore.Playwright;

namespace Cks.Tests.Pages;

/// <summary>How hubs look: the brand of a tenant, and screens that were approved.</summary>
[Collection(ShellCollection.Name)]
public sealed class HubLooksTests(ShellPortal shell, Browser browser)
{
    [Fact]
    public async Task Two_tenants_have_their_own_brands()
    {
        await using var main = await shell.SignInAsync("CUS-002");
        await using var acme = await shell.SignInAsync("CUS-002", "acme");

        Assert.Equal(("Customer Portal", "rgb(148, 113, 5)", "rgb(255, 255, 255)"), await BrandAsync(main));
        Assert.Equal(("Acme", "rgb(122, 31, 75)", "rgb(255, 255, 255)"), await BrandAsync(acme));
        foreach (var user in new[] { main, acme })
            Assert.DoesNotContain((await user.Page.RunAxe()).Violations, v => v.Impact is "serious" or "critical");

        static async Task<(string Name, string Background, string Text)> BrandAsync(ShellUser user)
        {
            var header = user.Page.Locator(".cks-header");
            return (await user.Page.Locator(".cks-title").InnerTextAsync(), await header.EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor"), await header.EvaluateAsync<string>("e => getComputedStyle(e).color"));
        }
    }

    [Fact]
    public async Task Screens_look_as_they_were_approved()
    {
        var compare = await browser.NewPageAsync();
        var main = await DifferencesAsync("main", 1280, 640, "hub-acme", "hub-main");
        var acme = await DifferencesAsync("acme", 1280, 640, "hub-acme");
        var phone = await DifferencesAsync("main", 390, 844, "hub-phone");
        await compare.CloseAsync();

        Assert.InRange(main[1], 0, ApprovedScreenshot.Tolerance);
        Assert.InRange(acme[0], 0, ApprovedScreenshot.Tolerance);
        Assert.InRange(phone[0], 0, ApprovedScreenshot.Tolerance);
        Assert.True(main[0] > ApprovedScreenshot.Tolerance, "Another brand is within the tolerance.");

        async Task<double[]> DifferencesAsync(string tenant, int width, int height, params string[] names)
        {
            await using var user = await shell.SignInAsync("CUS-002", tenant, width, height);
            // What changes with the rows of the day is blank, and as high on each machine.
            await user.Page.Locator(".cks-widget .cks-body").EvaluateAllAsync<bool>("all => all.forEach(e => Object.assign(e.style, { visibility: 'hidden', height: '8rem', overflow: 'hidden' })) || true");
            await user.Page.Locator(".cks-header p:nth-of-type(2)").EvaluateAsync("e => e.textContent = 'Somebody (CODE)'");
            List<double> differences = [];
            foreach (var name in names)
                differences.Add(await ApprovedScreenshot.DifferenceAsync(user.Page, compare, name));
            return [.. differences];
        }
    }
}
