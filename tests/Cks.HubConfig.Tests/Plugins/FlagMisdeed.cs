namespace Cks.HubConfig.Tests;

/// <summary>A flag <c>bad.more</c> beside those that are whole.</summary>
internal abstract class FlagMisdeed<T> : IMisdeed
    where T : IFlagText
{
    static HubPluginManifest IMisdeed.Manifest(HubPluginManifest whole) => whole with { Flags = [.. whole.Flags, "bad.more"] };

    static void IMisdeed.Contribute(HubPluginContributions to, CancellationToken cancellationToken) => to.AddFlag("bad.more", T.Json);
}
