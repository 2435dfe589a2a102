using Cks.Core;

namespace Cks.Architecture.Tests;

public sealed class SourceRuleTests
{
    private static readonly IReadOnlySet<string> Registered = CksCodes.All.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void No_forbidden_word_is_in_the_code() =>
        Assert.Empty(Repository.Sources("src", "samples", "tests").Where(f => !f.Path.StartsWith("tests/Cks.Architecture.Tests/", StringComparison.Ordinal)).SelectMany(SourceText.Forbidden));

    [Fact]
    public void A_file_is_in_the_namespace_of_its_package() => Assert.Empty(Repository.Sources("src").SelectMany(SourceText.OutsideNamespace));

    [Fact]
    public void A_file_holds_one_public_type() => Assert.Empty(Repository.Sources("src").SelectMany(SourceText.SeveralTypes));

    [Fact]
    public void A_shared_file_holds_no_public_type() => Assert.Empty(Repository.Sources("src").SelectMany(SourceText.SharedTypes));

    [Fact]
    public void Documentation_of_public_members_is_never_switched_off()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(p => Path.GetExtension(p) is ".csproj" or ".props" or ".targets")
            .Append(Path.Combine(Repository.Root, "Directory.Build.props"));
        var faults = projects.SelectMany(p => SourceText.Undocumented(Path.GetFileName(p), File.ReadAllText(p)))
            .Concat(Repository.Sources("src").SelectMany(f => SourceText.Undocumented(f.Path, f.Text)));

        Assert.Empty(faults);
        Assert.Contains("<GenerateDocumentationFile>true", File.ReadAllText(Path.Combine(Repository.Root, "src", "Directory.Build.props")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_code_in_the_source_is_registered() => Assert.Empty(Repository.Sources("src").SelectMany(f => SourceText.UnknownCodes(f, Registered)));

    [Fact]
    public void Every_code_has_a_page_and_every_page_a_code()
    {
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs", "errors"), "CKS*.md").ToDictionary(p => Path.GetFileNameWithoutExtension(p), File.ReadAllText);

        Assert.Empty(ErrorPages.Faults(CksCodes.All, pages));
    }

    [Theory]
    [InlineData("var t = DateTime.Now;")]
    [InlineData("var t = DateTime.UtcNow;")]
    [InlineData("var t = DateTimeOffset.Now;")]
    [InlineData("var t = System.DateTimeOffset.UtcNow.Ticks;")]
    [InlineData("var w = Stopwatch.StartNew();")]
    [InlineData("#region Fields")]
    [InlineData("// TODO later")]
    [InlineData("// HACK")]
    public void A_forbidden_word_is_found_with_its_line(string line) =>
        Assert.StartsWith("src/Cks.X/A.cs:2 holds ", Assert.Single(SourceText.Forbidden(new("src/Cks.X/A.cs", $"namespace Cks.X;\n{line}\n"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("var t = clock.GetUtcNow();")]
    [InlineData("// HACKING and TODOS are other words")]
    public void Other_words_are_left_alone(string line) => Assert.Empty(SourceText.Forbidden(new("src/Cks.X/A.cs", line)));

    [Fact]
    public void A_foreign_namespace_is_found()
    {
        Assert.Single(SourceText.OutsideNamespace(new("src/Cks.X/Y/A.cs", "using System;\n\nnamespace Cks.X.Y;\n")));
        Assert.Empty(SourceText.OutsideNamespace(new("src/Cks.X/Y/A.cs", "namespace Cks.X;\n")));
        Assert.Empty(SourceText.OutsideNamespace(new("src/Cks.X/Y/A.cs", "namespace Microsoft.Extensions.DependencyInjection;\n")));
    }

    [Fact]
    public void A_second_public_type_is_found()
    {
        Assert.Single(SourceText.SeveralTypes(new("src/Cks.X/A.cs", "public sealed record A;\n\npublic readonly record struct B;\n")));
        Assert.Empty(SourceText.SeveralTypes(new("src/Cks.X/A.cs", "public sealed record A\n{\n    public sealed record Inner;\n}\n\ninternal sealed class B;\n")));
    }

    [Fact]
    public void A_public_type_in_a_shared_file_is_found()
    {
        Assert.Single(SourceText.SharedTypes(new("src/Shared/A.cs", "namespace Cks.Http;\n\npublic static class A;\n")));
        Assert.Empty(SourceText.SharedTypes(new("src/Shared/A.cs", "namespace Cks.Http;\n\ninternal static class A;\n")));
        Assert.Empty(SourceText.OutsideNamespace(new("src/Shared/A.cs", "namespace Cks.Http;\n\ninternal static class A;\n")));
    }

    [Theory]
    [InlineData("<NoWarn>$(NoWarn);CS1591</NoWarn>")]
    [InlineData("#pragma warning disable CS1591")]
    [InlineData("<GenerateDocumentationFile>false</GenerateDocumentationFile>")]
    public void Documentation_that_is_switched_off_is_found(string text) => Assert.Single(SourceText.Undocumented("a", text));

    [Fact]
    public void A_code_that_is_not_registered_is_found() =>
        Assert.Equal(["src/Cks.X/A.cs:1 names CKS999, which is not registered."], SourceText.UnknownCodes(new("src/Cks.X/A.cs", "// CKS999, CKS101"), Registered));

    [Fact]
    public void A_page_that_is_missing_stray_or_badly_made_is_found()
    {
        CksCode[] codes = [CksCodes.NotJson, CksCodes.DuplicateName];
        const string good = "# CKS101: The document is not JSON\n\n## What\n\n## Why\n\n## Mend\n\n## Example\n\n```json\n```\n";

        Assert.Empty(ErrorPages.Faults([CksCodes.NotJson], new Dictionary<string, string> { ["CKS101"] = good }));
        Assert.Equal(
            ["CKS102 has no page.", "CKS998.md is the page of no code."],
            ErrorPages.Faults(codes, new Dictionary<string, string> { ["CKS101"] = good, ["CKS998"] = good }));
        Assert.Equal(
            ["CKS101.md does not start with the title of its code.", "CKS101.md must have the headings ## What, ## Why, ## Mend, ## Example.", "CKS101.md shows no example."],
            ErrorPages.Faults([CksCodes.NotJson], new Dictionary<string, string> { ["CKS101"] = "# CKS101\n\n## Why\n" }));
    }
}
