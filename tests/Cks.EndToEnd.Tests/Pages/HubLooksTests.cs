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

    [Theory]
    [InlineData("hub-main", "main", 1280, 640)]
    [InlineData("hub-acme", "acme", 1280, 640)]
    [InlineData("hub-phone", "main", 390, 844)]
    public async Task Screens_look_as_they_were_approved(string name, string tenant, int width, int height)
    {
        var compare = await browser.NewPageAsync();
        await using var user = await shell.SignInAsync("CUS-002", tenant, width, height);
        // What changes with the rows of the day is blank, and as high on each machine.
        await user.Page.Locator(".cks-widget .cks-body").EvaluateAllAsync<bool>("all => all.forEach(e => Object.assign(e.style, { visibility: 'hidden', height: '8rem', overflow: 'hidden' })) || true");
        await user.Page.Locator(".cks-header p:nth-of-type(2)").EvaluateAsync("e => e.textContent = 'Somebody (CODE)'");

        var (blocks, boxes) = await ApprovedScreenshot.DifferenceAsync(user.Page, compare, name);
        Assert.Empty(boxes);
        Assert.InRange(blocks, 0, ApprovedScreenshot.Tolerance);

        // The comparison sees what it is there for: another brand, a widget without its frame, and parts that are gone or elsewhere.
        if (name == "hub-main")
        {
            Assert.True((await ApprovedScreenshot.DifferenceAsync(user.Page, compare, "hub-acme")).Blocks > ApprovedScreenshot.Tolerance, "Another brand is within the tolerance.");
            foreach (var change in (string[])["e => e.style.background = 'none'", "e => e.style.opacity = 0"])
            {
                await user.Page.Locator(".cks-widget").Last.EvaluateAsync(change);
                Assert.True((await ApprovedScreenshot.DifferenceAsync(user.Page, compare, "hub-main")).Blocks > ApprovedScreenshot.Tolerance, $"{change} of a widget is within the tolerance.");
            }

            Assert.NotEmpty((await ApprovedScreenshot.DifferenceAsync(user.Page, compare, "hub-main")).Boxes);
            await user.Page.Locator(".cks-widget").Last.EvaluateAsync("e => e.style.opacity = 1");
            foreach (var (part, change) in new[] { (".cks-nav", "e => e.style.visibility = 'hidden'"), (".cks-widget", "e => e.style.marginTop = '10px'"), (".cks-nav a", "e => e.textContent = 'Other'") })
            {
                var first = user.Page.Locator(part).First;
                await first.EvaluateAsync(change);
                Assert.NotEmpty((await ApprovedScreenshot.DifferenceAsync(user.Page, compare, "hub-main")).Boxes);
                await first.EvaluateAsync("e => e.removeAttribute('style')");
            }
        }

        await compare.CloseAsync();
    }
}
