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
        ["hangs"] = b => Add<Hangs>(b.ConfigurePlugins(o => o.ContributeWithin = TimeSpan.FromSeconds(4))),
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
        ["another's data by a star"] = Add<AnothersDataByStar>,
        ["any data by a star"] = Add<AnyDataByStar>,
        ["too many names"] = Add<TooManyNames>,
        ["blank label"] = Add<BlankLabel>,
        ["undeclared script"] = Add<UndeclaredScript>,
        ["another's script"] = Add<AnothersScript>,
        ["script twice"] = Add<ScriptTwice>,
        ["script that is empty"] = Add<EmptyScript>,
        ["script that is too long"] = Add<LongScript>,
        ["no data source"] = Add<NoDataSource>,
        ["no renderer"] = Add<NoRendererName>,
        ["no migration"] = Add<NoMigration>,
        ["half a letter"] = Add<HalfALetter>,
        ["half a letter in a schema"] = Add<HalfALetterInASchema>,
        ["a mark before a schema"] = Add<MarkBeforeASchema>,
        ["throws what throws"] = Add<ThrowsWhatThrows>,
        ["broken schema"] = Add<BrokenSchema>,
        ["another capability"] = Add<AnotherCapability>,
        ["flag that is no JSON"] = Add<NoJson>,
        ["flag that is no object"] = Add<NoObject>,
        ["flag that ends early"] = Add<EndsEarly>,
        ["flag that says how to merge"] = Add<Directive>,
        ["flag of an unknown form"] = Add<UnknownForm>,
        ["flag with a share by chance"] = Add<NoHash>,
        ["undeclared flag"] = Add<UndeclaredFlag>,
        ["flag twice"] = Add<FlagTwice>,
        ["another's flag"] = Add<AnothersFlag>,
        ["the application's flag"] = Add<ApplicationsFlag>,
        ["flag that rests on another's"] = Add<RestsOnAnothers>,
        ["flag that rests on itself"] = Add<RestsOnItself>,
        ["flag that rests on what it does not have"] = Add<RestsOnNothing>,
        ["too many flags"] = Add<TooManyFlags>,
        ["flags that are too long"] = Add<LongFlag>,
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

    private sealed class AnothersDataByStar : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("bad.more", "1.0.0") { DataSources = ["/plugins/*/orders"] });
    }

    private sealed class AnyDataByStar : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("bad.more", "1.0.0") { DataSources = ["/*/contractor/stats"] });
    }

    private sealed class TooManyNames : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = [.. Enumerable.Range(0, 101).Select(i => $"bad.w{i}"), "bad.list"] };
    }

    private sealed class BlankLabel : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Navigation = ["bad.board", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddNavigation("bad.more", " ", "more");
    }

    private sealed class NoDataSource : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("bad.more", "1.0.0") { DataSources = [null!] });
    }

    private sealed class NoRendererName : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("bad.more", null!));
    }

    private sealed class NoMigration : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("bad.more", "1.0.0") { Migrations = [null!] });
    }

    private sealed class HalfALetter : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("bad.more", "1.0.0") { Preview = "\"" + '\ud800' + "\"" });
    }

    private sealed class HalfALetterInASchema : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("bad.more", "1.0.0") { Options = "{ \"type\": \"object\", \"additionalProperties\": false, \"title\": \"" + '\ud800' + "\" }" });
    }

    private sealed class MarkBeforeASchema : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { WidgetTypes = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddWidget(new("bad.more", "1.0.0") { Options = "\ufeff{ \"type\": \"object\", \"additionalProperties\": false }" });
    }

    private sealed class ThrowsWhatThrows : IMisdeed
    {
        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => throw new Odd();

        private sealed class Odd : Exception
        {
            public override string Message => throw new InvalidOperationException("secret");

            public override string ToString() => throw new InvalidOperationException("secret");
        }
    }

    private sealed class UndeclaredScript : IMisdeed
    {
        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddModule("bad.more", "export default () => 1;"u8.ToArray());
    }

    private sealed class AnothersScript : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Modules = ["bad.list", "good.list"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddModule("good.list", "export default () => 1;"u8.ToArray());
    }

    private sealed class ScriptTwice : IMisdeed
    {
        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddModule("bad.list", "export default () => 2;"u8.ToArray());
    }

    private sealed class EmptyScript : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Modules = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddModule("bad.more", default);
    }

    private sealed class LongScript : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Modules = ["bad.list", "bad.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddModule("bad.more", new byte[(1024 * 1024) + 1]);
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

    private sealed class NoJson : FlagMisdeed<NoJson>, IFlagText
    {
        public static string Json => "{ \"enabled\": ";
    }

    private sealed class NoObject : FlagMisdeed<NoObject>, IFlagText
    {
        public static string Json => "true";
    }

    private sealed class EndsEarly : FlagMisdeed<EndsEarly>, IFlagText
    {
        public static string Json => "{} }, \"permissions\": { \"canViewFinancials\": true }, \"features\": { \"x\": { \"enabled\": true }";
    }

    private sealed class Directive : FlagMisdeed<Directive>, IFlagText
    {
        public static string Json => "{ \"$patch\": \"replace\" }";
    }

    private sealed class UnknownForm : FlagMisdeed<UnknownForm>, IFlagText
    {
        public static string Json => "{ \"enabeld\": false }";
    }

    private sealed class NoHash : FlagMisdeed<NoHash>, IFlagText
    {
        public static string Json => "{ \"partsPerMillion\": 500000 }";
    }

    private sealed class RestsOnAnothers : FlagMisdeed<RestsOnAnothers>, IFlagText
    {
        public static string Json => "{ \"prerequisites\": [\"good.fast\"] }";
    }

    private sealed class RestsOnItself : FlagMisdeed<RestsOnItself>, IFlagText
    {
        public static string Json => "{ \"prerequisites\": [\"bad.more\"] }";
    }

    private sealed class RestsOnNothing : FlagMisdeed<RestsOnNothing>, IFlagText
    {
        public static string Json => "{ \"prerequisites\": [\"bad.never\"] }";
    }

    private sealed class LongFlag : FlagMisdeed<LongFlag>, IFlagText
    {
        public static string Json => new string(' ', 65_536) + "{}";
    }

    private sealed class FlagTwice : IMisdeed
    {
        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddFlag("bad.fast", "{}");
    }

    private sealed class UndeclaredFlag : IMisdeed
    {
        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddFlag("bad.more", "{}");
    }

    private sealed class AnothersFlag : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Flags = ["bad.fast", "bad.slow", "good.more"] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddFlag("good.more", "{}");
    }

    private sealed class ApplicationsFlag : IMisdeed
    {
        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddFlag("mine", "{}");
    }

    private sealed class TooManyFlags : IMisdeed
    {
        private static readonly string[] Names = [.. Enumerable.Range(0, 49).Select(i => $"bad.f{i}")];

        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Flags = [.. whole.Flags, .. Names] };

        static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => Array.ForEach(Names, n => to.AddFlag(n, "{}"));
    }

    internal sealed class SaysMuch : IMisdeed
    {
        static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => new(new string('x', 100_000), "1\n2026-11-28 fail: nothing" + new string('y', 100_000), new string('z', 100_000)) { DocumentVersions = [2], WidgetTypes = [new string('w', 100_000), "\r\n"] };
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

    internal sealed class LoaderTakesItsTime : IMisdeed
    {
        static async ValueTask<IReadOnlyDictionary<string, JsonElement>> IMisdeed.LoadAsync(HubDataRequest request, CancellationToken cancellationToken)
        {
            await Task.Delay(100, cancellationToken);
            return request.Widgets.ToDictionary(w => w.Id, _ => JsonSerializer.SerializeToElement(request.Reader<IWho>().Id));
        }
    }

    internal sealed class LoaderHangsForOne : IMisdeed
    {
        /// <summary>Ends when a call has begun.</summary>
        public static TaskCompletionSource Began { get; set; } = new();

        static ValueTask<IReadOnlyDictionary<string, JsonElement>> IMisdeed.LoadAsync(HubDataRequest request, CancellationToken cancellationToken)
        {
            Began.TrySetResult();
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

    internal sealed class LoaderGivesMuch : IMisdeed
    {
        static ValueTask<IReadOnlyDictionary<string, JsonElement>> IMisdeed.LoadAsync(HubDataRequest request, CancellationToken cancellationToken) =>
            new(request.Widgets.ToDictionary(w => w.Id, _ => JsonSerializer.SerializeToElement(new string('x', 3_000))));
    }

    internal sealed class LoaderKeepsTheFirst : IMisdeed
    {
        private static HubDataRequest? s_first;

        static ValueTask<IReadOnlyDictionary<string, JsonElement>> IMisdeed.LoadAsync(HubDataRequest request, CancellationToken cancellationToken)
        {
            s_first ??= request;
            return new(request.Widgets.ToDictionary(w => w.Id, _ => JsonSerializer.SerializeToElement(s_first.Reader<IWho>().Id)));
        }
    }

    internal sealed class LoaderReadsWhatIsNotGiven : IMisdeed
    {
        static ValueTask<IReadOnlyDictionary<string, JsonElement>> IMisdeed.LoadAsync(HubDataRequest request, CancellationToken cancellationToken) =>
            new(request.Widgets.ToDictionary(w => w.Id, _ => JsonSerializer.SerializeToElement(request.Reader<IServiceProvider>().ToString())));
    }
}
