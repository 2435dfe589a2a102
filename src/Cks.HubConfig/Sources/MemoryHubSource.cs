using Cks.Core;

namespace Cks.HubConfig;

/// <summary>One document that the application gives.</summary>
internal sealed class MemoryHubSource(string name, Func<ReadOnlyMemory<byte>> utf8) : HubSource
{
    internal override bool IsNamed => false;

    internal override void Read(HubLayerKind kind, string? root, HubReading reading)
    {
        ReadOnlyMemory<byte> document;
        try
        {
            document = utf8();
        }
        catch (Exception e)
        {
            // Somebody else's code, which ends neither a reload nor the watch.
            reading.Unreadable(kind, "", [new(CksCodes.DocumentMissing, SourceLocation.Whole(name), $"The application could not give it ({e.GetType().Name}).", "Mend what gives it.")]);
            return;
        }

        reading.Add(kind, "", name, document);
    }
}
