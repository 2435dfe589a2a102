namespace Cks.HubConfig;

/// <summary>The documents of all roles as the content of one revision in a store. Layers beside them have no place in it yet.</summary>
public static class HubRevision
{
    /// <summary>Packs documents, in the order of their roles. What is wrong with them is found when the revision is proposed.</summary>
    /// <param name="documents">The document of each role, UTF-8, byte for byte as it stands in a file.</param>
    /// <exception cref="ArgumentException">There is none, or a role is blank or has a line feed or a colon in it.</exception>
    public static ReadOnlyMemory<byte> Of(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (documents.Count == 0 || documents.Keys.Any(r => string.IsNullOrWhiteSpace(r) || r.AsSpan().ContainsAny('\n', ':')))
            throw new ArgumentException("A revision has a document at least, each of a role.", nameof(documents));
        return HubBundle.Write(documents.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => new HubFile(d.Key, d.Key, d.Value.ToArray())));
    }
}
