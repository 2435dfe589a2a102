using System.Text;
using NuGet.Packaging.Licenses;
using NuGet.Versioning;

namespace Cks.Publish.Tests;

/// <summary>The rules that need no build.</summary>
public sealed class RuleTests
{
    private const string Changes = "# Changes\n\n## Unreleased\n\n- New.\n\n## 1.2.3 - 2026-01-02\n\n- Old.\n\n## 1.2\n\n- Older.\n";

    private static readonly string Hash = Convert.ToBase64String(new byte[64]);

    [Theory]
    [InlineData("1.2.3", "- Old.")]
    [InlineData("1.2.3-alpha.1", "- New.")]
    [InlineData("1.2.0", "- New.")]
    [InlineData("1.2.30", "- New.")]
    public void Release_notes_are_the_section_of_the_version_or_what_is_unreleased(string version, string expected) =>
        Assert.Equal(expected, Changelog.Section(Changes, NuGetVersion.Parse(version)));

    [Theory]
    [InlineData("1.0.0", "1.0.1", false)]
    [InlineData("1.0.0", "1.1.0", false)]
    [InlineData("1.9.0", "2.0.0", true)]
    [InlineData("1.0.0", "1.0.1-alpha.1", false)]
    [InlineData("1.0.0", "2.0.0-alpha.1", true)]
    [InlineData("0.1.0", "0.1.1", false)]
    [InlineData("0.1.0", "0.2.0", true)]
    [InlineData("0.9.0", "1.0.0", true)]
    public void A_member_may_go_with_the_major_version_or_in_the_beginning_with_the_minor_one(string before, string version, bool allowed) =>
        Assert.Equal(allowed, ValidationStage.MayBreak(NuGetVersion.Parse(before), NuGetVersion.Parse(version)));

    [Theory]
    [InlineData("1.0.1", "1.0.0")]
    [InlineData("1.0.1-alpha.2", "1.0.0")]
    [InlineData("0.9.0", null)]
    [InlineData("2.0.0", "1.0.0")]
    public void A_version_is_compared_with_the_stable_one_before_it(string version, string? expected) =>
        Assert.Equal(expected, ValidationStage.Baseline(new[] { "0.9.1-alpha.1", "1.0.0", "1.0.1-alpha.1", "2.0.0" }.Select(NuGetVersion.Parse), NuGetVersion.Parse(version))?.ToString());

    [Fact]
    public void Tags_that_are_no_version_are_passed_over() =>
        Assert.Equal(["1.0.0", "1.0.0-alpha.1"], SourceStage.Versions("v1.0.0\nv1\nnightly\nv1.0.0-alpha.1\n1.0.0\nv01.0.0\n").Select(v => v.ToString()));

    [Theory]
    [InlineData("https://github.com/example/cks.git", "https://github.com/example/cks.git")]
    [InlineData("https://ann:secret@github.com/example/cks.git", "https://github.com/example/cks.git")]
    [InlineData("git@github.com:example/cks.git", "https://github.com/example/cks.git")]
    [InlineData("ssh://git@github.com/example/cks.git", "https://github.com/example/cks.git")]
    [InlineData("https://code.example:8443/cks.git", "https://code.example:8443/cks.git")]
    [InlineData("http://github.com/example/cks.git", null)]
    [InlineData("/srv/git/cks", null)]
    [InlineData("../cks", null)]
    [InlineData("C:\\git\\cks", null)]
    [InlineData("", null)]
    public void A_package_names_a_public_address_and_never_who_built_it(string remote, string? expected) => Assert.Equal(expected, SourceStage.PublicAddress(remote));

