using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac;

/// <summary>Says where the policy comes from, and what its attributes are on the application's types.</summary>
public sealed class CksRbacBuilder
{
    private readonly IServiceCollection _services;

    internal CksRbacBuilder(IServiceCollection services) => _services = services;

    /// <summary>Reads the policy from a file when the host starts; a mistake in it stops the host with all findings.</summary>
    /// <param name="path">Path, relative to the content root.</param>
    public CksRbacBuilder AddPolicyFile(string path) =>
        AddPolicy(path, services => DocumentFile.Read(path, services.GetService<IHostEnvironment>()?.ContentRootPath));

    /// <summary>Uses a policy document from memory.</summary>
    /// <param name="name">Name for diagnostics.</param>
    /// <param name="utf8">The document.</param>
    public CksRbacBuilder AddPolicy(string name, ReadOnlyMemory<byte> utf8) => AddPolicy(name, _ => utf8);

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

    private CksRbacBuilder AddPolicy(string name, Func<IServiceProvider, ReadOnlyMemory<byte>> content)
    {
        _services.AddSingleton(services => SnapshotStore<Policy>.Load(content(services), utf8 => PolicyReader.Read(name, utf8), services.GetService<TimeProvider>()));
        return this;
    }
}
