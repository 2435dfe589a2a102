using Cks.Stranger;
using Cks.Stranger.Consumers;
using Cks.Stranger.Pages;
using Cks.Stranger.Processes;
using Cks.Stranger.Templates;

// Does with the packed files what a stranger does who has nothing of this repository: makes projects from the templates, follows docs/start.md, publishes.
string[] parts = ["templates", "page", "consumers"];
if (args is not ["--feed", var feed, .. var wanted] || wanted.Except(parts).Any())
{
    Console.Error.WriteLine("Cks.Stranger --feed FOLDER [templates] [page] [consumers]");
    return 2;
}

var failures = 0;
await using var place = await Place.CreateAsync(Path.GetFullPath(feed));
Console.WriteLine($"Cks {place.Version} from {place.Feed}, everything else from {string.Join(", ", place.OtherSources)}");
foreach (var part in wanted.Length == 0 ? parts : wanted)
{
    var started = TimeProvider.System.GetTimestamp();
    Console.WriteLine($"-- {part}");
    try
    {
        await (part switch
        {
            "templates" => TemplateCheck.RunAsync(place, Console.Out),
            "page" => StartCheck.RunAsync(place, Path.Combine(AppContext.BaseDirectory, "start.md"), Console.Out),
            _ => ConsumerCheck.RunAsync(place, Console.Out),
        });
    }
    catch (StrangerException e)
    {
        failures++;
        Console.WriteLine($"FAIL {e.Message}");
    }

    Console.WriteLine($"-- {part}: {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
}

return failures == 0 ? 0 : 1;
