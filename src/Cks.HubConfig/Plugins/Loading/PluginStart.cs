using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The start of one plugin, on a thread of its own that nobody waits for longer than its time.</summary>
internal sealed class PluginStart
{
    private const int MaxProblem = 1_000;

    private readonly RegisteredPlugin _plugin;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _run;
    private readonly DiagnosticBag _findings = new();
    private HubPluginContributions? _contributions;

    public PluginStart(RegisteredPlugin plugin, IReadOnlyDictionary<string, string> settings)
    {
        _plugin = plugin;
        // A thread of its own, because it may never give it back; and nothing of whoever starts the host.
        using (ExecutionContext.SuppressFlow())
            _run = Task.Factory.StartNew(() => Run(settings), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
    }

    public RegisteredPlugin Plugin => _plugin;

    /// <summary>The version that it says it is, where that is one.</summary>
    public string? Version { get; private set; }

    /// <summary>What it threw.</summary>
    public PluginFault? Error => _run.Exception?.InnerException as PluginFault;

    /// <summary>Waits until its time is over; what became of it, and what it contributes to what the application provides.</summary>
    /// <param name="left">How long it has yet.</param>
    /// <param name="targets">What the application and the plugins before it provide.</param>
    /// <param name="plugins">The ids of all plugins.</param>
    public (HubPluginState State, HubTargets Targets, PluginParts Parts, string Problem) End(TimeSpan left, HubTargets targets, IReadOnlyCollection<string> plugins)
    {
        if (!Wait(left))
        {
            // What is registered with the token is the plugin's code, too.
            _ = _over.CancelAsync();
            return (HubPluginState.Slow, targets, new(), "It did not end in time.");
        }

        if (Error is { } error)
            return (HubPluginState.Failed, targets, new(), $"It threw {error.Kind}.");
        var parts = _contributions?.Close();
        var made = _findings.HasErrors || parts is null ? targets : PluginTargets.Add(targets, _plugin, parts, plugins, _findings);
        return _findings.HasErrors || parts is null
            ? (HubPluginState.Refused, targets, new(), Told(string.Join(' ', _findings.Where(f => f.Severity == DiagnosticSeverity.Error).Take(3).Select(f => f.Message))))
            : (HubPluginState.InUse, made, parts, "");
    }

    // It goes to logs and to whoever looks after the host, and has names in it that the plugin made.
    private static string Told(string problem) => new([.. problem.Take(MaxProblem).Select(c => char.IsControl(c) ? ' ' : c)]);

    private bool Wait(TimeSpan left)
    {
        var isEnded = Task.WaitAny([_run], left > TimeSpan.Zero ? left : TimeSpan.Zero) == 0;
        if (!isEnded)
            Volatile.Read(ref _contributions)?.Close();
        return isEnded;
    }

    private void Run(IReadOnlyDictionary<string, string> settings)
    {
        try
        {
            Contribute(settings);
        }
#pragma warning disable CA1031 // whatever it is, it is told
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            throw PluginFault.Of(thrown);
        }
    }

    private void Contribute(IReadOnlyDictionary<string, string> settings)
    {
        var plugin = _plugin.Make();
        var manifest = plugin.Manifest ?? throw new InvalidOperationException("The plugin has no manifest.");
        // Read once: its lists are its own code.
        manifest = manifest with { DocumentVersions = [.. manifest.DocumentVersions], WidgetTypes = [.. manifest.WidgetTypes], Navigation = [.. manifest.Navigation], Flags = [.. manifest.Flags], Modules = [.. manifest.Modules], DataLoaders = [.. manifest.DataLoaders] };
        Version = manifest.Version is { } text && SemanticVersion.TryParse(text, isPartial: false, out _) ? text : null;
        ManifestCheck.Run(_plugin.Id, manifest, _findings);
        if (_findings.HasErrors)
            return;
        var contributions = new HubPluginContributions(manifest, settings, _findings);
        Volatile.Write(ref _contributions, contributions);
        plugin.Contribute(contributions, _over.Token);
    }
}
