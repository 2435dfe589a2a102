using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Scope;

/// <summary>Says where the scope model comes from.</summary>
public sealed class CksScopeBuilder
{
    private readonly IServiceCollection _services;

    internal CksScopeBuilder(IServiceCollection services) => _services = services;

    /// <summary>Reads the model from a file when the host starts; a mistake in it stops the host with all findings.</summary>
    /// <param name="path">Path, relative to the content root.</param>
    public CksScopeBuilder AddModelFile(string path) =>
        AddModel(path, services => DocumentFile.Read(path, services.GetService<IHostEnvironment>()?.ContentRootPath));

    /// <summary>Uses a model document from memory.</summary>
    /// <param name="name">Name for diagnostics.</param>
    /// <param name="utf8">The document.</param>
    public CksScopeBuilder AddModel(string name, ReadOnlyMemory<byte> utf8) => AddModel(name, _ => utf8);

    private CksScopeBuilder AddModel(string name, Func<IServiceProvider, ReadOnlyMemory<byte>> content)
    {
        _services.AddSingleton(services => SnapshotStore<ScopeModel>.Load(content(services), utf8 => ScopeModelReader.Read(name, utf8), services.GetService<TimeProvider>()));
        return this;
    }
}
