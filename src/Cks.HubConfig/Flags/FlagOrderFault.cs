namespace Cks.HubConfig;

/// <summary>What is wrong with a prerequisite.</summary>
/// <param name="Flag">The flag that names it.</param>
/// <param name="Index">Which of its prerequisites.</param>
/// <param name="Kind">What is wrong.</param>
internal readonly record struct FlagOrderFault(string Flag, int Index, FlagOrderFaultKind Kind);
