using System.Text;
using Cks.Core;

namespace Cks.HubConfig.Tests;

/// <summary>Documents that somebody wrote to break the reader: each is one clear finding, and the revision in use stays.</summary>
public sealed class HostileDocumentTests
{
    private static readonly string Current = File.ReadAllText(Path.Combine(Portal.Folder, "contractor.v2.json"));

    public static TheoryData<string, string> Hostile => new()
    {
        { "objects without end", "CKS101 hub.json:1:321 The document is nested deeper" },
        { "a list of very many values", "CKS103 hub.json:1:" },
        { "fifty megabytes", "CKS103 hub.json The document has 52428800 bytes; at most 1048576 are read." },
        { "a name twice", "CKS102 hub.json:6:5 \"displayName\" stands twice in one object." },
        { "a name twice, once by an escape", "CKS102 hub.json:6:5 \"displayName\" stands twice in one object." },
        { "bytes that are not UTF-8", "CKS101 hub.json:6:22 The byte 0xFF is not UTF-8." },
        { "half a surrogate pair", "CKS101 hub.json:6:21 " },
        { "a byte order mark", "CKS101 hub.json The document begins with a byte order mark." },
        { "UTF-16", "CKS101 hub.json:1:1 The document is UTF-16." },
        { "NaN", "CKS101 hub.json:68:21 " },
        { "minus zero", "CKS401 hub.json:68:21 -0 is read as 0 by some and as less by others." },
        { "minus zero of a version 1", "CKS401 hub.json:1:193 -0.0 is read as 0 by some and as less by others." },
        { "a number without measure", "CKS104 hub.json:68:21 " },
        { "a version without measure", "CKS406 hub.json:2:20 " },
        { "nothing", "CKS101 hub.json:1:1 " },
        { "a list", "CKS104 hub.json:1:1 " },
        { "null", "CKS104 hub.json:1:1 " },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_document_is_a_clear_finding_and_the_old_revision_stays(string what, string finding)
    {
        var utf8 = Document(what);
        var findings = HubDefinitionReader.Read("hub.json", utf8).Diagnostics;
        Assert.StartsWith(finding, findings.First(d => d.Severity == DiagnosticSeverity.Error).ToString(), StringComparison.Ordinal);
        Assert.All(findings, d => Assert.True(d.Message.Length > 0 && d.ToString().Length < 1_000, d.ToString()));

        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Portal.Contractor);
        var catalog = Portal.Catalog(folder.Root);
        var before = catalog.Documents;
        folder.Write("contractor.v1.json", utf8);
        Assert.False(catalog.TryReload().IsLoaded);
        Assert.Same(before, catalog.Documents);
    }

    [Fact]
    public void Newer_document_leaves_the_last_good_one_in_place()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Portal.Contractor);
        var catalog = Portal.Catalog(folder.Root);
        var before = catalog.Documents;
        folder.Write("contractor.v1.json", Encoding.UTF8.GetBytes(Current.Replace("\"schemaVersion\": 2", "\"schemaVersion\": 3", StringComparison.Ordinal)));
        var refused = catalog.TryReload();
        Assert.StartsWith("The document is of version 3; this runtime reads 1 to 2.", Assert.Single(refused.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Same(before, catalog.Documents);
        folder.Write("contractor.v1.json", Encoding.UTF8.GetBytes(Current));
        Assert.True(catalog.TryReload().IsLoaded);
    }

    private static byte[] Document(string what)
    {
        var text = what switch
        {
            "objects without end" => string.Concat(Enumerable.Repeat("{\"a\":", 100_000)),
            "a list of very many values" => $"{{\"a\":[{string.Join(',', Enumerable.Repeat('1', 400_000))}]}}",
            "fifty megabytes" => new(' ', 50 * 1024 * 1024),
            "a name twice" => Current.Replace("    \"displayName\": \"Contractor Portal\",", "    \"displayName\": \"\", \"displayName\": \"\",", StringComparison.Ordinal).Replace("\"version\": \"1.0.0\",\n", "\"version\": \"1.0.0\", \"displayName\": \"\",\n", StringComparison.Ordinal),
            "a name twice, once by an escape" => Current.Replace("\"version\": \"1.0.0\",", "\"display\\u004eame\": \"x\", \"version\": \"1.0.0\",", StringComparison.Ordinal),
            "half a surrogate pair" => Current.Replace("Contractor Portal", "\\ud800", StringComparison.Ordinal),
            "NaN" => Current.Replace("\"maxItems\": 10", "\"maxItems\": NaN", StringComparison.Ordinal),
            "minus zero" => Current.Replace("\"maxItems\": 10", "\"maxItems\": -0", StringComparison.Ordinal),
            "minus zero of a version 1" => """{ "metadata": { "role": "contractor", "version": "1", "displayName": "C", "theme": { "primaryColor": "#000", "accentColor": "#000" } }, "features": { "messaging": { "enabled": true, "weight": -0.0 } } }""",
            "a number without measure" => Current.Replace("\"maxItems\": 10", "\"maxItems\": 1e999999999", StringComparison.Ordinal),
            "a version without measure" => Current.Replace("\"schemaVersion\": 2", "\"schemaVersion\": 99999999999999999999", StringComparison.Ordinal),
            "a list" => "[]",
            "null" => "null",
            _ => what.StartsWith("a byte", StringComparison.Ordinal) || what.StartsWith("bytes", StringComparison.Ordinal) || what == "UTF-16" ? Current : "",
        };
        return what switch
        {
            "UTF-16" => Encoding.Unicode.GetBytes(text),
            "a byte order mark" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
            "bytes that are not UTF-8" => Broken(Encoding.UTF8.GetBytes(text)),
            _ => Encoding.UTF8.GetBytes(text),
        };
    }

    private static byte[] Broken(byte[] utf8)
    {
        utf8[utf8.AsSpan().IndexOf("Contractor Portal"u8) + 1] = 0xFF;
        return utf8;
    }
}
