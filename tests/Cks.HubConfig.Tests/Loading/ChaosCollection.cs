namespace Cks.HubConfig.Tests;

/// <summary>Tests that use all of the machine or look at all of its memory: one at a time, and no other beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChaosCollection
{
    public const string Name = "hub chaos";
}
