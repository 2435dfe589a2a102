using Cks.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Scope;

/// <summary>Says where the scope model comes from.</summary>
public sealed class CksScopeBuilder
{
    private readonly IServiceCollection _services;

    internal CksScopeBuilder(IServiceCollection services) => _services = services;

    /// <summary>Reads the model from a file when the host starts; a mistake in it stops the host with all findings.</summary>
    /// <param name="path">Path, relative to the content root.</param>
    /// <param name="reloadOnChange">Whether it is read again when it changes, within some seconds. A model that is refused then changes nothing, and the findings are logged.</param>
    public CksScopeBuilder AddModelFile(string path, bool reloadOnChange = false)
    {
        _services.AddDocumentFile(path, reloadOnChange, Read);
        return this;
    }

    /// <summary>
    /// Takes the model from the store of revisions (<c>AddCksStorage</c> has one): the revision in force when the host starts, and each next one within a second where there is a change bus, within five without. Publish with
    /// <see cref="RevisionPublisher"/> under <see cref="RevisionDocuments.ScopeModel"/>.
    /// </summary>
    /// <param name="secondPerson">Whether each revision waits until another person than its author has approved it.</param>
    public CksScopeBuilder AddModelStore(bool secondPerson = false)
    {
        _services.AddDocumentRevisions<ScopeModel>(RevisionDocuments.ScopeModel, secondPerson, _ => Read);
        return this;
    }

    /// <summary>Uses a model document from memory.</summary>
    /// <param name="name">Name for diagnostics.</param>
    /// <param name="utf8">The document.</param>
    public CksScopeBuilder AddModel(string name, ReadOnlyMemory<byte> utf8)
    {
        _services.AddDocument(name, utf8, Read);
        return this;
    }

    /// <summary>Adds a transformer for <see cref="IRowTransformers"/>, besides those of the model. A model that it does not fit is refused.</summary>
    /// <param name="name">Its name, which none of the model has.</param>
    /// <param name="entity">The entity whose rows it takes.</param>
    /// <param name="configure">Says what becomes of them.</param>
    public CksScopeBuilder AddTransformer(string name, string entity, Action<RowTransformerBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(entity);
        ArgumentNullException.ThrowIfNull(configure);
        var transformer = new RowTransformer(name, entity);
        configure(new(transformer));
        _services.AddSingleton(transformer);
        return this;
    }

    /// <summary>
    /// Tells PostgreSQL who reads, with each read and in its round trip: for a database that is guarded by what <c>cks scope rls</c> writes. Queries of the application's own are told by <see cref="IScopeIdentity"/>.
    /// </summary>
    public CksScopeBuilder UseRowLevelSecurity()
    {
        _services.AddHostedService<RowSecurityStartup>();
        return this;
    }

    /// <summary>
    /// Keeps a copy of the model in use on disk, and starts from it when the model cannot be reached. Readiness asks the keyed service <c>SnapshotFile</c> of <c>typeof(ScopeModel)</c> whether it is stale.
    /// </summary>
    /// <param name="path">Path of the copy, relative to the content root; a file of this process alone.</param>
    /// <param name="key">Key of its MAC: 32 random bytes or more, from a secret store.</param>
    /// <param name="configure">Limits of age and size.</param>
    public CksScopeBuilder KeepLastKnownGood(string path, Secret<byte[]> key, Action<SnapshotFileOptions>? configure = null)
    {
        _services.KeepLastKnownGood<ScopeModel>(path, "scope-model", key, configure);
        return this;
    }

    // Asked when a document is read: by then it is known what the application wants.
    private LoadResult<ScopeModel> Read(string file, ReadOnlyMemory<byte> utf8) =>
        ScopeModelReader.Read(file, utf8, _services.Any(s => s.ImplementationType == typeof(RowSecurityStartup)) ? GuardedStrategy.Of : null);
}