    /// <summary>The generator of log messages writes several classes in an order that changes from build to build.</summary>
    [Fact]
    public void A_package_has_its_log_messages_in_one_class_so_that_two_builds_are_equal()
    {
        var files = Repository.Packages.Where(p => p != "Cks.Templates").SelectMany(p => Directory.GetFiles(Path.Combine(Repository.Root, "src", p), "*.cs", SearchOption.AllDirectories).Where(f => File.ReadAllText(f).Contains("[LoggerMessage(", StringComparison.Ordinal)).Select(f => (Package: p, File: f))).ToArray();

        Assert.NotEmpty(files);
        Assert.All(files.GroupBy(f => f.Package), g => Assert.Single(g));
    }

    [Fact]
    public async Task The_key_of_the_feed_is_not_shown_to_what_a_build_runs()
    {
        Environment.SetEnvironmentVariable("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "secret-of-a-test");
        Environment.SetEnvironmentVariable("CKS_PUBLISH_TEST", "seen");

        var seen = await Shell.GitAsync(Repository.Root, ["-c", "alias.variables=!printenv", "variables"], TestContext.Current.CancellationToken);

        Assert.Contains("CKS_PUBLISH_TEST=seen", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-a-test", seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_difference_of_two_apis_says_what_went_and_what_came() =>
        Assert.Equal(["- P: b", "+ P: c"], PublicApi.Diff("P", PublicApi.Members("#nullable enable\na\nb\n").ToHashSet(), PublicApi.Members("\uFEFF#nullable enable\na\n\nc\n").ToHashSet()));

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("GPL-3.0-only", false)]
    [InlineData("GPL-3.0-only OR MIT", true)]
    [InlineData("GPL-3.0-only AND MIT", false)]
    [InlineData("Apache-2.0 AND MIT", true)]
    [InlineData("MIT AND (Apache-2.0 OR GPL-2.0-only)", true)]
    [InlineData("Apache-2.0 WITH LLVM-exception", false)]
    [InlineData("MIT+", false)]
    public void An_expression_is_allowed_when_what_is_listed_suffices(string expression, bool allowed) =>
        Assert.Equal(allowed, Policy().Allows(Node("X", Hash), new PackageLicence(expression, NuGetLicenseExpression.Parse(expression))));

    [Fact]
    public void A_package_without_an_expression_is_allowed_only_as_it_was_read()
    {
        var licence = new PackageLicence("the file LICENSE.txt", null);

        Assert.True(Policy().Allows(Node("Read", Hash), licence));
        Assert.False(Policy().Allows(Node("Read", Convert.ToBase64String(new byte[63])), licence));
        Assert.False(Policy().Allows(Node("Read", Hash) with { Version = "1.0.1" }, licence));
        Assert.False(Policy().Allows(Node("Other", Hash), licence));
        Assert.False(Policy().Allows(Node("Gpl", Hash), licence));
    }

    [Fact]
    public void A_list_of_licences_that_says_something_unknown_is_not_read() =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => LicencePolicy.Parse("""{ "allowed": [], "reviewed": [], "alowed": [] }"""u8));

    [Fact]
    public void The_list_of_this_repository_is_read() => Assert.Contains("MIT", LicencePolicy.Load(Path.Combine(Repository.Root, "build", "licences.json")).Allowed);

    [Theory]
    [InlineData("\"SPDX-2.3\"", "\"SPDX-2.2\"", "spdxVersion is not SPDX-2.3")]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02", "created is no time in UTC to the second")]
    [InlineData("Tool: T", "T", "creators are not persons, organizations or tools")]
    [InlineData("https://example.org/a", "a#b", "documentNamespace is no absolute address without a fragment")]
    [InlineData("\"SPDXRef-B\",\"name\"", "\"SPDXRef-A\",\"name\"", "SPDXRef-A is there twice")]
    [InlineData("\"SPDXRef-B\"}", "\"SPDXRef-C\"}", "SPDXRef-A DEPENDS_ON SPDXRef-C names what is not there")]
    [InlineData("\"SPDXRef-B\"}", "\"SPDXRef-A\"}", "SPDXRef-B is connected to nothing")]
    [InlineData("\"DEPENDS_ON\"", "\"LIKES\"", "SPDXRef-A LIKES SPDXRef-B is no relationship of a package")]
    [InlineData("\"MIT\"", "\"Do what you like\"", "SPDXRef-B declares Do what you like, which is no SPDX expression")]
    [InlineData("\"SHA1\"", "\"SHA256\"", "SPDXRef-B has a checksum that is none")]
    [InlineData("pkg:nuget/B@1", "pkg:npm/B@1", "SPDXRef-B has a reference that is not its package")]
    [InlineData("\"versionInfo\":\"1\"", "\"versionInfo\":\"\"", "SPDXRef-A has no versionInfo")]
    [InlineData("false", "true", "SPDXRef-A says that its files were analysed, and lists none")]
    public void A_document_that_is_not_spdx_is_found(string from, string to, string fault)
    {
        var good = Spdx();

        Assert.Empty(SpdxCheck.Faults(Encoding.UTF8.GetBytes(good)));
        Assert.Contains(fault, SpdxCheck.Faults(Encoding.UTF8.GetBytes(good.Replace(from, to, StringComparison.Ordinal))));
    }

    [Fact]
    public void Text_that_is_no_json_is_no_document() => Assert.StartsWith("is not SPDX:", Assert.Single(SpdxCheck.Faults("{"u8.ToArray())), StringComparison.Ordinal);

    [Fact]
    public void A_signature_of_the_feed_is_no_other_content()
    {
        var package = TinyRepository.Package("A", "1.0.0", "");
        using var signed = new MemoryStream();
        signed.Write(package);
        using (var zip = new System.IO.Compression.ZipArchive(signed, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
            zip.CreateEntry(".signature.p7s").Open().Dispose();

        Assert.True(PackedPackage.SameContent(package, signed.ToArray()));
        Assert.False(PackedPackage.SameContent(package, TinyRepository.Package("A", "1.0.1", "")));
    }

    private static LicencePolicy Policy() => LicencePolicy.Parse(Encoding.UTF8.GetBytes(
        $$"""{ "allowed": ["MIT", "Apache-2.0"], "reviewed": [{ "id": "Read", "version": "1.0.0", "sha512": "{{Hash}}", "licence": "MIT" }, { "id": "Gpl", "version": "1.0.0", "sha512": "{{Hash}}", "licence": "GPL-3.0-only" }] }"""));

    private static Dependency Node(string id, string hash) => new(id, "1.0.0", IsProject: false, hash, "", []);

    private static string Spdx() =>
        """
        {"spdxVersion":"SPDX-2.3","dataLicense":"CC0-1.0","SPDXID":"SPDXRef-DOCUMENT","name":"A 1","documentNamespace":"https://example.org/a",
        "creationInfo":{"created":"2026-01-02T03:04:05Z","creators":["Tool: T"]},
        "packages":[
        {"SPDXID":"SPDXRef-A","name":"A","versionInfo":"1","downloadLocation":"NOASSERTION","filesAnalyzed":false,"licenseConcluded":"NOASSERTION","licenseDeclared":"NOASSERTION","copyrightText":"NOASSERTION",
        "externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:nuget/A@1"}]},
        {"SPDXID":"SPDXRef-B","name":"B","versionInfo":"1","downloadLocation":"NOASSERTION","filesAnalyzed":false,"licenseConcluded":"NOASSERTION","licenseDeclared":"MIT","copyrightText":"NOASSERTION",
        "checksums":[{"algorithm":"SHA1","checksumValue":"0123456789012345678901234567890123456789"}],
        "externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:nuget/B@1"}]}],
        "relationships":[{"spdxElementId":"SPDXRef-DOCUMENT","relationshipType":"DESCRIBES","relatedSpdxElement":"SPDXRef-A"},{"spdxElementId":"SPDXRef-A","relationshipType":"DEPENDS_ON","relatedSpdxElement":"SPDXRef-B"}]}
        """;
}
