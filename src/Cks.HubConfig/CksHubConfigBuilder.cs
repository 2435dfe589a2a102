using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig;

/// <summary>Says where hub documents come from and what they may point at.</summary>
public sealed class CksHubConfigBuilder
{
    internal const int DefaultRememberedViews = 4_096;

    private const int MostRememberedViews = 100_000;

    private readonly IServiceCollection _services;

    internal CksHubConfigBuilder(IServiceCollection services) => _services = services;

    internal HubSources Sources { get; private set; } = new();

    internal HubTargets Targets { get; private set; } = HubTargets.Empty;

    internal bool IsWatched { get; private set; }

    internal IReadOnlyList<RegisteredPlugin> Plugins { get; private set; } = [];

    internal HubPluginOptions PluginOptions { get; } = new();

    internal IReadOnlyDictionary<Type, Func<IServiceProvider, Subject, object>> PluginReaders { get; private set; } = ImmutableDictionary<Type, Func<IServiceProvider, Subject, object>>.Empty;

    internal int RememberedViews { get; private set; } = DefaultRememberedViews;

    /// <summary>Reads one document per role when the host starts; a mistake in any of them stops the host with the findings of all. A hub that is gone while the host runs stays in use: it may take rights away.</summary>
    /// <param name="pattern">Path, relative to the content root, with <c>{role}</c> once in the name of the file: <c>hubs/{role}.v1.json</c>.</param>
    /// <param name="listed">Roles that have a hub: without its file the host does not start.</param>
    /// <exception cref="CksConfigurationException">CKS109: the pattern does not name the role, or a listed name is none.</exception>
    public CksHubConfigBuilder AddRoles(string pattern, params string[] listed) => AddRoles(new HubFolder(pattern), listed);

    /// <summary>Adds the documents of roles from a source.</summary>
    /// <param name="source">One document for each role.</param>
    /// <param name="listed">Roles that have a hub: without its document the host does not start.</param>
    /// <exception cref="CksConfigurationException">CKS109: the source does not name roles, or a listed name is none.</exception>
    public CksHubConfigBuilder AddRoles(HubSource source, params string[] listed)
    {
        Sources = Sources with { Roles = [.. Sources.Roles, Named(source, isNamed: true, "AddRoles")], ListedRoles = [.. Sources.ListedRoles, .. Names(listed, "AddRoles")] };
        return this;
    }

    /// <summary>Adds a document that all hubs share. It is the lowest layer: what a role's document says wins, but for permissions, of which the least counts. Several lie over each other in the order of the calls.</summary>
    /// <param name="path">Path, relative to the content root.</param>
    public CksHubConfigBuilder AddBase(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return AddBase(HubSource.File(path));
    }

    /// <summary>Adds a document that all hubs share, from a source.</summary>
    /// <param name="source">One document.</param>
    /// <exception cref="CksConfigurationException">CKS109: the source gives one for each of several names.</exception>
    public CksHubConfigBuilder AddBase(HubSource source)
    {
        Sources = Sources with { Base = [.. Sources.Base, Named(source, isNamed: false, "AddBase")] };
        return this;
    }

    /// <summary>Adds the layer of this environment, which lies over the roles' documents. It must be there: write <c>{}</c> where nothing differs.</summary>
    /// <param name="path">Path, relative to the content root, such as <c>$"hubs/{builder.Environment.EnvironmentName}.json"</c>.</param>
    public CksHubConfigBuilder AddEnvironment(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return AddEnvironment(HubSource.File(path));
    }

    /// <summary>Adds the layer of this environment from a source.</summary>
    /// <param name="source">One document.</param>
    /// <exception cref="CksConfigurationException">CKS109: the source gives one for each of several names.</exception>
    public CksHubConfigBuilder AddEnvironment(HubSource source)
    {
        Sources = Sources with { Environment = [.. Sources.Environment, Named(source, isNamed: false, "AddEnvironment")] };
        return this;
    }

