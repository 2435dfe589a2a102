using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cks.Publish;

/// <summary>
/// Writes what is in a package as SPDX 2.3 JSON. The same commit gives the same bytes: the time is that of the commit, the namespace comes from it, and everything is in order of name.
/// </summary>
internal static class SpdxWriter
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the document of one package.</summary>
    /// <param name="release">The release that it is part of.</param>
    /// <param name="assets">What was restored for it.</param>
    /// <param name="sha512">Hash of the packed file in hexadecimal; <see langword="null"/> in the document that is packed itself.</param>
    public static byte[] Write(Release release, AssetsFile assets, string? sha512)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            var version = release.Version.ToNormalizedString();
            json.WriteStartObject();
            json.WriteString("spdxVersion", "SPDX-2.3");
            json.WriteString("dataLicense", "CC0-1.0");
            json.WriteString("SPDXID", "SPDXRef-DOCUMENT");
            json.WriteString("name", $"{assets.Project} {version}");
            json.WriteString("documentNamespace", $"https://spdx.org/spdxdocs/{assets.Project}-{version}-{release.Commit}");
            json.WriteStartObject("creationInfo");
            json.WriteString("created", DateTimeOffset.FromUnixTimeSeconds(release.CommitTime).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteStartArray("creators");
            json.WriteStringValue("Organization: Cks contributors");
            json.WriteStringValue("Tool: Cks.Publish");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartArray("packages");
            WritePackage(json, assets.Project, version, "MIT", sha512);
            foreach (var dependency in assets.Shipped)
                WritePackage(
                    json,
                    dependency.Id,
                    dependency.IsProject ? version : dependency.Version,
                    dependency.IsProject ? "MIT" : PackageLicence.Read(dependency) is { Expression: not null } licence ? licence.Text : "NOASSERTION",
                    dependency.IsProject ? null : Convert.ToHexStringLower(Convert.FromBase64String(dependency.Sha512)));
            json.WriteEndArray();
            json.WriteStartArray("relationships");
            WriteRelationship(json, "SPDXRef-DOCUMENT", "DESCRIBES", Reference(assets.Project));
            foreach (var needed in assets.Direct)
                WriteRelationship(json, Reference(assets.Project), "DEPENDS_ON", Reference(needed.Id));
            foreach (var dependency in assets.Shipped)
                foreach (var need in assets.Shipped.Where(s => dependency.Needs.Contains(s.Id, StringComparer.OrdinalIgnoreCase)))
                    WriteRelationship(json, Reference(dependency.Id), "DEPENDS_ON", Reference(need.Id));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. stream.ToArray(), (byte)'\n'];
    }

    private static void WritePackage(Utf8JsonWriter json, string id, string version, string licence, string? sha512)
    {
        json.WriteStartObject();
        json.WriteString("SPDXID", Reference(id));
        json.WriteString("name", id);
        json.WriteString("versionInfo", version);
        json.WriteString("downloadLocation", "NOASSERTION");
        json.WriteBoolean("filesAnalyzed", false);
        json.WriteString("licenseConcluded", "NOASSERTION");
        json.WriteString("licenseDeclared", licence);
        json.WriteString("copyrightText", "NOASSERTION");
        if (sha512 is not null)
        {
            json.WriteStartArray("checksums");
            json.WriteStartObject();
            json.WriteString("algorithm", "SHA512");
            json.WriteString("checksumValue", sha512);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartArray("externalRefs");
        json.WriteStartObject();
        json.WriteString("referenceCategory", "PACKAGE-MANAGER");
        json.WriteString("referenceType", "purl");
        json.WriteString("referenceLocator", $"pkg:nuget/{id}@{version}");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRelationship(Utf8JsonWriter json, string from, string type, string to)
    {
        json.WriteStartObject();
        json.WriteString("spdxElementId", from);
        json.WriteString("relationshipType", type);
        json.WriteString("relatedSpdxElement", to);
        json.WriteEndObject();
    }

    /// <summary>Letters, digits, points and hyphens; a name of a package may hold an underscore.</summary>
    private static string Reference(string id) => $"SPDXRef-{id.Replace("_", "-", StringComparison.Ordinal)}";
}
