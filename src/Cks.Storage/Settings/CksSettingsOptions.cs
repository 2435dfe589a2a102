using System.Data.Common;
using Cks.Core;

namespace Cks.Storage;

/// <summary>Where <c>AddCksStore</c> takes settings from, and which it may take.</summary>
public sealed class CksSettingsOptions
{
    /// <summary>The database of the stores, as <see cref="CksStorageOptions.DataSource"/> has it. It is the application's own connection: no service exists yet when configuration is read.</summary>
    /// <value>Default: none; this or <see cref="Store"/> is required.</value>
    public DbDataSource? DataSource { get; set; }

    /// <summary>Another store of revisions, in place of <see cref="DataSource"/>.</summary>
    /// <value>Default: none</value>
    public IRevisionStore? Store { get; set; }

    /// <summary>Path of the JSON Schema of the settings, relative to the base path of the configuration (in a host, the content root). Only properties with <c>"runtime": true</c> may be set; see docs/configuration.md.</summary>
    /// <value>Default: <c>settings.schema.json</c></value>
    public string Schema { get; set; } = "settings.schema.json";

    /// <summary>How often is looked for another revision where nobody says that there is one; 100 milliseconds to 5 minutes.</summary>
    /// <value>Default: 5 seconds</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock.</summary>
    /// <value>Default: the system's</value>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    // When all is set: the clock may be so after the copy.
    private Lazy<SnapshotFile>? _copy;

    internal SnapshotFile? LastKnownGood => _copy?.Value;

    /// <summary>
    /// Keeps a copy of the settings in use on disk, and starts from it when the store cannot be reached. Without it such a start fails: what is set in the store may be stricter than what stands in files. Readiness asks the keyed
    /// service <c>SnapshotFile</c> of <c>typeof(RuntimeSettings)</c> whether it is stale.
    /// </summary>
    /// <param name="path">Full path of the copy; a file of this process alone.</param>
    /// <param name="key">Key of its MAC: 32 random bytes or more, from a secret store.</param>
    /// <param name="configure">Limits of age and size.</param>
    public void KeepLastKnownGood(string path, Secret<byte[]> key, Action<SnapshotFileOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(key);
        _copy = new(() =>
        {
            var options = new SnapshotFileOptions();
            configure?.Invoke(options);
            return new(path, RevisionDocuments.Settings, key, options, Clock);
        });
    }

    internal void Check()
    {
        if (DataSource is null == Store is null)
            throw Mistake("One of DataSource and Store names where the settings are.", "Set DataSource to that of AddCksStorage.");
        if (string.IsNullOrWhiteSpace(Schema))
            throw Mistake("Schema is blank.", "Name the JSON Schema of the settings.");
        if (PollInterval < TimeSpan.FromMilliseconds(100) || PollInterval > TimeSpan.FromMinutes(5))
            throw Mistake("PollInterval is out of range.", "Use 100 milliseconds to 5 minutes.");
    }

    private static CksConfigurationException Mistake(string message, string fix) => new(CksCodes.InvalidSetting, nameof(CksSettingsOptions), message, fix);
}