    /// <summary>
    /// Adds the layers of tenants, one file for each tenant that has one. They narrow permissions and change the screen. A file that cannot be used costs its tenant that layer alone: the last good one stays;
    /// where there is none, the tenant's people are permitted nothing until it is mended. A file that is gone is such a one; take a layer away by writing <c>{}</c>.
    /// </summary>
    /// <param name="pattern">Path, relative to the content root, with <c>{tenant}</c> once in the name of the file: <c>hubs/tenants/{tenant}.json</c>. A tenant is 1 to 64 of <c>a-z</c>, <c>0-9</c> and <c>-</c>.</param>
    /// <param name="listed">Tenants that have a layer: without its file such a one is permitted nothing, also at the first start.</param>
    /// <exception cref="CksConfigurationException">CKS109: the pattern does not name the tenant, or a listed name is none.</exception>
    public CksHubConfigBuilder AddTenants(string pattern, params string[] listed) => AddTenants(new HubFolder(pattern, NamePattern.TenantPlace), listed);

    /// <summary>Adds the layers of tenants from a source; one that cannot be read costs its tenant that layer, as a file does.</summary>
    /// <param name="source">One document for each tenant that has a layer.</param>
    /// <param name="listed">Tenants that have a layer: without its document such a one is permitted nothing, also at the first start.</param>
    /// <exception cref="CksConfigurationException">CKS109: the source does not name tenants, or a listed name is none.</exception>
    public CksHubConfigBuilder AddTenants(HubSource source, params string[] listed)
    {
        Sources = Sources with { Tenants = [.. Sources.Tenants, Named(source, isNamed: true, "AddTenants")], Listed = [.. Sources.Listed, .. Names(listed, "AddTenants")] };
        return this;
    }

    /// <summary>
    /// Adds documents for a start at which those of the roles are missing or broken and no copy of them can be used, which else stops the host. They give a screen and never a right: every capability is denied to everybody
    /// until the documents can be read. Health is unhealthy meanwhile, and <c>snapshot.built_in.used</c> is reported.
    /// </summary>
    /// <param name="source">One document for each role, such as <see cref="HubSource.Embedded"/>. A mistake in it stops the host at each start.</param>
    /// <exception cref="CksConfigurationException">CKS109: the source does not name roles.</exception>
    public CksHubConfigBuilder AddBuiltIn(HubSource source)
    {
        Sources = Sources with { BuiltIn = Named(source, isNamed: true, "AddBuiltIn") };
        return this;
    }

    /// <summary>
    /// Reads the documents again while the host runs when their files have changed: at once where the system tells, and at a look every five seconds without that. Only bytes that stood still for 200 ms are read. What is
    /// refused changes nothing, is logged, and is read again when it changes. Documents of another machine are always asked for again.
    /// </summary>
    public CksHubConfigBuilder ReloadOnChange()
    {
        IsWatched = true;
        return this;
    }

    /// <summary>
    /// Takes the documents of all roles from the store of revisions (<c>AddCksStorage</c> has one), in place of <see cref="AddRoles(string, string[])"/>: the revision in force when the host starts, and each next one while it runs. Publish what
    /// <see cref="HubRevision.Of"/> makes with <see cref="RevisionPublisher"/> under <see cref="RevisionDocuments.Hubs"/>; it is held to the policy in use.
    /// </summary>
    /// <param name="secondPerson">Whether each revision waits until another person than its author has approved it.</param>
    public CksHubConfigBuilder AddHubStore(bool secondPerson = false)
    {
        _services.AddDocumentRevisions<HubDocuments>(
            RevisionDocuments.Hubs, secondPerson,
            // The policy in use when a document is read, and not when this is set up: that may be before there is one.
            services => (name, utf8) => HubRevisionReader.Read(name, utf8, services.GetRequiredService<HubPlugins>().Targets, services.GetRequiredService<SnapshotStore<Policy>>().Current.Value),
            services => Sources.BuiltIn is { } builtIn ? () => HubCatalog.ReadBuiltIn(builtIn, services.ContentRoot(), services.GetRequiredService<HubPlugins>().Targets, services.GetRequiredService<SnapshotStore<Policy>>().Current.Value) : null);
        return this;
    }

