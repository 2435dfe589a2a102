using System.Globalization;
using System.Text.RegularExpressions;
using Cks.Stranger.Processes;
using Cks.Stranger.Templates;

namespace Cks.Stranger.Pages;

/// <summary>Follows docs/start.md as text. Its ports stand for free ones, and the feed is there already: a <c>nuget.config</c> above the folder names it.</summary>
internal static partial class StartCheck
{
    /// <summary>What the page promises, once the packages are restored.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(Place place, string page, TextWriter output)
    {
        await TemplateCheck.RestoreAsync(place, output);
        var started = TimeProvider.System.GetTimestamp();
        var ports = new Dictionary<string, string>(StringComparer.Ordinal);
        // 5080 of `127.0.0.1:5080`, wherever it stands.
        var text = await File.ReadAllTextAsync(page);
        foreach (var port in Port().Matches(text).Select(m => m.Groups[1].Value).Distinct())
            ports[port] = Place.FreePort().ToString(CultureInfo.InvariantCulture);
        foreach (var (port, free) in ports)
            text = Regex.Replace(text, $@"\b{port}\b", free);
        await using (var run = new PageRun(place.Folder("page"), (folder, program, args) => place.Start(folder, program, args), output))
            await run.FollowAsync(StartPage.Read(text));
        var took = TimeProvider.System.GetElapsedTime(started);
        place.CheckSources();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ok   the page, after restore: {took.TotalSeconds:0} s of at most {Limit.TotalSeconds:0} s"));
        StrangerException.Unless(took <= Limit, "The page takes too long.");
    }

    [GeneratedRegex(@"127\.0\.0\.1:(\d{4,5})")]
    private static partial Regex Port();
}
