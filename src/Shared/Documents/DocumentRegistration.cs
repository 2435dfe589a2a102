using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Core;

/// <summary>Registers a kind of document: from file or memory into a store that a bad document never reaches.</summary>
internal static class DocumentRegistration
{
    /// <summary>Reads the document from a file when the store is first asked for.</summary>
    public static void AddDocumentFile<T>(this IServiceCollection services, string path, bool reloadOnChange, Func<string, ReadOnlyMemory<byte>, LoadResult<T>> reader)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(path);
        services.AddDocuments(s =>
        {
            var root = s.ContentRoot();
            return new DocumentOrigin<T>(
                SnapshotSource<T>.File(path, root, reader), () => DocumentFile.Read(path, root),
                reloadOnChange && Path.GetDirectoryName(Path.GetFullPath(path, root ?? Directory.GetCurrentDirectory())) is { } folder ? [folder] : null);
        });
    }

    /// <summary>Reads several files as one document set; the same pattern with no file is a document that is missing.</summary>
    public static void AddDocumentFiles<T>(
        this IServiceCollection services, string pattern, bool reloadOnChange, Func<IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>>, LoadResult<T>> reader)
        where T : class => services.AddDocuments(s =>
        {
            var files = new DocumentFiles(pattern, s.ContentRoot());
            ReadOnlyMemory<byte> Fetch() => DocumentBundle.Write(files.Read());
            return new DocumentOrigin<T>(SnapshotSource<T>.Of(Fetch, content => ReadBundle(pattern, content, reader)), Fetch, reloadOnChange ? [files.Folder] : null);
        });

    /// <summary>Takes the document from memory.</summary>
    public static void AddDocument<T>(this IServiceCollection services, string name, ReadOnlyMemory<byte> utf8, Func<string, ReadOnlyMemory<byte>, LoadResult<T>> reader)
        where T : class => services.AddDocuments(_ => new DocumentOrigin<T>(SnapshotSource<T>.Memory(name, utf8, reader), () => utf8, null));

    /// <summary>Takes the revision in force of the store, and the next ones while the host runs; they are held to the same reader and analyzers before they are accepted. A file counts while the store has none, where one is named.</summary>
    public static void AddDocumentRevisions<T>(
        this IServiceCollection services, string document, bool secondPerson, Func<IServiceProvider, Func<string, ReadOnlyMemory<byte>, LoadResult<T>>> reader,
        Func<IServiceProvider, Func<LoadResult<T>>?>? builtIn = null, string? firstFile = null)
        where T : class
    {
        services.AddDocuments(s =>
        {
            var (read, first) = (reader(s), FirstOf(s, firstFile));
            var source = SnapshotSource<T>.Revisions(
                s.RevisionStore(document), document, (name, content) => read(first is { } none && none.Equals(content) ? firstFile! : name, content), whenNone: first, secondPerson: s.GetService<SecondPerson<T>>() is not null);
            return new DocumentOrigin<T>(builtIn?.Invoke(s) is { } carried ? source.WithBuiltIn(carried) : source, () => default, null, document, firstFile);
        });
        // Asked for once it stays asked for, whoever calls again.
        if (secondPerson)
            services.TryAddSingleton<SecondPerson<T>>();
        if (services.Any(d => d.ServiceType == typeof(RevisionWatching<T>)))
            return;
        services.AddSingleton<IRevisionRule>(s => new DocumentRevisionRule<T>(document, reader(s), s.GetServices<ISnapshotAnalyzer<T>>(), s.GetService<SecondPerson<T>>() is not null, FirstOf(s, firstFile) ?? default));
        services.TryAddSingleton(s => new RevisionPublisher(
            s.RevisionStore(document), s.GetServices<IRevisionRule>(), s.GetService<IChangeBus>(), s.GetService<SecurityEvents>(), s.GetService<TimeProvider>()));
        services.AddSingleton<RevisionWatching<T>>();
        services.AddHostedService(s => s.GetRequiredService<RevisionWatching<T>>());
    }

    /// <summary>Keeps a copy of the documents on disk for a start at which they cannot be reached.</summary>
    public static void KeepLastKnownGood<T>(this IServiceCollection services, string path, string purpose, Secret<byte[]> key, Action<SnapshotFileOptions>? configure)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(key);
        services.AddKeyedSingleton(typeof(T), (s, _) =>
        {
            var options = new SnapshotFileOptions();
            configure?.Invoke(options);
            return new SnapshotFile(Path.GetFullPath(path, s.ContentRoot() ?? Directory.GetCurrentDirectory()), purpose, key, options, s.GetService<TimeProvider>());
        });
    }

    /// <summary>Loads documents as every package does: judged by the analyzers, kept on disk where the application wants it, told of where somebody listens.</summary>
    public static SnapshotLoader<T> StartLoader<T>(this IServiceProvider services, SnapshotSource<T> source)
        where T : class => SnapshotLoader<T>.Start(
            source,
            services.GetKeyedService<SnapshotFile>(typeof(T)),
            services.GetServices<ISnapshotAnalyzer<T>>(),
            services.GetService<SecurityEvents>(),
            services.GetService<TimeProvider>());

    /// <summary>Adds what hands security events to the application's sinks.</summary>
    public static void AddSecurityEvents(this IServiceCollection services) =>
        services.TryAddSingleton(s => new SecurityEvents(s.GetServices<ISecurityEventSink>(), s.GetService<IMeterFactory>(), s.GetService<TimeProvider>()));

    /// <summary>The folder that relative paths start from.</summary>
    public static string? ContentRoot(this IServiceProvider services) => services.GetService<IHostEnvironment>()?.ContentRootPath;

    private static ReadOnlyMemory<byte>? FirstOf(IServiceProvider services, string? file)
    {
        if (file is null)
            return null;
        return DocumentFile.Read(file, services.ContentRoot());
    }

    private static IRevisionStore RevisionStore(this IServiceProvider services, string document) => services.GetService<IRevisionStore>()
        ?? throw new CksConfigurationException(CksCodes.InvalidSetting, document, "There is no store of revisions to take it from.", "Call AddCksStorage as well, or register an IRevisionStore.");

    // What was named last is what is used, and watched.
    private static void AddDocuments<T>(this IServiceCollection services, Func<IServiceProvider, DocumentOrigin<T>> origin)
        where T : class
    {
        services.AddSecurityEvents();
        services.AddSingleton(origin);
        services.TryAddSingleton(s => s.StartLoader(s.GetRequiredService<DocumentOrigin<T>>().Source));
        services.TryAddSingleton(s => s.GetRequiredService<SnapshotLoader<T>>().Store);
        if (services.Any(d => d.ServiceType == typeof(DocumentWatcher<T>)))
            return;
        services.AddSingleton(s => new DocumentWatcher<T>(
            s.GetRequiredService<DocumentOrigin<T>>(), s.GetRequiredService<SnapshotLoader<T>>(), s.GetService<TimeProvider>() ?? TimeProvider.System,
            s.GetService<ILoggerFactory>()?.CreateLogger(typeof(T).FullName!) ?? NullLogger.Instance));
        services.AddHostedService(s => s.GetRequiredService<DocumentWatcher<T>>());
    }

    // A copy that was made of a single file is none of a set.
    private static LoadResult<T> ReadBundle<T>(string pattern, ReadOnlyMemory<byte> content, Func<IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>>, LoadResult<T>> reader)
        where T : class
    {
        if (DocumentBundle.Read(content) is { } documents)
            return reader(documents);
        var findings = new DiagnosticBag();
        findings.Add(CksCodes.DocumentMissing, SourceLocation.Whole(pattern), "The copy holds no such files.", "Start once with the files in place.");
        return LoadResult<T>.From(null, findings);
    }

    private sealed class SecondPerson<T>;
}
