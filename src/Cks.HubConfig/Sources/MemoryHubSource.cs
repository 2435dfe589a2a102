using Cks.Core;

namespace Cks.HubConfig;

/// <summary>One document that the application gives.</summary>
internal sealed class MemoryHubSource(string name, Func<ReadOnlyMemory<byte>> utf8) : HubSource
{
    internal override bool IsNamed => false;

    internal override void Read(HubLayerKind kind, string? root, HubReading reading)
    {
        try
        {
            reading.Add(kind, "", name, utf8());
        }
        catch (IOException)
        {
            reading.Unreadable(kind, "", [new(CksCodes.DocumentMissing, SourceLocation.Whole(name), "The application has no such document now.", "See what it threw.")]);
        }
    }
}
