namespace Cks.HubConfig;

/// <summary>One document for each role or tenant, from memory.</summary>
internal sealed class NamedMemoryHubSource(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> documents) : HubSource
{
    internal override bool IsNamed => true;

    internal override void Read(HubLayerKind kind, string? root, HubReading reading)
    {
        foreach (var (name, utf8) in documents.OrderBy(d => d.Key, StringComparer.Ordinal))
            reading.Add(kind, name, name, utf8);
    }
}
