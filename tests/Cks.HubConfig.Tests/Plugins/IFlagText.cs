namespace Cks.HubConfig.Tests;

/// <summary>What a plugin contributes as a flag.</summary>
internal interface IFlagText
{
    static abstract string Json { get; }
}
