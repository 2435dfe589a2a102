using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig;

/// <summary>Says where hub documents come from and what they may point at.</summary>
public sealed class CksHubConfigBuilder
{
    private readonly IServiceCollection _services;

    internal CksHubConfigBuilder(IServiceCollection services) => _services = services;

    internal List<HubFolder> Folders { get; } = [];

    internal HubTargets Targets { get; private set; } = HubTargets.Empty;

    /// <summary>Reads one document per role when the host starts; a mistake in any of them stops the host with the findings of all.</summary>
    /// <param name="pattern">Path, relative to the content root, with <c>{role}</c> once in the name of the file: <c>hubs/{role}.v1.json</c>.</param>
    /// <exception cref="CksConfigurationException">CKS109: the pattern does not name the role.</exception>
    public CksHubConfigBuilder AddRoles(string pattern)
    {
        Folders.Add(new(pattern));
        return this;
    }

    /// <summary>
    /// Takes the documents of all roles from the store of revisions (<c>AddCksStorage</c> has one), in place of <see cref="AddRoles"/>: the revision in force when the host starts, and each next one while it runs. Publish what
    /// <see cref="HubRevision.Of"/> makes with <see cref="RevisionPublisher"/> under <see cref="RevisionDocuments.Hubs"/>; it is held to the policy in use.
    /// </summary>
    /// <param name="secondPerson">Whether each revision waits until another person than its author has approved it.</param>
    public CksHubConfigBuilder AddHubStore(bool secondPerson = false)
    {
        _services.AddDocumentRevisions<HubDocuments>(
            RevisionDocuments.Hubs, secondPerson,
            // The policy in use when a document is read, and not when this is set up: that may be before there is one.
            services => (name, utf8) => HubCatalog.ReadRevision(name, utf8, Targets, services.GetRequiredService<SnapshotStore<Policy>>().Current.Value));
        return this;
    }

    /// <summary>Adds what the application provides: <c>t => t.AddPage("/jobs", "jobs:view")</c>. May be called several times.</summary>
    /// <exception cref="CksConfigurationException">CKS109: a target is not well formed or is added twice.</exception>
    public CksHubConfigBuilder AddTargets(Func<HubTargets, HubTargets> add)
    {
        ArgumentNullException.ThrowIfNull(add);
        Targets = add(Targets);
        return this;
    }

    /// <summary>
    /// Keeps a copy of the documents in use on disk, and starts from it when they cannot be reached. Readiness asks the keyed service <c>SnapshotFile</c> of <c>typeof(HubDocuments)</c> whether it is stale.
    /// </summary>
    /// <param name="path">Path of the copy, relative to the content root; a file of this process alone.</param>
    /// <param name="key">Key of its MAC: 32 random bytes or more, from a secret store.</param>
    /// <param name="configure">Limits of age and size.</param>
    public CksHubConfigBuilder KeepLastKnownGood(string path, Secret<byte[]> key, Action<SnapshotFileOptions>? configure = null)
    {
        _services.KeepLastKnownGood<HubDocuments>(path, "hubs", key, configure);
        return this;
    }
}
