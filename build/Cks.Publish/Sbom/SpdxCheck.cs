using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NuGet.Packaging.Licenses;

namespace Cks.Publish;

/// <summary>Whether a document is SPDX 2.3 JSON as the specification has it, as far as packages and their relationships go.</summary>
internal static partial class SpdxCheck
{
    private static readonly Dictionary<string, int> HexDigits = new(StringComparer.Ordinal) { ["SHA1"] = 40, ["SHA256"] = 64, ["SHA384"] = 96, ["SHA512"] = 128 };

    /// <summary>What is wrong with it.</summary>
    public static IReadOnlyList<string> Faults(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var faults = new List<string>();
            Check(document.RootElement, faults);
            return faults;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [$"is not SPDX: {e.Message}"];
        }
    }

    private static void Check(JsonElement root, List<string> faults)
    {
        Require(Text(root, "spdxVersion") == "SPDX-2.3", "spdxVersion is not SPDX-2.3");
        Require(Text(root, "dataLicense") == "CC0-1.0", "dataLicense is not CC0-1.0");
        Require(Text(root, "SPDXID") == "SPDXRef-DOCUMENT", "SPDXID of the document is not SPDXRef-DOCUMENT");
        Require(Text(root, "name").Length > 0, "the document has no name");
        Require(Uri.TryCreate(Text(root, "documentNamespace"), UriKind.Absolute, out var space) && space.Fragment.Length == 0, "documentNamespace is no absolute address without a fragment");
        var creation = root.GetProperty("creationInfo");
        Require(DateTimeOffset.TryParseExact(Text(creation, "created"), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _), "created is no time in UTC to the second");
        var creators = creation.GetProperty("creators").EnumerateArray().Select(c => c.GetString()!).ToArray();
        Require(creators.Length > 0 && creators.All(c => Creator().IsMatch(c)), "creators are not persons, organizations or tools");

        var ids = new HashSet<string>(StringComparer.Ordinal) { "SPDXRef-DOCUMENT" };
        foreach (var package in root.GetProperty("packages").EnumerateArray())
            CheckPackage(package, ids, faults);

        var reached = new HashSet<string>(StringComparer.Ordinal) { "SPDXRef-DOCUMENT" };
        var edges = root.GetProperty("relationships").EnumerateArray().Select(r => (From: Text(r, "spdxElementId"), Type: Text(r, "relationshipType"), To: Text(r, "relatedSpdxElement"))).ToArray();
        foreach (var (from, type, to) in edges)
        {
            Require(ids.Contains(from) && ids.Contains(to), $"{from} {type} {to} names what is not there");
            Require(type == (from == "SPDXRef-DOCUMENT" ? "DESCRIBES" : "DEPENDS_ON"), $"{from} {type} {to} is no relationship of a package");
        }

        while (edges.Count(e => reached.Contains(e.From) && reached.Add(e.To)) > 0)
        {
        }

        foreach (var id in ids.Except(reached).Order(StringComparer.Ordinal))
            faults.Add($"{id} is connected to nothing");

        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }
    }

    private static void CheckPackage(JsonElement package, HashSet<string> ids, List<string> faults)
    {
        var id = Text(package, "SPDXID");
        if (!Reference().IsMatch(id))
            faults.Add($"{id} is no SPDXID");
        if (!ids.Add(id))
            faults.Add($"{id} is there twice");
        foreach (var name in new[] { "name", "versionInfo", "downloadLocation", "licenseConcluded", "copyrightText" })
            if (Text(package, name).Length == 0)
                faults.Add($"{id} has no {name}");
        if (package.GetProperty("filesAnalyzed").GetBoolean())
            faults.Add($"{id} says that its files were analysed, and lists none");
        if (Text(package, "licenseDeclared") is var licence && licence is not ("NOASSERTION" or "NONE") && !IsExpression(licence))
            faults.Add($"{id} declares {licence}, which is no SPDX expression");
        if (package.TryGetProperty("checksums", out var checksums))
            foreach (var checksum in checksums.EnumerateArray())
                if (!HexDigits.TryGetValue(Text(checksum, "algorithm"), out var digits) || Text(checksum, "checksumValue") is not { } value || value.Length != digits || !Hexadecimal().IsMatch(value))
                    faults.Add($"{id} has a checksum that is none");
        foreach (var reference in package.GetProperty("externalRefs").EnumerateArray())
            if ((Text(reference, "referenceCategory"), Text(reference, "referenceType"), Text(reference, "referenceLocator")) != ("PACKAGE-MANAGER", "purl", $"pkg:nuget/{Text(package, "name")}@{Text(package, "versionInfo")}"))
                faults.Add($"{id} has a reference that is not its package");
    }

    private static bool IsExpression(string text)
    {
        try
        {
            return NuGetLicenseExpression.Parse(text) is not null;
        }
        catch (NuGetLicenseExpressionParsingException)
        {
            return false;
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    [GeneratedRegex(@"^(Person|Organization|Tool): .+$")]
    private static partial Regex Creator();

    [GeneratedRegex(@"^SPDXRef-[A-Za-z0-9.-]+$")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^[0-9a-f]+$")]
    private static partial Regex Hexadecimal();
}
