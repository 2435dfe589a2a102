namespace Cks.HubConfig;

/// <summary>The layers of a revision beside the roles' documents. Each is UTF-8, byte for byte as it stands in a file.</summary>
public sealed record HubRevisionLayers
{
    /// <summary>Documents that all hubs share, the lowest first.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<ReadOnlyMemory<byte>> Base { get; init; } = [];

    /// <summary>Layers of the environment, the lowest first.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<ReadOnlyMemory<byte>> Environment { get; init; } = [];

    /// <summary>The layer of each tenant that has one. A tenant is 1 to 64 of <c>a-z</c>, <c>0-9</c> and <c>-</c>; one that had a layer in the revision before has one in this, <c>{}</c> at least.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Tenants { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();
}
