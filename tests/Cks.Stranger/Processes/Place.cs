using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Cks.Stranger.Processes;

/// <summary>
/// A folder of somebody who has nothing yet: empty caches, no settings, no tools. Cks comes from the feed alone and everything else from the machine's own sources.
/// </summary>
internal sealed partial class Place : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _environment;

    private Place(string feed, string version, string root, IReadOnlyDictionary<string, string> sources)
    {
        (Feed, Version, Root, OtherSources) = (feed, version, root, [.. sources.Values]);
        _environment = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsOurs).ToDictionary(k => k, _ => (string?)null, StringComparer.Ordinal);
        _environment["DOTNET_CLI_HOME"] = Home;
        _environment["NUGET_PACKAGES"] = Packages;
        _environment["NUGET_HTTP_CACHE_PATH"] = Path.Combine(root, "http-cache");
        _environment["PATH"] = Path.Combine(Home, ".dotnet", "tools") + Path.PathSeparator + Path.GetDirectoryName(Dotnet) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        _environment["DOTNET_ROOT"] = Path.GetDirectoryName(Dotnet);
        _environment["DOTNET_NOLOGO"] = _environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        _environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        _environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // No build node stays behind with the folder as its home.
        _environment["MSBUILDDISABLENODEREUSE"] = "1";
    }

    /// <summary>The folder with the packed files.</summary>
    public string Feed { get; }

    /// <summary>The newest version in it.</summary>
    public string Version { get; }

    public string Root { get; }

    public IReadOnlyList<string> OtherSources { get; }

    /// <summary>Where packages are unpacked.</summary>
    public string Packages => Path.Combine(Root, "packages");

    private string Home => Path.Combine(Root, "home");

    private static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    public static async Task<Place> CreateAsync(string feed)
    {
        // The templates are packed last and their version is that of all packages.
        var newest = Directory.Exists(feed) ? new DirectoryInfo(feed).GetFiles("Cks.Templates.*.nupkg").MaxBy(f => f.LastWriteTimeUtc) : null;
        StrangerException.Unless(newest is not null, $"There is no Cks.Templates.*.nupkg in {feed}: pack first.");
        var root = Directory.CreateTempSubdirectory("cks-stranger-").FullName;
        var place = new Place(feed, newest!.Name["Cks.Templates.".Length..^".nupkg".Length], root, await SourcesAsync());
        Directory.CreateDirectory(place.Home);
        await File.WriteAllTextAsync(Path.Combine(root, "nuget.config"), Config(feed, await SourcesAsync()));
        return place;
    }

    /// <summary>An empty folder in which <c>nuget.config</c> holds.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, "work", name)).FullName;

    /// <summary>Runs dotnet and complains when it fails.</summary>
    public async Task<string> DotnetAsync(string folder, params string[] args)
    {
        var run = await Run.ToEndAsync(Start(folder, Dotnet, args));
        StrangerException.Unless(run.Exit == 0, $"dotnet {string.Join(' ', args)} answers {run.Exit}:\n{run.Output}");
        return run.Output;
    }

    /// <summary>How a program is started here.</summary>
    public ProcessStartInfo Start(string folder, string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in _environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Complains about a package that came from elsewhere than it should.</summary>
    public void CheckSources()
    {
        foreach (var file in Directory.GetFiles(Packages, ".nupkg.metadata", SearchOption.AllDirectories))
        {
            var id = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)))!;
            var source = Source().Match(File.ReadAllText(file)).Groups[1].Value;
            StrangerException.Unless(id.StartsWith("cks.", StringComparison.Ordinal) == (source == Feed), $"{id} was restored from {source}.");
        }
    }

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>What the machine of a developer or of CI sets, and a stranger's does not.</summary>
    private static bool IsOurs(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("MinVer", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Cks__", StringComparison.OrdinalIgnoreCase) || name is "DOTNET_ENVIRONMENT" or "CI" or "SOURCE_DATE_EPOCH" or "NUGET_PACKAGES";

    private static async Task<IReadOnlyDictionary<string, string>> SourcesAsync()
    {
        var (exit, output) = await Run.ToEndAsync(new(Dotnet, ["nuget", "list", "source"]) { WorkingDirectory = AppContext.BaseDirectory });
        var sources = Listed().Matches(output).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value, StringComparer.Ordinal);
        StrangerException.Unless(exit == 0 && sources.Count > 0, "This machine has no package source:\n" + output);
        return sources;
    }

    private static string Config(string feed, IReadOnlyDictionary<string, string> sources) => new XElement("configuration",
        new XElement("packageSources", new XElement("clear"), Add("packed", feed), sources.Select(s => Add(s.Key, s.Value))),
        new XElement("packageSourceMapping", new XElement("clear"), Map("packed", "Cks.*"), sources.Select(s => Map(s.Key, "*")))).ToString();

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    private static XElement Map(string key, string pattern) => new("packageSource", new XAttribute("key", key), new XElement("package", new XAttribute("pattern", pattern)));

    [GeneratedRegex(@"^ +\d+\. +(.+) \[Enabled\]\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex Listed();

    [GeneratedRegex("\"source\": *\"([^\"]*)\"")]
    private static partial Regex Source();
}
