using System.Diagnostics.CodeAnalysis;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cks.Rbac;

/// <summary>Says where the policy comes from, and what its attributes are on the application's types.</summary>
public sealed class CksRbacBuilder
{
    private readonly IServiceCollection _services;

    internal CksRbacBuilder(IServiceCollection services) => _services = services;

    /// <summary>Reads the policy from a file when the host starts; a mistake in it stops the host with all findings.</summary>
    /// <param name="path">Path, relative to the content root.</param>
    /// <param name="reloadOnChange">
    /// Whether it is read again when it changes, within some seconds. A policy that is refused then changes nothing: the one in use stays, and the findings are logged and reported as a security event.
    /// </param>
    public CksRbacBuilder AddPolicyFile(string path, bool reloadOnChange = false)
    {
        _services.AddDocumentFile(path, reloadOnChange, PolicyReader.Read);
        return this;
    }

    /// <summary>Reads one policy of all files of a folder whose names match, such as one for each role. They come into use together or not at all, and the version is of all of them.</summary>
    /// <param name="pattern">Path with <c>*</c> in the name of the file, such as <c>policies/*.rbac.json</c>; relative to the content root. No such file is a mistake.</param>
    /// <param name="reloadOnChange">Whether they are read again when one changes, comes or goes; see <see cref="AddPolicyFile"/>.</param>
    public CksRbacBuilder AddPolicyFiles(string pattern, bool reloadOnChange = false)
    {
        _services.AddDocumentFiles<Policy>(pattern, reloadOnChange, files => PolicyReader.Read([.. files.Select(f => new PolicyFile(f.Key, f.Value))]));
        return this;
    }

    /// <summary>
    /// Takes the policy from the store of revisions (<c>AddCksStorage</c> has one): the revision in force when the host starts, and each next one within a second where there is a change bus, within five without. Publish with
    /// <see cref="RevisionPublisher"/> under <see cref="RevisionDocuments.Policy"/>. Which revision a host has is <c>SnapshotStore&lt;Policy&gt;.Current.Provenance.Revision</c>.
    /// </summary>
    /// <param name="secondPerson">Whether each revision waits until another person than its author has approved it.</param>
    /// <param name="firstFile">Path of a policy, relative to the content root, that counts until the store has a revision in force; without it a host does not start before the first is published (CKS107). Outside Development a host that begins with it says so (<see cref="SecurityEventKinds.FirstFileUsed"/>). It also begins with it where the store has lost everything: <see cref="KeepLastKnownGood"/> keeps it from that.</param>
    public CksRbacBuilder AddPolicyStore(bool secondPerson = false, string? firstFile = null)
    {
        _services.AddDocumentRevisions<Policy>(RevisionDocuments.Policy, secondPerson, _ => PolicyReader.Read, firstFile: firstFile);
        return this;
    }

    /// <summary>Uses a policy document from memory.</summary>
    /// <param name="name">Name for diagnostics.</param>
    /// <param name="utf8">The document.</param>
    public CksRbacBuilder AddPolicy(string name, ReadOnlyMemory<byte> utf8)
    {
        _services.AddDocument(name, utf8, PolicyReader.Read);
        return this;
    }

    /// <summary>Uses a policy that is built in code; a mistake in it stops the host with all findings, by their places in <see cref="PolicyBuilder.ToUtf8"/>.</summary>
    public CksRbacBuilder AddPolicy(Action<PolicyBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var policy = new PolicyBuilder();
        build(policy);
        return AddPolicy(nameof(PolicyBuilder), policy.ToUtf8());
    }

    /// <summary>
    /// Keeps a copy of the policy in use on disk, and starts from it when the policy cannot be reached. Readiness asks the keyed service <c>SnapshotFile</c> of <c>typeof(Policy)</c> whether it is stale.
    /// </summary>
    /// <param name="path">Path of the copy, relative to the content root; a file of this process alone.</param>
    /// <param name="key">Key of its MAC: 32 random bytes or more, from a secret store.</param>
    /// <param name="configure">Limits of age and size.</param>
    public CksRbacBuilder KeepLastKnownGood(string path, Secret<byte[]> key, Action<SnapshotFileOptions>? configure = null)
    {
        _services.KeepLastKnownGood<Policy>(path, "policy", key, configure);
        return this;
    }

