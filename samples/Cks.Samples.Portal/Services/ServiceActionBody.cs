namespace Cks.Samples.Portal.Services;

/// <summary>What comes with an action: notes, where they are what is changed. Empty ones take the old away.</summary>
internal sealed record ServiceActionBody(string? Notes);
