using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli.Tests;

/// <summary>
/// Every document below <c>Broken</c> is read as the doctor reads it, and gives exactly the findings that stand in it: below a line, in a comment, with marks under the place
/// (<c>// ^^^^ CKS106 message and fix</c>). A document that cannot hold comments has them in a file beside it: <c>line:column+length CKS101 message and fix</c>.
/// </summary>
public sealed partial class BrokenDocumentTests
{
    private static readonly string Root = Path.Combine(Repository.Root, "tests", "Cks.Cli.Tests", "Broken");

    public static TheoryData<string> Documents =>
        [.. Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/')).Where(f => f.Contains('/') && !f.EndsWith(".expected", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_enough_documents_of_every_kind()
    {
        var kinds = Documents.Select(d => d.Data.Split('/')[0]).CountBy(k => k).ToDictionary();

        Assert.True(kinds["json"] + kinds["network"] >= 15 && kinds["policy"] >= 15 && kinds["scope"] >= 15 && kinds["hubs"] >= 10, string.Join(", ", kinds));
        Assert.True(kinds.Values.Sum() >= 60);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_gives_exactly_the_findings_that_stand_in_it(string path)
    {
        var utf8 = File.ReadAllBytes(Path.Combine(Root, path));

        var findings = Read(path, utf8);

        Assert.NotEmpty(findings);
        Assert.Equal(Expected(path, utf8).Order(StringComparer.Ordinal), findings.Select(Show).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void The_name_that_was_meant_is_a_member_of_its_own_and_mends_the_document_where_it_is_put(string path)
    {
        var utf8 = File.ReadAllBytes(Path.Combine(Root, path));

        foreach (var finding in Read(path, utf8))
        {
            var quoted = Meant().Match(finding.Fix);
            Assert.Equal(quoted.Success ? quoted.Groups[1].Value : null, finding.Suggestion);
            if (finding is not { Suggestion: { } name, Length: > 0, Location.Line: > 0 })
                continue;
            var lines = Encoding.UTF8.GetString(utf8).Split('\n');
            var line = lines[finding.Location.Line - 1];
            var (before, after) = (line[..(finding.Location.Column - 1)], line[(finding.Location.Column - 1 + finding.Length)..]);
            lines[finding.Location.Line - 1] = before + (finding.Code == CksCodes.NotJson ? name : $"\"{name}\"") + after;
            var mended = Read(path, Encoding.UTF8.GetBytes(string.Join('\n', lines)));
            Assert.DoesNotContain(mended, m => m.Code == finding.Code && m.Message == finding.Message && m.Location == finding.Location);
        }
    }

    private static IReadOnlyList<Diagnostic> Read(string path, byte[] utf8)
    {
        if (path.StartsWith("network/", StringComparison.Ordinal))
        {
            var strict = new DiagnosticBag();
            SourceDocument.Read(path, utf8, SourceDocumentOptions.Strict, strict);
            return [.. strict];
        }

        var policy = PolicyReader.Read("policy.json", File.ReadAllBytes(Path.Combine(Root, "policy-of-the-hubs.json"))).GetOrThrow();
        return DocumentsCheck.Known.First(k => FolderFiles.Matches(k.Pattern, path)).Check(path, utf8, policy);
    }

    private static string Show(Diagnostic finding) => string.Create(
        CultureInfo.InvariantCulture,
        $"{finding.Location.Line:000}:{finding.Location.Column}+{Math.Max(1, finding.Length)} {finding.Code} {finding.Message}{(finding.Fix.Length == 0 ? "" : " " + finding.Fix)}");

    private static IEnumerable<string> Expected(string path, byte[] utf8)
    {
        var beside = Path.Combine(Root, path + ".expected");
        if (File.Exists(beside))
        {
            foreach (var line in File.ReadAllLines(beside))
                yield return line.PadLeft(line.Length + 3 - line.IndexOf(':', StringComparison.Ordinal), '0');
            yield break;
        }

        var above = 0;
        foreach (var (i, line) in Encoding.UTF8.GetString(utf8).Split('\n').Index())
        {
            if (Mark().Match(line) is { Success: true } mark)
                yield return string.Create(CultureInfo.InvariantCulture, $"{above:000}:{mark.Groups[1].Index + 1}+{mark.Groups[1].Length} {mark.Groups[2].Value}");
            else
                above = i + 1;
        }
    }

    [GeneratedRegex(@"\A// *(\^+) (CKS[0-9]{3} .*?)\r?\z")]
    private static partial Regex Mark();

    [GeneratedRegex("Did you mean \"?([^\"]+?)\"?\\?\\z")]
    private static partial Regex Meant();
}
