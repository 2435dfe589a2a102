using System.Text.Json;

namespace Cks.HubConfig.Tests;

/// <summary>All that a bad plugin does in these tests.</summary>
internal static class Misdeeds
{
    /// <summary>What hangs hangs until then, so that the process of the tests ends.</summary>
    private static readonly ManualResetEventSlim End = new();

    public static readonly Dictionary<string, Action<CksHubConfigBuilder>> Adding = new()
    {
        ["none"] = Add<Nothing>,
        ["throws"] = Add<Throws>,
        ["manifest throws"] = Add<ManifestThrows>,
        ["hangs"] = b => Add<Hangs>(b.ConfigurePlugins(o => o.ContributeWithin = TimeSpan.FromSeconds(1))),
        ["old contract"] = Add<OldContract>,
        ["old documents"] = Add<OldDocuments>,
        ["no version"] = Add<NoVersion>,
        ["another id"] = Add<AnotherId>,
        ["declares another's"] = Add<DeclaresAnothers>,
        ["another's widget"] = Add<AnothersWidget>,
        ["the application's widget"] = Add<ApplicationsWidget>,
        ["undeclared loader"] = Add<UndeclaredLoader>,
        ["the application's page"] = Add<ApplicationsPage>,
        ["another's page"] = Add<AnothersPage>,
        ["another's data"] = Add<AnothersData>,
        ["broken schema"] = Add<BrokenSchema>,
        ["another capability"] = Add<AnotherCapability>,
    };

    /// <summary>Blocks the thread, and looks at no token.</summary>
    public static void Hang() => End.Wait(TimeSpan.FromMinutes(5), CancellationToken.None);

    public static void Add<T>(CksHubConfigBuilder builder)
        where T : IMisdeed => builder.AddPlugin<BadPlugin<T>>("bad", "jobs:view");

    internal sealed class Nothing : IMisdeed;

    private sealed class Throws : IMisdeed
    {
        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => throw new InvalidOperationException("secret");
    }

    private sealed class ManifestThrows : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => throw new InvalidOperationException("secret");
    }

    private sealed class Hangs : IMisdeed
    {
        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => Hang();
    }

    private sealed class OldContract : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Contract = "^0.9" };
    }

    private sealed class OldDocuments : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { DocumentVersions = [1] };
    }

    private sealed class NoVersion : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Version = "one" };
    }

    private sealed class AnotherId : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Id = "good" };
    }

    private sealed class DeclaresAnothers : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "good.list"] };
    }

    private sealed class AnothersWidget : IMisdeed
    {
        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("good.list", "9.0.0"));
    }

    private sealed class ApplicationsWidget : IMisdeed
    {
        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("stats-card", "9.0.0"));
    }

    private sealed class UndeclaredLoader : IMisdeed
    {
        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddDataLoader("more", new BadPlugin<Nothing>());
    }

    private sealed class ApplicationsPage : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Navigation = ["bad.board", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddNavigation("bad.more", "More", "../../jobs");
    }

    private sealed class AnothersPage : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Navigation = ["bad.board", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddNavigation("bad.more", "More", "../good/board");
    }

    private sealed class AnothersData : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("bad.more", "1.0.0") { DataSources = ["/plugins/good/orders"] });
    }

    private sealed class BrokenSchema : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("bad.more", "1.0.0") { Options = "{ \"type\": " });
    }

    private sealed class AnotherCapability : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("bad.more", "1.0.0") { Requires = ["crews:manage"] });
    }

    internal sealed class LoaderThrows : IMisdeed
    {
        static ValueTask<IReadOnlyDictionary<string, JsonElement>> IMisdeed.LoadAsync(HubDataRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException("secret");
    }

    internal sealed class LoaderHangs : IMisdeed
    {
        public static int Calls;

        static ValueTask<IReadOnlyDictionary<string, JsonElement>> IMisdeed.LoadAsync(HubDataRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref Calls);
            Hang();
            return default;
        }
    }

    internal sealed class LoaderHangsForOne : IMisdeed
    {
        static ValueTask<IReadOnlyDictionary<string, JsonElement>> IMisdeed.LoadAsync(HubDataRequest request, CancellationToken cancellationToken)
        {
            Hang();
            return default;
        }
    }

    internal sealed class LoaderGivesNothing : IMisdeed
    {
        static ValueTask<IReadOnlyDictionary<string, JsonElement>> IMisdeed.LoadAsync(HubDataRequest request, CancellationToken cancellationToken) => default;
    }

    internal sealed class LoaderGivesAnothers : IMisdeed
    {
        static ValueTask<IReadOnlyDictionary<string, JsonElement>> IMisdeed.LoadAsync(HubDataRequest request, CancellationToken cancellationToken) =>
            new(new Dictionary<string, JsonElement> { ["own"] = JsonSerializer.SerializeToElement(1), ["good1"] = JsonSerializer.SerializeToElement(1), ["bad1"] = JsonSerializer.SerializeToElement(1) });
    }

    internal sealed class LoaderReadsWhatIsNotGiven : IMisdeed
    {
        static ValueTask<IReadOnlyDictionary<string, JsonElement>> IMisdeed.LoadAsync(HubDataRequest request, CancellationToken cancellationToken) =>
            new(request.Widgets.ToDictionary(w => w.Id, _ => JsonSerializer.SerializeToElement(request.Reader<IServiceProvider>().ToString())));
    }
}
