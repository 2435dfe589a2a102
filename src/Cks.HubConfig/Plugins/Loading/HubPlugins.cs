using System.Collections.ObjectModel;
using Cks.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.HubConfig;

/// <summary>The plugins of this host, started once: what they add to what the application provides, and how each of them is. What one does costs no other anything.</summary>
internal sealed class HubPlugins
{
    /// <summary>Where the configuration lists the ids of those that are on.</summary>
    public const string Section = "Cks:Hub:Plugins";

    /// <summary>Where the configuration has the settings of each.</summary>
    public const string Settings = "Cks:Hub:PluginSettings";

    private readonly Dictionary<string, (IHubDataLoader Loader, PluginGate Gate)> _loaders = new(StringComparer.Ordinal);
    private readonly List<(HubPluginStatus Status, PluginGate Gate)> _all = [];

    /// <summary>Starts the plugins that are listed, all at once.</summary>
    /// <exception cref="CksConfigurationException">CKS109: an id is listed that the application has no plugin for.</exception>
    public HubPlugins(IReadOnlyList<RegisteredPlugin> registered, IConfiguration? configuration, HubTargets targets, HubPluginOptions options, TimeProvider? clock, ILogger logger)
    {
        // What nobody but a plugin has would be asked of a plugin.
        if (targets.DataSources.Keys.FirstOrDefault(PluginName.IsPath) is { } taken)
            throw new CksConfigurationException(CksCodes.InvalidSetting, "AddDataSource", $"The application's data source {taken} is where those of plugins are.", "Give it another path.");
        var listed = ListedOf(registered, configuration);
        var time = clock ?? TimeProvider.System;
        var began = time.GetTimestamp();
        PluginStart[] starts = [.. registered.Where(p => listed.Contains(p.Id)).Select(p => new PluginStart(p, SettingsOf(configuration, p.Id)))];
        var modules = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        string[] ids = [.. registered.Select(p => p.Id)];
        foreach (var plugin in registered)
        {
            var gate = new PluginGate(options, time);
            if (Array.Find(starts, s => s.Plugin == plugin) is not { } start)
            {
                targets = targets.AddPlugin(plugin.Id, new(plugin.Capability, WidgetFault.PluginOff));
                _all.Add((new(plugin.Id, HubPluginState.Off, null, ""), gate));
                continue;
            }

            var (state, made, parts, problem) = start.End(options.ContributeWithin - time.GetElapsedTime(began), targets, ids);
            targets = made.AddPlugin(plugin.Id, new(plugin.Capability, FaultOf(state)));
            foreach (var (name, loader) in parts.Loaders)
                _loaders.Add(PluginName.PathOf(plugin.Id, name), (loader, gate));
            foreach (var (renderer, script) in parts.Modules)
                modules.Add(renderer, script);
            if (state != HubPluginState.InUse)
                HubLog.PluginNotInUse(logger, plugin.Id, state, problem, start.Error);
            _all.Add((new(plugin.Id, state, start.Version, problem), gate));
        }

        (Targets, Modules) = (targets, new(modules, ids, _loaders.Count > 0));
    }

    /// <summary>What the application and the plugins in use provide.</summary>
    public HubTargets Targets { get; }

    /// <summary>The scripts of plugins in use.</summary>
    public HubPluginModules Modules { get; }

    /// <summary>How each is, in the order in which the application added them.</summary>
    public IReadOnlyList<HubPluginStatus> All => [.. _all.Select(p => p.Gate.IsBroken ? p.Status with { Problem = "Calls of its data loaders do not end; it is not asked until one does." } : p.Status)];

    public static HubPlugins Of(IServiceProvider services)
    {
        var builder = services.GetRequiredService<CksHubConfigBuilder>();
        return new(
            builder.Plugins, services.GetService<IConfiguration>(), builder.Targets, builder.PluginOptions, services.GetService<TimeProvider>(),
            services.GetService<ILoggerFactory>()?.CreateLogger(typeof(HubPlugins).FullName!) ?? NullLogger.Instance);
    }

    /// <summary>What loads the data of a path, and what calls of its plugin pass; <see langword="null"/> where no plugin does.</summary>
    public (IHubDataLoader Loader, PluginGate Gate)? LoaderOf(HubPath path) => !path.IsNone && _loaders.TryGetValue(path.Value, out var found) ? found : null;

    private static HashSet<string> ListedOf(IReadOnlyList<RegisteredPlugin> registered, IConfiguration? configuration)
    {
        var (findings, listed) = (new DiagnosticBag(), new HashSet<string>(StringComparer.Ordinal));
        if (configuration?.GetSection(Section).Value is { Length: > 0 })
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(Section), "The plugins that are on are a list.", $"Write [\"backlog\"], or {Section}:0 for the first one.");
        foreach (var entry in configuration?.GetSection(Section).GetChildren() ?? [])
            if (entry.Value is { Length: > 0 } id && registered.Any(p => p.Id == id))
                listed.Add(id);
            else
                findings.AddUnknown(CksCodes.InvalidSetting, SourceLocation.Whole(Section), $"The application has no plugin \"{entry.Value}\".", entry.Value ?? "", [.. registered.Select(p => p.Id)]);
        findings.ThrowIfErrors();
        return listed;
    }

    // Copied: nothing above the section can be reached from it.
    private static ReadOnlyDictionary<string, string> SettingsOf(IConfiguration? configuration, string id)
    {
        var own = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in configuration?.GetSection(Settings).GetSection(id).AsEnumerable(makePathsRelative: true) ?? [])
            if (value is not null)
                own[key] = value;
        return own.AsReadOnly();
    }

    private static WidgetFault? FaultOf(HubPluginState state) => state switch
    {
        HubPluginState.InUse => null,
        HubPluginState.Failed => WidgetFault.PluginFailed,
        HubPluginState.Slow => WidgetFault.PluginSlow,
        _ => WidgetFault.PluginRefused,
    };
}