    /// <summary>
    /// Says for how many people the view is remembered, each for 60 seconds at most; whoever asks beyond that has theirs composed again. They take 16 KiB of memory each on the average at most: with more than that
    /// all are let go. A view of more than 256 KiB is not remembered.
    /// </summary>
    /// <param name="most">0 to 100,000; 0 remembers none. Where it is not called: 4,096, which is 64 MiB at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less or more.</exception>
    public CksHubConfigBuilder RememberViews(int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, MostRememberedViews);
        RememberedViews = most;
        return this;
    }

    /// <summary>Adds what the application provides: <c>t => t.AddPage("/jobs", "jobs:view")</c>. May be called several times.</summary>
    /// <exception cref="CksConfigurationException">CKS109: a target is not well formed or is added twice.</exception>
    public CksHubConfigBuilder AddTargets(Func<HubTargets, HubTargets> add)
    {
        ArgumentNullException.ThrowIfNull(add);
        Targets = add(Targets);
        return this;
    }

    /// <summary>
    /// Adds a widget type: <c>AddWidget(new("stats-card", "2.1.0") { DataSources = ["/api/*/stats"] })</c>. Without any, types and options of documents are not checked; with the first one all are.
    /// </summary>
    /// <exception cref="CksConfigurationException">CKS109, CKS116: the type is not well formed or is added twice.</exception>
    public CksHubConfigBuilder AddWidget(WidgetType type) => AddTargets(t => t.AddWidget(type));

    /// <summary>Names the renderer of what stands in place of a widget that cannot be shown, with the reason (<see cref="WidgetView.Fault"/>).</summary>
    /// <param name="renderer">Its key. Default: <see cref="WidgetTypes.DefaultFallback"/>.</param>
    /// <exception cref="CksConfigurationException">CKS109: the name is not well formed.</exception>
    public CksHubConfigBuilder AddFallbackWidget(string renderer) => AddTargets(t => t.AddFallbackWidget(renderer));

    /// <summary>
    /// Adds a plugin. It is off, and none of its code runs, until the configuration lists its id below <c>Cks:Hub:Plugins</c>. Listed and broken it costs its own widgets only: the fallback stands in their place, and health is degraded.
    /// </summary>
    /// <typeparam name="TPlugin">The plugin.</typeparam>
    /// <param name="id">1 to 32 of <c>a-z</c>, <c>0-9</c> and <c>-</c>, beginning with a letter; that of its manifest.</param>
    /// <param name="capability">What somebody needs for anything of the plugin, <c>resource:action</c>, or <see cref="HubTargets.NoCapability"/>. Documents may ask more of a widget. It stands here, so that it holds when the plugin does not.</param>
    /// <exception cref="CksConfigurationException">CKS109: the id or the capability is not well formed, or the id is added twice.</exception>
    public CksHubConfigBuilder AddPlugin<TPlugin>(string id, [StringSyntax("CksCapability", HubTargets.NoCapability)] string capability)
        where TPlugin : class, IHubPlugin, new()
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(capability);
        var problem = !PluginName.IsWellFormed(id) ? $"\"{id}\" is not the id of a plugin." : Plugins.Any(p => p.Id == id) ? $"The plugin \"{id}\" is added twice."
            : capability != HubTargets.NoCapability && !CapabilityId.IsWellFormed(capability) ? $"The plugin \"{id}\" names no capability." : null;
        if (problem is not null)
            throw new CksConfigurationException(CksCodes.InvalidSetting, "AddPlugin", problem, "Write 1 to 32 of a-z, 0-9 and -, beginning with a letter, and resource:action in lower case or HubTargets.NoCapability.");
        Plugins = [.. Plugins, new(id, capability == HubTargets.NoCapability ? null : CapabilityId.Of(capability), () => new TPlugin())];
        return this;
    }

    /// <summary>Says how long the host waits for plugins.</summary>
    /// <exception cref="CksConfigurationException">CKS109: a time is not above 0 or longer than a minute, a number is not 1 to 1,000, or there is no room for data.</exception>
    public CksHubConfigBuilder ConfigurePlugins(Action<HubPluginOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(PluginOptions);
        var longest = TimeSpan.FromMinutes(1);
        return PluginOptions.ContributeWithin > TimeSpan.Zero && PluginOptions.ContributeWithin <= longest && PluginOptions.LoadWithin > TimeSpan.Zero && PluginOptions.LoadWithin <= longest
            && PluginOptions.MostLate is >= 1 and <= 1_000 && PluginOptions.MostCalls is >= 1 and <= 1_000 && PluginOptions.MostBytes >= 1 ? this
            : throw new CksConfigurationException(CksCodes.InvalidSetting, "ConfigurePlugins", "A time or number is outside its limits.", "Times are above 0 and one minute at most, numbers 1 to 1,000, and bytes 1 or more.");
    }

    /// <summary>Gives the data loaders of plugins something to read with, made for each call and bound to whoever the view is for: all that a loader gets besides the settings of its plugin (S21).</summary>
    /// <typeparam name="TReader">An interface that cannot be asked for anybody else.</typeparam>
    /// <param name="bind">Makes it of the services of the call and the subject; such as <c>(services, me) => new MyOrders(services.GetRequiredService&lt;IScopeService&gt;(), me)</c>.</param>
    public CksHubConfigBuilder AddPluginReader<TReader>(Func<IServiceProvider, Subject, TReader> bind)
        where TReader : class
    {
        ArgumentNullException.ThrowIfNull(bind);
        PluginReaders = PluginReaders.ToImmutableDictionary().SetItem(typeof(TReader), bind);
        return this;
    }

    /// <summary>
    /// Keeps a copy of the documents in use on disk, and starts from it when they cannot be reached. Readiness asks the keyed service <c>SnapshotFile</c> of <c>typeof(HubDocuments)</c> whether it is stale.
    /// </summary>
    /// <param name="path">Path of the copy, relative to the content root; a file of this process alone.</param>
    /// <param name="key">Key of its MAC: 32 random bytes or more, from a secret store.</param>
    /// <param name="configure">Limits of age and size.</param>
    public CksHubConfigBuilder KeepLastKnownGood(string path, Secret<byte[]> key, Action<SnapshotFileOptions>? configure = null)
    {
        _services.KeepLastKnownGood<HubDocuments>(path, "hubs", key, configure);
        return this;
    }

    /// <summary>Adds what takes exposures of experiments to wherever they are counted. Several are all told; one that only counts them as metrics is always there.</summary>
    /// <typeparam name="TSink">The sink; one for the host.</typeparam>
    /// <param name="configure">Sets what exposures hold.</param>
    public CksHubConfigBuilder AddExposureSink<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSink>(Action<ExposureOptions>? configure = null)
        where TSink : class, IExposureSink
    {
        _services.AddSingleton<IExposureSink, TSink>();
        configure?.Invoke((ExposureOptions)_services.Last(s => s.ServiceType == typeof(ExposureOptions)).ImplementationInstance!);
        return this;
    }

    private static HubSource Named(HubSource source, bool isNamed, string call)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.IsNamed == isNamed ? source : throw new CksConfigurationException(
            CksCodes.InvalidSetting, call, isNamed ? "The source gives one document that names nobody." : "The source gives one document for each of several names.",
            isNamed ? "Name a place for {role} or {tenant}, or give the documents by their names." : "Give one document.");
    }

    private static string[] Names(string[] listed, string call)
    {
        ArgumentNullException.ThrowIfNull(listed);
        return Array.Find(listed, n => !NamePattern.IsName(n)) is { } wrong
            ? throw new CksConfigurationException(CksCodes.InvalidSetting, call, $"\"{wrong}\" cannot be a name here.", "Use 1 to 64 of a-z, 0-9 and -.")
            : listed;
    }
}
