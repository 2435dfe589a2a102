using Cks.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace Cks.Storage;

/// <summary>
/// Settings of the store, as configuration. A revision comes into use when it fits the schema, all of it at once, and whoever monitors options hears of it. One that does not changes nothing. A start at which the store cannot be
/// reached uses the copy on disk, or fails. What the application sets by code is not taken: what stands here was published.
/// </summary>
internal sealed class StoredSettingsProvider(IRevisionStore store, SettingsSchema schema, CksSettingsOptions options) : IConfigurationProvider, IDisposable
{
    private readonly LateSecurityEvents _events = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _loading = new();
    private CancellationTokenSource _changing = new();
    private SnapshotLoader<RuntimeSettings>? _loader;
    private RevisionWatcher<RuntimeSettings>? _watcher;
    private IDisposable? _subscription;
    private ILogger _logger = NullLogger.Instance;

    public SnapshotStore<RuntimeSettings> Settings => _loader?.Store ?? throw new InvalidOperationException("The settings have not been loaded.");

    public SnapshotFile? LastKnownGood => options.LastKnownGood;

    public IRevisionRule Rule { get; } = new SettingsRule(schema);

    private IReadOnlyDictionary<string, string> Values => Settings.Current.Value.Values;

    public void Load()
    {
        lock (_loading)
        {
            if (_loader is not null)
            {
                Reload();
                return;
            }

            var source = SnapshotSource<RuntimeSettings>.Revisions(store, RevisionDocuments.Settings, schema.ReadSettings, whenNone: "{}"u8.ToArray());
            _loader = SnapshotLoader<RuntimeSettings>.Start(source, options.LastKnownGood, [new SecondPersonCheck(store, schema)], events: new([_events], null, options.Clock), clock: options.Clock);
            _subscription = _loader.Store.Subscribe(_ => Changed());
            _watcher = new(store, RevisionDocuments.Settings, new(_loader, options.Clock, () => Volatile.Read(ref _logger)), options.PollInterval, options.Clock);
            // Whoever makes the configuration has no part in the watch: neither their identity nor their trace.
            using (ExecutionContext.SuppressFlow())
                _ = _watcher.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>The services are there: whoever logs, takes events and hears of other hosts.</summary>
    public void Join(ILogger logger, SecurityEvents? events, IChangeBus? bus)
    {
        Volatile.Write(ref _logger, logger);
        if (events is not null)
            _events.HandTo(events);
        if (bus is not null && !_ending.IsCancellationRequested)
            _watcher?.Listen(bus, _ending.Token);
    }

    public bool TryGet(string key, out string? value)
    {
        var isSet = Values.TryGetValue(key, out var text);
        value = text;
        return isSet;
    }

    public void Set(string key, string? value)
    {
        // IConfiguration hands what code sets to every provider.
    }

    public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        var prefix = parentPath is null ? "" : parentPath + ConfigurationPath.KeyDelimiter;
        // After those of others, in their order: no key here is the index of a list.
        return
        [
            .. earlierKeys,
            .. Values.Keys.Where(k => k.Length > prefix.Length && k.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .Select(k => k.IndexOf(ConfigurationPath.KeyDelimiter, prefix.Length, StringComparison.Ordinal) is var end and >= 0 ? k[prefix.Length..end] : k[prefix.Length..]),
        ];
    }

    public IChangeToken GetReloadToken() => new CancellationChangeToken(Volatile.Read(ref _changing).Token);

    public void Dispose()
    {
        _ending.Cancel();
        _subscription?.Dispose();
        _watcher?.Dispose();
    }

    private void Reload()
    {
        try
        {
            _loader!.Reload();
        }
        catch (Exception e)
        {
            // What is in use stays, and the watch goes on.
            StorageLog.SettingsNotRead(Volatile.Read(ref _logger), e.GetType().Name);
        }
    }

    private void Changed() => Interlocked.Exchange(ref _changing, new()).Cancel();
}
