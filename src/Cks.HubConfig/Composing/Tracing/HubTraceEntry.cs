namespace Cks.HubConfig;

/// <summary>What became of a declared part of a hub.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id or name.</param>
/// <param name="IsShown">Whether the view has it; of a permission and a feature, whether it is true and on; of an experiment, whether whoever asks takes part.</param>
/// <param name="Reasons">Why not; of a widget that is shown, why as the fallback.</param>
internal sealed record HubTraceEntry(HubPartKind Kind, string Id, bool IsShown, IReadOnlyList<HubAbsence> Reasons);
