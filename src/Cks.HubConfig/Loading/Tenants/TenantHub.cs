using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A hub with the layer of a tenant.</summary>
/// <param name="Document">The layers put together; <see langword="null"/> where they cannot be.</param>
/// <param name="Definition">What that makes; <see langword="null"/> where it is no hub.</param>
/// <param name="Findings">What is wrong with all that the layer says.</param>
internal sealed record TenantHub(LayeredDocument? Document, HubDefinition? Definition, DiagnosticBag Findings)
{
    public bool IsMerged => Document is not null;

    /// <summary>Plugins whose flags do not go with the layer, and are off.</summary>
    public IReadOnlyList<string> Misfits { get; init; } = [];
}
