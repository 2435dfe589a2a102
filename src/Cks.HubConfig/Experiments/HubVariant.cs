namespace Cks.HubConfig;

/// <summary>A hub as one who asks has it: with the screens of the experiments in which they take part.</summary>
/// <param name="Definition">The hub.</param>
/// <param name="Flags">Its features and flags: those of every variant.</param>
/// <param name="Assignments">The experiments in which they take part.</param>
internal sealed record HubVariant(HubDefinition Definition, HubFlags Flags, IReadOnlyList<Assignment> Assignments);
