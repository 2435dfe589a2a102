namespace Cks.HubConfig;

/// <summary>Which units of a group an experiment has. Those of two experiments of one group do not meet, so that nobody takes part in both.</summary>
/// <param name="Name">The group.</param>
/// <param name="From">The first part of a million that the experiment has, 0 to 999,999.</param>
/// <param name="PartsPerMillion">How many it has from there on.</param>
public readonly record struct ExperimentGroup(string Name, int From, int PartsPerMillion);
