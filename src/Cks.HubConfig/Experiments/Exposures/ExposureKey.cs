namespace Cks.HubConfig;

/// <summary>By what an exposure is told once.</summary>
internal readonly record struct ExposureKey(long Revision, string Experiment, string Variant, string Unit);
