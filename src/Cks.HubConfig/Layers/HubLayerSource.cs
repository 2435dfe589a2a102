namespace Cks.HubConfig;

/// <summary>A layer of a hub that was not read yet.</summary>
/// <param name="Kind">Which layer it is.</param>
/// <param name="Name">Whose it is: the role, the tenant, the experiment; empty where there is only one.</param>
/// <param name="File">Name for findings.</param>
/// <param name="Utf8">The document, of any version that <see cref="HubSchema"/> has.</param>
public sealed record HubLayerSource(HubLayerKind Kind, string Name, string File, ReadOnlyMemory<byte> Utf8);
