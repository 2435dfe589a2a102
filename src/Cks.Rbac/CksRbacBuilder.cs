using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac;

/// <summary>Says where the policy comes from.</summary>
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

    private CksRbacBuilder AddPolicy(string name, Func<IServiceProvider, ReadOnlyMemory<byte>> content)
    {
        _services.AddSingleton(services => SnapshotStore<Policy>.Load(content(services), utf8 => PolicyReader.Read(name, utf8), services.GetService<TimeProvider>()));
        return this;
    }
}
