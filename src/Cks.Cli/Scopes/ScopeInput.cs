using Cks.Core;
using Cks.Scope;

namespace Cks.Cli;

/// <summary>Reads a scope model as the application would.</summary>
internal static class ScopeInput
{
    /// <summary>The model, and what is wrong with it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<LoadResult<ScopeModel>> ReadAsync(string path, CancellationToken cancellationToken) =>
        ScopeModelReader.Read(path, await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>The model; a document that is refused ends the command with its findings.</summary>
    /// <exception cref="CksConfigurationException">The document is refused.</exception>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<ScopeModel> LoadAsync(string path, CancellationToken cancellationToken) => (await ReadAsync(path, cancellationToken).ConfigureAwait(false)).GetOrThrow();
}
