namespace Cks.HubConfig;

/// <summary>What a plugin says of itself. What it contributes beyond that costs it all its contributions.</summary>
/// <param name="Id">1 to 32 of <c>a-z</c>, <c>0-9</c> and <c>-</c>, beginning with a letter: the id that the application adds it by.</param>
/// <param name="Version"><c>major.minor.patch</c>.</param>
/// <param name="Contract">Versions of the contract between hubs and plugins that it fits, such as <c>^1.0</c>; this is <see cref="ContractVersion"/>.</param>
public sealed record HubPluginManifest(string Id, string Version, string Contract)
{
    /// <summary>The version of the contract between hubs and plugins.</summary>
    public const string ContractVersion = "1.0.0";

    /// <summary>Versions of hub documents that it knows; <see cref="HubSchema.CurrentVersion"/> must be among them.</summary>
    public required IReadOnlyList<int> DocumentVersions { get; init; }

    /// <summary>Names of its widget types, each beginning with its id and a dot: <c>backlog.list</c>; 100 at most.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> WidgetTypes { get; init; } = [];

    /// <summary>Ids of its navigation items, each beginning with its id and a dot; 100 at most.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> Navigation { get; init; } = [];

    /// <summary>Names of its flags, each beginning with its id and a dot; 50 at most.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Keys of the renderers that it brings a script for, each beginning with its id and a dot; 100 at most.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Names of its data loaders: that of <c>orders</c> is the data source <c>/plugins/ID/orders</c>; 100 at most.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> DataLoaders { get; init; } = [];
}
