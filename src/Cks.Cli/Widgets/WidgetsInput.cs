using Cks.HubConfig;

namespace Cks.Cli;

/// <summary>Reads the catalog of widget types. The tool cannot see the code that registers them.</summary>
internal static class WidgetsInput
{
    /// <exception cref="Cks.Core.CksConfigurationException">The file is no catalog.</exception>
    public static async Task<WidgetTypes> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, "widgets.json") : path;
        return WidgetTypes.Read(file, await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)).GetOrThrow();
    }
}
