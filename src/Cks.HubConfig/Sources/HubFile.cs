namespace Cks.HubConfig;

/// <summary>A document as it stands on disk.</summary>
/// <param name="Role">Whose it is: the role, or the tenant; empty where there is only one.</param>
/// <param name="Name">Name for findings.</param>
/// <param name="Utf8">The document.</param>
internal sealed record HubFile(string Role, string Name, ReadOnlyMemory<byte> Utf8)
{
    /// <summary>Which layer it is.</summary>
    public HubLayerKind Kind { get; init; } = HubLayerKind.Role;

    /// <summary>Of a tenant's layer in a bundle: it is the last good one, and what stood at the source could not be used.</summary>
    public bool IsStale { get; init; }
}
