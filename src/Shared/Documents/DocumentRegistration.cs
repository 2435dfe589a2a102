using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Cks.Core;

/// <summary>Registers a kind of document: from file or memory into a store that a bad document never reaches.</summary>
internal static class DocumentRegistration
{
    /// <summary>Reads the document from a file when the store is first asked for.</summary>
    public static void AddDocumentFile<T>(this IServiceCollection services, string path, Func<string, ReadOnlyMemory<byte>, LoadResult<T>> reader)
        where T : class => services.AddDocuments(s => SnapshotSource<T>.File(path, s.ContentRoot(), reader));

    /// <summary>Takes the document from memory.</summary>
    public static void AddDocument<T>(this IServiceCollection services, string name, ReadOnlyMemory<byte> utf8, Func<string, ReadOnlyMemory<byte>, LoadResult<T>> reader)
        where T : class => services.AddDocuments(_ => SnapshotSource<T>.Memory(name, utf8, reader));

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

    private static void AddDocuments<T>(this IServiceCollection services, Func<IServiceProvider, SnapshotSource<T>> source)
        where T : class
    {
        services.AddSecurityEvents();
        services.AddSingleton(s => s.StartLoader(source(s)));
        services.AddSingleton(s => s.GetRequiredService<SnapshotLoader<T>>().Store);
    }
}
