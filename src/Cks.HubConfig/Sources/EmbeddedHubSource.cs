using System.Reflection;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Documents that an assembly carries: one, or one for each name that stands in the pattern's place.</summary>
internal sealed class EmbeddedHubSource(Assembly assembly, string name) : HubSource
{
    private readonly NamePattern? _names = NamePattern.In(name);

    internal override bool IsNamed => _names is not null;

    internal override void Read(HubLayerKind kind, string? root, HubReading reading)
    {
        string[] resources = [.. assembly.GetManifestResourceNames().Where(n => _names is null ? n == name : _names.NameIn(n) is not null).Order(StringComparer.Ordinal)];
        if (resources.Length == 0)
            reading.Unreadable(kind, "", [new(CksCodes.DocumentMissing, SourceLocation.Whole(name), $"{assembly.GetName().Name} carries no such resource.", "Add it as EmbeddedResource, with this LogicalName.")]);
        foreach (var resource in resources)
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var utf8 = new byte[(int)Math.Min(stream.Length, HubFileReader.MostBytes + 1L)];
            stream.ReadExactly(utf8);
            reading.Add(kind, _names?.NameIn(resource) ?? "", resource, utf8);
        }
    }
}
