namespace Cks.HubConfig;

/// <summary>Says where hub documents come from and what they may point at.</summary>
public sealed class CksHubConfigBuilder
{
    internal CksHubConfigBuilder()
    {
    }

    internal List<HubFolder> Folders { get; } = [];

    internal HubTargets Targets { get; private set; } = HubTargets.Empty;

    /// <summary>Reads one document per role when the host starts; a mistake in any of them stops the host with the findings of all.</summary>
    /// <param name="pattern">Path, relative to the content root, with <c>{role}</c> once in the name of the file: <c>hubs/{role}.v1.json</c>.</param>
    /// <exception cref="Core.CksConfigurationException">CKS109: the pattern does not name the role.</exception>
    public CksHubConfigBuilder AddRoles(string pattern)
    {
        Folders.Add(new(pattern));
        return this;
    }

    /// <summary>Adds what the application provides: <c>t => t.AddPage("/jobs", "jobs:view")</c>. May be called several times.</summary>
    /// <exception cref="Core.CksConfigurationException">CKS109: a target is not well formed or is added twice.</exception>
    public CksHubConfigBuilder AddTargets(Func<HubTargets, HubTargets> add)
    {
        ArgumentNullException.ThrowIfNull(add);
        Targets = add(Targets);
        return this;
    }
}
