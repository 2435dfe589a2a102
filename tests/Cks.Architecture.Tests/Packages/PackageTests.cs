namespace Cks.Architecture.Tests;

public sealed class PackageTests(PackedSuite suite) : IClassFixture<PackedSuite>
{
    public static TheoryData<string> Names => ArrowTests.Packages;

    [Fact]
    public void Every_project_of_src_is_packed_and_nothing_else() =>
        Assert.Equal(Repository.Packages.Select(p => p.Name).Order(StringComparer.Ordinal), suite.Packages.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_suite_has_one_version()
    {
        var version = Assert.Single(suite.Packages.Values.Select(p => p["version"]).Distinct());
        var ours = suite.Packages.Values.SelectMany(p => p.All("dependency")).Where(d => d.Attribute("id")!.Value.StartsWith("Cks.", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(ours);
        Assert.All(ours, d => Assert.Equal(version, d.Attribute("version")!.Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_says_whose_it_is_and_what_one_may_do_with_it(string name)
    {
        var package = suite.Packages[name];

        Assert.Equal("Cks contributors", package["authors"]);
        Assert.Equal(("MIT", "expression"), (package["license"], Assert.Single(package.All("license")).Attribute("type")?.Value));
        Assert.NotEmpty(package["description"]);
        Assert.DoesNotContain("Package Description", package["description"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_names_the_repository_and_the_commit_it_was_built_from(string name)
    {
        var repository = Assert.Single(suite.Packages[name].All("repository"));

        Assert.Equal(("git", PackedSuite.Remote + ".git", suite.Commit), (repository.Attribute("type")?.Value, repository.Attribute("url")?.Value, repository.Attribute("commit")?.Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_holds_its_readme_licence_assembly_and_documentation(string name)
    {
        var package = suite.Packages[name];

        Assert.Equal("README.md", package["readme"]);
        Assert.Contains("README.md", package.Files);
        Assert.Contains("LICENSE", package.Files);
        if (package.IsTool)
            Assert.Contains($"tools/net10.0/any/{name}.dll", package.Files);
        else
            Assert.Equal([$"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"], package.Files.Where(f => f.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_holds_no_test_and_no_sample(string name) =>
        Assert.DoesNotContain(suite.Packages[name].Files, f => new[] { ".Tests.", ".Samples.", "xunit", "CsCheck", "Benchmark" }.Any(word => f.Contains(word, StringComparison.OrdinalIgnoreCase)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_depends_on_other_packages_for_net10_alone(string name)
    {
        var package = suite.Packages[name];

        Assert.All(package.All("dependencies").SelectMany(d => d.Elements()), group => Assert.Equal(("group", "net10.0"), (group.Name.LocalName, group.Attribute("targetFramework")?.Value)));
        Assert.All(package.All("dependency"), d => Assert.False(d.Attribute("id")!.Value is "MinVer" || d.Attribute("id")!.Value.Contains("Analyzers", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Symbols_lead_to_the_source_of_the_commit_and_name_no_folder_of_the_machine(string name) =>
        Assert.Equal([$$$"""{"documents":{"/_/*":"https://raw.githubusercontent.com/example/cks/{{{suite.Commit}}}/*"}}"""], suite.Packages[name].SourceLinks);
}
