namespace Cks.Publish;

/// <summary>One node of what was restored for a project.</summary>
/// <param name="Id">Name of the package or project.</param>
/// <param name="Version">Its version; for a project the one at restore, which says nothing.</param>
/// <param name="IsProject">Whether it is another project of the suite.</param>
/// <param name="Sha512">Hash of the package file in base64, as NuGet wrote it.</param>
/// <param name="Folder">Where the package is unpacked.</param>
/// <param name="Needs">Ids of what it asks for.</param>
internal sealed record Dependency(string Id, string Version, bool IsProject, string Sha512, string Folder, IReadOnlyList<string> Needs)
{
    public override string ToString() => IsProject ? Id : $"{Id} {Version}";
}