    /// <summary>
    /// Says how the attributes of a resource are read from <typeparamref name="T"/>, so that <see cref="IPolicyDecisionPoint.CheckAsync"/> can ask conditions of it. Several types may stand for
    /// one resource. Each attribute that a condition of the policy asks for must be mapped, or the host does not start.
    /// </summary>
    /// <param name="resource">Resource as the policy declares it.</param>
    /// <param name="map">Names the attributes.</param>
    public CksRbacBuilder MapResource<T>(string resource, Action<ResourceMap<T>> map)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(map);
        var mapped = new ResourceMap<T>(resource);
        map(mapped);
        _services.AddSingleton<IResourceMap>(mapped);
        return this;
    }

    /// <summary>
    /// Believes the role and tenant claims that an issuer wrote, for an application that keeps JwtBearer or cookies and no sessions of the suite. Without these words such a principal has no role and no
    /// tenant: a token says who somebody is, and roles in it are as old as the token. A principal without exactly one subject and one tenant of the issuer is nobody.
    /// </summary>
    /// <param name="issuer">The issuer, as the scheme writes it on the claims; for JwtBearer the token's <c>iss</c>.</param>
    /// <param name="configure">Names the claims and the tenants.</param>
    public CksRbacBuilder TrustRoleClaims(string issuer, Action<TrustedRoleClaims>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        var trusted = new TrustedRoleClaims(issuer);
        configure?.Invoke(trusted);
        _services.AddSingleton(trusted);
        return this;
    }

    /// <summary>
    /// Says who somebody is by the principals of an issuer, and what they have by grants alone, for an application that keeps JwtBearer or cookies: roles and tenant in a token count for nothing. A person acts in the
    /// tenant where they have grants; where that are several the claim <see cref="TrustedIdentity.TenantClaim"/> chooses, and without it they have nothing. Needs <see cref="UseGrants()"/>.
    /// </summary>
    /// <param name="issuer">The issuer, as the scheme writes it on the claims; for JwtBearer the token's <c>iss</c>.</param>
    /// <param name="configure">Names the claims and the tenants.</param>
    public CksRbacBuilder TrustIdentity(string issuer, Action<TrustedIdentity>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        var trusted = new TrustedIdentity(issuer);
        configure?.Invoke(trusted);
        _services.AddSingleton(trusted);
        return this;
    }

    /// <summary>Counts what people are granted beside what their sessions say, and adds <see cref="IGrants"/>. Kept in the memory of this process; the policy declares <see cref="CksGrants.Create"/> and <see cref="CksGrants.Revoke"/>.</summary>
    public CksRbacBuilder UseGrants() => UseGrants<InMemoryGrantLedger>(_ => new());

    /// <summary>The same with a ledger of your own.</summary>
    public CksRbacBuilder UseGrants<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TLedger>()
        where TLedger : class, IGrantLedger => UseGrants<TLedger>(s => ActivatorUtilities.CreateInstance<TLedger>(s));

    /// <summary>The same with a ledger that you make.</summary>
    public CksRbacBuilder UseGrants<TLedger>(Func<IServiceProvider, TLedger> make)
        where TLedger : class, IGrantLedger
    {
        ArgumentNullException.ThrowIfNull(make);
        _services.AddSingleton<IGrantLedger>(make);
        _services.AddSingleton<IGrantStore>(s => s.GetRequiredService<IGrantLedger>());
        _services.TryAddSingleton<GrantTenants>();
        _services.TryAddSingleton<GrantMemory>();
        _services.TryAddSingleton<IGrants>(s => new Grants(
            s.GetRequiredService<IGrantLedger>(), s.GetRequiredService<PermissionBuilder>(), s.GetRequiredService<GrantMemory>(), s.GetService<ILogger<Grants>>(), s.GetService<SecurityEvents>()));
        _services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GrantNotices>());
        return this;
    }

    /// <summary>The same with a grants document that <c>cks grants</c> works on as well: for one host with few grants. It is read for each subject that is not remembered, and written whole with each change.</summary>
    /// <param name="path">Path, relative to the content root.</param>
    public CksRbacBuilder UseGrantFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return UseGrants(s => new FileGrantLedger(Path.GetFullPath(path, s.GetService<IHostEnvironment>()?.ContentRootPath ?? Directory.GetCurrentDirectory()), s.GetRequiredService<TimeProvider>()));
    }
}
