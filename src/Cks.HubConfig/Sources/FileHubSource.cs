namespace Cks.HubConfig;

/// <summary>One file.</summary>
internal sealed class FileHubSource(string path) : HubSource
{
    internal override bool IsNamed => false;

    internal override string? FolderIn(string? root) => Path.GetDirectoryName(Path.GetFullPath(path, root ?? Directory.GetCurrentDirectory()));

    internal override void Read(HubLayerKind kind, string? root, HubReading reading) => HubFileReader.Read(kind, "", path, root, reading);
}
