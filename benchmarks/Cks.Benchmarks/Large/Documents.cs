namespace Cks.Benchmarks;

/// <summary>The portal's documents, as they are embedded here.</summary>
internal static class Documents
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(Documents).Assembly.GetManifestResourceStream(name)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
