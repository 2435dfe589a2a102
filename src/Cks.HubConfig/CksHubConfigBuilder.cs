using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig;

/// <summary>Says where hub documents come from and what they may point at.</summary>
public sealed class CksHubConfigBuilder
{
    private readonly IServiceCollection _services;

    internal CksHubConfigBuilder(IServiceCollection services) => _services = services;

    internal HubSources Sources { get; private set; } = new();

    internal HubTargets Targets { get; private set; } = HubTargets.Empty;

    /// <summary>Reads one document per role when the host starts; a mistake in any of them stops the host with the findings of all.</summary>
    /// <param name="pattern">Path, relative to the content root, with <c>{role}</c> once in the name of the file: <c>hubs/{role}.v1.json</c>.</param>
    /// <exception cref="CksConfigurationException">CKS109: the pattern does not name the role.</exception>
    public CksHubConfigBuilder AddRoles(string pattern)
    {
        Sources = Sources with { Roles = [.. Sources.Roles, new(pattern)] };
        return this;
    }

    /// <summary>Adds a document that all hubs share. It is the lowest layer: what a role's document says wins, but for permissions, of which the least counts. Several lie over each other in the order of the calls.</summary>
    /// <param name="path">Path, relative to the content root.</param>
    public CksHubConfigBuilder AddBase(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Sources = Sources with { Base = [.. Sources.Base, path] };
        return this;
    }

    /// <summary>Adds the layer of this environment, which lies over the roles' documents. It must be there: write <c>{}</c> where nothing differs.</summary>
    /// <param name="path">Path, relative to the content root, such as <c>$"hubs/{builder.Environment.EnvironmentName}.json"</c>.</param>
    public CksHubConfigBuilder AddEnvironment(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Sources = Sources with { Environment = [.. Sources.Environment, path] };
        return this;
    }

    /// <summary>
    /// Adds the layers of tenants, one file for each tenant that has one. They narrow permissions and change the screen. A file that cannot be used costs its tenant that layer alone: the last good one stays;
    /// where there is none, the tenant's people are permitted nothing until it is mended. A file that is gone is such a one; take a layer away by writing <c>{}</c>.
    /// </summary>
    /// <param name="pattern">Path, relative to the content root, with <c>{tenant}</c> once in the name of the file: <c>hubs/tenants/{tenant}.json</c>. A tenant is 1 to 64 of <c>a-z</c>, <c>0-9</c> and <c>-</c>.</param>
    /// <param name="listed">Tenants that have a layer: without its file such a one is permitted nothing, also at the first start.</param>
    /// <exception cref="CksConfigurationException">CKS109: the pattern does not name the tenant, or a listed name is none.</exception>
    public CksHubConfigBuilder AddTenants(string pattern, params string[] listed)
    {
        ArgumentNullException.ThrowIfNull(listed);
        if (Array.Find(listed, t => !HubFolder.IsName(t)) is { } wrong)
            throw new CksConfigurationException(CksCodes.InvalidSetting, "AddTenants", $"\"{wrong}\" cannot be the name of a tenant here.", "Use 1 to 64 of a-z, 0-9 and -.");
        Sources = Sources with { Tenants = [.. Sources.Tenants, new(pattern, HubFolder.TenantPlace)], Listed = [.. Sources.Listed, .. listed] };
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
