using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Carries whole documents to another version of the form, as <c>cks hub migrate</c> does. Reading needs it not: an older document is carried while it is read.</summary>
public static class HubMigrator
{
    /// <summary>
    /// The document in another version, UTF-8, indented; comments are left out. What an older version cannot say stands under <c>$preserved</c>, and the way back takes it from there.
    /// A document of that version already is given back as it is.
    /// </summary>
    /// <param name="file">Name for findings.</param>
    /// <param name="utf8">The document, as <see cref="HubDefinitionReader"/> reads it; one with an error is not carried anywhere.</param>
    /// <param name="version">From <see cref="HubSchema.OldestVersion"/> to <see cref="HubSchema.CurrentVersion"/>.</param>
    /// <returns>The document, or the findings: those of the reader, CKS406 and CKS407.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    public static LoadResult<HubMigration> Migrate(string file, ReadOnlyMemory<byte> utf8, int version)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, HubSchema.OldestVersion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, HubSchema.CurrentVersion);
        var diagnostics = new DiagnosticBag();
        if (HubDefinitionReader.Read(file, utf8, diagnostics) is not { Written: { } written } hub || diagnostics.HasErrors)
            return LoadResult<HubMigration>.From(null, diagnostics);
        if (hub.SchemaVersion == version)
            return LoadResult<HubMigration>.From(new(version, version, utf8), diagnostics);
        var made = HubMigrations.To(written, version, isPartial: false, diagnostics);
        return LoadResult<HubMigration>.From(made is null ? null : new(hub.SchemaVersion, version, Write(made)), diagnostics);
    }

    private static byte[] Write(SourceNode root)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            root.WriteTo(json);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
