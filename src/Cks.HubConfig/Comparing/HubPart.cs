namespace Cks.HubConfig;

/// <summary>A part of a hub that keeps its name when it moves: an item of a list by its id, or a member of a map.</summary>
/// <param name="Pointer">Where it is.</param>
/// <param name="Id">Its name.</param>
/// <param name="Json">The whole of it, as far as it is told.</param>
/// <param name="Fields">What it consists of; none where it is one value.</param>
internal sealed record HubPart(string Pointer, string Id, string Json, IReadOnlyList<HubField> Fields)
{
    /// <summary>What the part does by itself, where that is found by making something of it.</summary>
    public Func<HubRisk>? Effect { get; init; }
}
