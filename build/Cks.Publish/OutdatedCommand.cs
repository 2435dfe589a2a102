using System.CommandLine;
using System.Xml.Linq;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Cks.Publish;

/// <summary><c>build/outdated</c>: the pins of Directory.Packages.props for which there is something newer, and those known to be vulnerable.</summary>
internal sealed class OutdatedCommand : Command
{
    private readonly Option<string?> _root = new("--root") { Description = "Checkout to look at; the one of this command when left out.", HelpName = "PATH" };

    public OutdatedCommand()
        : base("outdated", "Lists outdated and vulnerable pins. Exit 1: one is vulnerable. Old ones alone are no finding.")
    {
        Add(_root);
        SetAction((parsed, cancellationToken) => RunAsync(Path.GetFullPath(parsed.GetValue(_root) ?? PublishTool.FindRoot()), parsed.InvocationConfiguration.Output, cancellationToken));
    }

    /// <summary>The pins of a file.</summary>
    public static IReadOnlyList<(string Id, NuGetVersion Version)> Pins(XDocument file) =>
        [.. file.Descendants("PackageVersion").Select(e => (e.Attribute("Include")!.Value, NuGetVersion.Parse(e.Attribute("Version")!.Value)))];

    private static async Task<int> RunAsync(string root, TextWriter output, CancellationToken cancellationToken)
    {
        var settings = Settings.LoadDefaultSettings(root);
        var pins = Pins(XDocument.Load(Path.Combine(root, "Directory.Packages.props")));
        var (outdated, vulnerable) = (0, 0);
        var known = await Vulnerabilities.ReadAsync(settings, cancellationToken);
        foreach (var (id, version) in pins)
        {
            var versions = await VersionsAsync(settings, id, cancellationToken);
            var newest = versions.Where(v => !v.IsPrerelease || version.IsPrerelease).Max();
            if (newest > version)
            {
                outdated++;
                var same = versions.Where(v => !v.IsPrerelease && v.Major == version.Major).Max();
                await output.WriteLineAsync($"old         {id} {version} -> {newest}{(same > version && same != newest ? $" (or {same})" : "")}");
            }

            foreach (var advisory in known[id].Where(k => k.Versions.Satisfies(version)))
            {
                vulnerable++;
                await output.WriteLineAsync($"VULNERABLE  {id} {version}: {advisory.Severity}, {advisory.Url}");
            }
        }

        var asked = await Vulnerabilities.SourcesAsync(settings, cancellationToken);
        await output.WriteLineAsync($"{pins.Count} pins: {outdated} old, {(asked.Count > 0 ? $"{vulnerable} vulnerable as {string.Join(", ", asked)} knows" : "and no source of this machine knows vulnerabilities")}.");
        return vulnerable > 0 ? ExitCode.Findings : ExitCode.Fine;
    }

    private static async Task<IReadOnlyList<NuGetVersion>> VersionsAsync(ISettings settings, string id, CancellationToken cancellationToken)
    {
        using var cache = new SourceCacheContext();
        var versions = new List<NuGetVersion>();
        foreach (var source in new PackageSourceProvider(settings).LoadPackageSources().Where(s => s.IsEnabled))
        {
            if (await Repository.Factory.GetCoreV3(source).GetResourceAsync<FindPackageByIdResource>(cancellationToken) is { } packages)
                versions.AddRange(await packages.GetAllVersionsAsync(id, cache, NullLogger.Instance, cancellationToken) ?? []);
        }

        return versions;
    }
}
