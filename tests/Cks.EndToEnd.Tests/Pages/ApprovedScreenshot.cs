using System.Text.Json;
using Cks.Tests.Portal;
using Microsoft.Playwright;

namespace Cks.Tests.Pages;

/// <summary>
/// How a page looked when somebody approved it. Fonts differ between machines, so not points are compared but the mean colours of blocks of 20 by 20 of them: a letter that stands elsewhere changes little in a block,
/// a colour, a frame or a widget in another place changes it whole.
/// </summary>
internal static class ApprovedScreenshot
{
    /// <summary>The part of all blocks that may differ.</summary>
    public const double Tolerance = 0.06;

    private static readonly string Approved = Path.Combine(RunningPortal.FindRoot(), "tests", "Cks.EndToEnd.Tests", "Pages", "Approved");

    // Of each block the channel that differs most; 40 of 255 is more than a line of text in another font makes.
    private const string Compare = """
        async images => {
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
                        means.push(sum);
                    }
                return { size: `${bitmap.width}x${bitmap.height}`, means };
            }));
            if (a.size !== b.size) return 1;
            return a.means.filter((mean, i) => mean.some((channel, c) => Math.abs(channel - b.means[i][c]) > 40)).length / a.means.length;
        }
        """;

    /// <summary>The part of the blocks in which a page differs from what was approved under a name; all where nobody has approved any. What is seen is kept as <c>name.received.png</c> in <c>artifacts/screenshots</c>: look at it and put it to <c>Approved/name.png</c>.</summary>
    public static async Task<double> DifferenceAsync(IPage page, IPage compare, string name)
    {
        var received = await page.ScreenshotAsync();
        Directory.CreateDirectory(Browser.ScreenshotFolder);
        await File.WriteAllBytesAsync(Path.Combine(Browser.ScreenshotFolder, $"{name}.received.png"), received);
        var approved = Path.Combine(Approved, $"{name}.png");
        if (!File.Exists(approved))
            return 1;
        return (await compare.EvaluateAsync<JsonElement>(Compare, new[] { Convert.ToBase64String(received), Convert.ToBase64String(await File.ReadAllBytesAsync(approved)) })).GetDouble();
    }
}
