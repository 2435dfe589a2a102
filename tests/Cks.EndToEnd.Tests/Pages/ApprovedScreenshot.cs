using System.Text.Json;
using Cks.Tests.Portal;
using Microsoft.Playwright;

namespace Cks.Tests.Pages;

/// <summary>
/// How a page looked when somebody approved it: where its parts stood, and a picture. Fonts differ between machines, so boxes may differ by a few points, and of the picture the mean colours of blocks of 20 by 20 points are compared:
/// narrowly where no text is near, which tells white from the ground, and widely where there is.
/// </summary>
internal static class ApprovedScreenshot
{
    /// <summary>The part of all blocks that may differ.</summary>
    public const double Tolerance = 0.02;

    /// <summary>By how many points a box may differ.</summary>
    public const double BoxTolerance = 8;

    private static readonly string Approved = Path.Combine(RunningPortal.FindRoot(), "tests", "Cks.EndToEnd.Tests", "Pages", "Approved");

    // What is seen, with its box; how wide the text of an action is depends on the font, and so does where the next one stands.
    private const string Boxes = """
        () => [...document.querySelectorAll('.cks-header, .cks-nav, .cks-nav a, main, h1, .cks-action, .cks-widget, .cks-widget h2')]
            .filter(e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
            .map(e => [e, e.getBoundingClientRect()])
            .map(([e, box]) => `${e.className || e.localName} ${e.matches('a, h1, h2') ? e.textContent : e.id}: ${(e.matches('.cks-action') ? [box.y, box.height] : [box.x, box.y, box.width, box.height]).map(Math.round).join(' ')}`)
        """;

    private const string Texts = """
        () => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), boxes = [];
            for (const range = new Range(); walker.nextNode();) {
                if (!walker.currentNode.parentElement.checkVisibility({ visibilityProperty: true })) continue;
                range.selectNodeContents(walker.currentNode);
                for (const { x, y, width, height } of range.getClientRects()) boxes.push([x - 20, y - 10, x + width * 1.3 + 20, y + height + 10]);
            }
            return boxes;
        }
        """;

    // Of each block the channel that differs most; 40 of 255 is more than a line of text in another font makes.
    private const string Compare = """
        async ([images, texts]) => {
            const [a, b] = await Promise.all(images.map(async image => {
                const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,' + image)).blob());
                const [width, height] = [Math.ceil(bitmap.width / 20), Math.ceil(bitmap.height / 20)];
                const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
                canvas.drawImage(bitmap, 0, 0);
                const means = [];
                for (let y = 0; y < height; y++)
                    for (let x = 0; x < width; x++) {
                        const { data } = canvas.getImageData(x * 20, y * 20, 20, 20), sum = [0, 0, 0];
                        for (let i = 0; i < data.length; i++) if (i % 4 < 3) sum[i % 4] += data[i] / 400;
                        means.push({ sum, limit: texts.some(t => x * 20 < t[2] && x * 20 + 20 > t[0] && y * 20 < t[3] && y * 20 + 20 > t[1]) ? 40 : 4 });
                    }
                return { size: `${bitmap.width}x${bitmap.height}`, means };
            }));
            if (a.size !== b.size) return 1;
            return a.means.filter(({ sum, limit }, i) => sum.some((channel, c) => Math.abs(channel - b.means[i].sum[c]) > limit)).length / a.means.length;
        }
        """;

    /// <summary>
    /// The part of the blocks in which a page differs from what was approved under a name, and the boxes that do; all where nobody has approved any. What is seen is kept as <c>name.received.png</c> and <c>name.received.txt</c> in
    /// <c>artifacts/screenshots</c>: look at it and put it to <c>Approved/name.png</c> and <c>Approved/name.txt</c>.
    /// </summary>
    public static async Task<(double Blocks, string[] Boxes)> DifferenceAsync(IPage page, IPage compare, string name)
    {
        var (received, boxes) = (await page.ScreenshotAsync(), await page.EvaluateAsync<string[]>(Boxes));
        Directory.CreateDirectory(Browser.ScreenshotFolder);
        await File.WriteAllBytesAsync(Path.Combine(Browser.ScreenshotFolder, $"{name}.received.png"), received);
        await File.WriteAllLinesAsync(Path.Combine(Browser.ScreenshotFolder, $"{name}.received.txt"), boxes);
        var approved = Path.Combine(Approved, name);
        if (!File.Exists($"{approved}.png") || !File.Exists($"{approved}.txt"))
            return (1, boxes);
        var texts = await page.EvaluateAsync<double[][]>(Texts);
        var blocks = await compare.EvaluateAsync<JsonElement>(Compare, new object[] { new[] { Convert.ToBase64String(received), Convert.ToBase64String(await File.ReadAllBytesAsync($"{approved}.png")) }, texts });
        return (blocks.GetDouble(), Differing(await File.ReadAllLinesAsync($"{approved}.txt"), boxes));
    }

    private static string[] Differing(string[] approved, string[] received) =>
        approved.Length != received.Length ? received : [.. received.Where((box, i) => !AreNear(approved[i], box))];

    private static bool AreNear(string approved, string received)
    {
        var (a, b) = (approved.LastIndexOf(": ", StringComparison.Ordinal), received.LastIndexOf(": ", StringComparison.Ordinal));
        return approved[..a] == received[..b] && Numbers(approved[(a + 2)..]).Zip(Numbers(received[(b + 2)..])).All(n => Math.Abs(n.First - n.Second) <= BoxTolerance);

        static IEnumerable<double> Numbers(string text) => text.Split(' ').Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture));
    }
}
