using System.IO.Compression;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Cks.Publish.Tests;

public sealed class ContractTests(PackedSuite suite) : IClassFixture<PackedSuite>
{
    private const string Victim = "Cks.Scope";

    public static TheoryData<string> Names => [.. Repository.Packages];

    /// <summary>Each page of which it is written what it takes as given.</summary>
    public static TheoryData<string> Pages => [.. ReadmeCompiler.Pages()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_keeps_the_contract(string name) => Assert.Empty(PackageContract.Faults(Packed(name), suite.Terms));

    [Fact]
    public async Task The_command_finds_nothing_to_refuse()
    {
        var outcome = await new ContractStage().RunAsync(suite.Release, TestContext.Current.CancellationToken);

        Assert.Empty(outcome.Details);
        Assert.True(outcome.IsPassed);
        Assert.Equal(Repository.Packages, suite.Release.Packed.Select(p => p.Id));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_code_of_a_readme_compiles_with_the_packed_assemblies(string name)
    {
        var package = Packed(name);
        if (package.Kind != "Library")
            return;

        Assert.Equal("", string.Join('\n', ReadmeCode.Blocks(package.Text("README.md"), "csharp").SelectMany(block => ReadmeCompiler.Errors(block, name, suite.Release.Packed))));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_code_of_a_page_compiles_with_the_packed_assemblies(string page)
    {
        var blocks = ReadmeCode.Blocks(File.ReadAllText(Path.Combine(Repository.Root, "docs", $"{page}.md")), "csharp");
        Assert.NotEmpty(blocks);
        Assert.Equal("", string.Join('\n', blocks.SelectMany(block => ReadmeCompiler.Errors(block, $"docs.{page}", suite.Release.Packed))));
    }

    [Fact]
    public void Code_of_a_readme_that_does_not_compile_is_found() =>
        Assert.Contains("CS1061", Assert.Single(ReadmeCompiler.Errors("services.AddCksRbacs();\n", "Cks.Rbac", suite.Release.Packed)), StringComparison.Ordinal);

    [Theory]
    [InlineData("README.md", null, "has no readme")]
    [InlineData("README.md", "# Cks.Scope\n\n```csharp\nvar a = 1;\n```\n", "has a readme with 1 lines of code; 15 are asked for")]
    [InlineData("icon.png", null, "has no icon in PNG")]
    [InlineData("icon.png", "GIF89a", "has no icon in PNG")]
    [InlineData("LICENSE", null, "does not have the text of its licence")]
    [InlineData("notes.txt", "x", "holds notes.txt, which is not approved (build/approved/Cks.Scope.txt)")]
    [InlineData("lib/net10.0/Cks.Scope.Tests.dll", "x", "holds lib/net10.0/Cks.Scope.Tests.dll, which is of a test or a sample")]
    [InlineData("lib/net8.0/Cks.Scope.dll", "x", "is made for lib/net8.0/, and only net10.0 is intended")]
    [InlineData("lib/net10.0/Cks.Scope.xml", "<doc />", "has no documentation of its members")]
    [InlineData("lib/net10.0/Cks.Scope.dll", null, "lacks lib/net10.0/Cks.Scope.dll")]
    [InlineData("_manifest/spdx_2.3/manifest.spdx.json", null, "does not say what is in it (SPDX)")]
    [InlineData("_manifest/spdx_2.3/manifest.spdx.json", "{}", "has an SPDX document in which is not SPDX: The given key was not present in the dictionary.")]
    public void A_package_with_a_missing_a_wrong_or_a_stray_file_is_found(string file, string? content, string fault) =>
        Assert.Contains($"{Victim}: {fault}", Faults(files => files[file] = content is null ? null : Encoding.UTF8.GetBytes(content)));

    [Theory]
    [InlineData("id=\"Cks.Rbac\" version=\"[", "id=\"Cks.Rbac\" version=\"(0.0.1,", "asks for Cks.Rbac (0.0.1,*]; its siblings go with [*] only")]
    [InlineData("id=\"Cks.Rbac\" version=\"[", "id=\"Cks.Stranger\" version=\"[", "asks for Cks.Stranger, which is not part of the release")]
    [InlineData("id=\"Microsoft.Extensions.Options\" version=\"", "id=\"Microsoft.Extensions.Options\" version=\"(,", "asks for Microsoft.Extensions.Options (,10.0.15, which says no least version")]
    [InlineData("id=\"Microsoft.Extensions.Options\"", "id=\"MinVer\"", "asks for MinVer, which is a tool of the build")]
    [InlineData("targetFramework=\"net10.0\"", "targetFramework=\"net9.0\"", "is made for net9.0, and only net10.0 is intended")]
    [InlineData("type=\"expression\">MIT<", "type=\"file\">LICENSE<", "does not have the licence expression MIT")]
    [InlineData("<releaseNotes>", "<releaseNotes>Nothing. ", "has release notes that are not those of CHANGELOG.md")]
    [InlineData("https://github.com/example/cks", "https://github.com/somebody/else", "does not name its repository")]
    [InlineData("commit=\"", "commit=\"0", "does not name the commit that it was built from")]
    [InlineData("<tags>", "<tags/><summary>", "has fewer than three tags", "</tags>", "</summary>")]
    [InlineData("<authors>", "<authors>X ", "does not name its authors")]
    [InlineData("<version>", "<version>9", "has version 9*, and the release *")]
    public void A_nuspec_that_says_something_else_is_found(string from, string to, string fault, string andFrom = "\n", string andTo = "\n")
    {
        var faults = Faults(files =>
        {
            var before = Encoding.UTF8.GetString(files[$"{Victim}.nuspec"]!);
            var after = before.Replace(from, to, StringComparison.Ordinal).Replace(andFrom, andTo, StringComparison.Ordinal);
            Assert.NotEqual(before, after);
            files[$"{Victim}.nuspec"] = Encoding.UTF8.GetBytes(after);
        });

        Assert.Contains($"{Victim}: {fault.Replace("*", suite.Terms.Version, StringComparison.Ordinal)}", faults);
    }

    [Theory]
    [InlineData("content/cks-hub/.template.config/template.json", "{ \"symbols\": { \"cks-version\": { \"parameters\": { \"value\": \"0.0.1\" } } } }", "has content/cks-hub/.template.config/template.json, which makes projects with Cks 0.0.1")]
    [InlineData("content/cks-api/.template.config/template.json", "{}", "has content/cks-api/.template.config/template.json, which makes projects with Cks ")]
    [InlineData("content/cks-api/Job-Board.dll", "x", "holds content/cks-api/Job-Board.dll, and a template has no assembly")]
    [InlineData("content/cks-api/Job-Board.Tests/JobTests.cs", null, "lacks content/cks-api/Job-Board.Tests/JobTests.cs")]
    public void Templates_of_another_version_or_with_an_assembly_are_found(string file, string? content, string fault) =>
        Assert.Contains($"Cks.Templates: {fault}", Faults(files => files[file] = content is null ? null : Encoding.UTF8.GetBytes(content), "Cks.Templates"));

    [Fact]
    public void A_package_of_templates_without_one_is_found() =>
        Assert.Contains("Cks.Templates: has no template", Faults(files => files.Keys.Where(f => f.EndsWith("template.json", StringComparison.Ordinal)).ToList().ForEach(f => files[f] = null), "Cks.Templates"));

    /// <summary>The stranger builds what the templates make; so what of it stands in their readme compiles too.</summary>
    [Fact]
    public void The_code_in_the_readme_of_the_templates_is_that_of_a_template()
    {
        var package = Packed("Cks.Templates");
        var made = package.Text("content/cks-api/Job-Board/Program.cs").ReplaceLineEndings("\n");

        Assert.Contains(Assert.Single(ReadmeCode.Blocks(package.Text("README.md"), "csharp")), made, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_of_another_package_is_found()
    {
        var other = Packed("Cks.Cli");

        var faults = Faults(files => files[$"lib/net10.0/{Victim}.dll"] = other.Content(other.AssemblyPath!));

        Assert.Contains($"{Victim}: has symbols of another build", faults);
        Assert.Contains($"{Victim}: does not say that it can be trimmed", faults);
        Assert.Contains($"{Victim}: does not say that it can be compiled ahead of time", faults);
    }

    /// <summary>Compiled as a compiler does that was told nothing: with the time in it, and with the folder in its symbols.</summary>
    [Fact]
    public void An_assembly_that_is_another_in_every_build_is_found()
    {
        var compilation = CSharpCompilation.Create(
            Victim,
            [CSharpSyntaxTree.ParseText("internal static class A { internal static int B() => 1; }", path: "/repo/A.cs", encoding: Encoding.UTF8)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new(OutputKind.DynamicallyLinkedLibrary, deterministic: false));
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        Assert.True(compilation.Emit(assembly, symbols, options: new(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: TestContext.Current.CancellationToken).Success);

        var faults = Faults(files => files[$"lib/net10.0/{Victim}.dll"] = assembly.ToArray(), symbols: symbols.ToArray());

        Assert.Contains($"{Victim}: was not built deterministically", faults);
        Assert.Contains($"{Victim}: has symbols that name a folder of a machine", faults);
        Assert.DoesNotContain($"{Victim}: has symbols of another build", faults);
    }

    [Fact]
    public void An_assembly_of_another_version_or_commit_is_found() =>
        Assert.Equal(
            [$"{Victim}: does not name the commit that it was built from", $"{Victim}: has an assembly of another version or commit", $"{Victim}: has symbols that do not lead to the source of its commit"],
            PackageContract.Faults(Packed(Victim), suite.Terms with { Commit = new('0', 40) }));

    [Fact]
    public void Symbols_that_are_not_there_are_found()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Packed(Victim).Path, Path.Combine(folder.Root, "alone.nupkg"));

        Assert.Equal([$"{Victim}: has no symbols beside it"], PackageContract.Faults(PackedPackage.Load(Path.Combine(folder.Root, "alone.nupkg")), suite.Terms));
    }

    [Fact]
    public void A_package_that_nobody_approved_is_found() =>
        Assert.Equal(
            [$"{Victim}: has no approved list of files (build/approved/{Victim}.txt)"],
            PackageContract.Faults(Packed(Victim), suite.Terms with { Approved = new Dictionary<string, IReadOnlyList<string>>() }));

    [Fact]
    public void A_release_without_a_word_about_it_is_found() =>
        Assert.Equal(
            [$"{Victim}: has no release notes, because CHANGELOG.md has no section for it"],
            PackageContract.Faults(Packed(Victim), suite.Terms with { ReleaseNotes = "" }));

    [Fact]
    public void A_document_of_what_is_in_a_package_names_all_of_it()
    {
        var package = Packed("Cks.Auth");
        var inside = package.Text(SbomStage.PathInPackage);
        var beside = File.ReadAllText(package.Beside.Single(p => p.EndsWith(".spdx.json", StringComparison.Ordinal)));

        Assert.Contains("\"referenceLocator\": \"pkg:nuget/Microsoft.IdentityModel.Tokens@8.23.0\"", inside, StringComparison.Ordinal);
        Assert.DoesNotContain("MinVer", inside, StringComparison.Ordinal);
        Assert.Empty(SpdxCheck.Faults(Encoding.UTF8.GetBytes(beside)));
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData(File.ReadAllBytes(package.Path))), beside, StringComparison.Ordinal);
    }

    /// <summary>Found in the packed file as a compiler finds them; the consumer in samples and the stranger then compile with what they write.</summary>
    [Fact]
    public void The_packed_analyzers_are_found_and_write_the_constants_of_a_policy()
    {
        using var folder = new TemporaryFolder();
        var policy = Path.Combine(folder.Root, "app.rbac.json");
        File.WriteAllText(policy, """{ "resources": { "orders": { "actions": ["accept"] } } }""");
        var path = Path.Combine(folder.Root, "Cks.Analyzers.dll");
        File.WriteAllBytes(path, Packed("Cks.Rbac").Content("analyzers/dotnet/cs/Cks.Analyzers.dll")!);
        var analyzers = new AnalyzerFileReference(path, new LoadFromBytes());

        var run = CSharpGeneratorDriver.Create(analyzers.GetGenerators(LanguageNames.CSharp), [new PolicyText(policy)])
            .RunGenerators(CSharpCompilation.Create("App"), TestContext.Current.CancellationToken).GetRunResult();

        Assert.Contains("public const string Accept = \"orders:accept\";", Assert.Single(run.GeneratedTrees).ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ["CKS001", "CKS002", "CKS003", "CKS004", "CKS005", "CKS006", "CKS007", "CKS008", "CKS101"],
            analyzers.GetAnalyzers(LanguageNames.CSharp).SelectMany(a => a.SupportedDiagnostics).Select(d => d.Id).Distinct().Order(StringComparer.Ordinal));
    }

    private PackedPackage Packed(string name) => suite.Release.Packed.Single(p => p.Id == name);

    /// <summary>What is wrong with a package after its files were changed.</summary>
    private IReadOnlyList<string> Faults(Action<Dictionary<string, byte[]?>> change, string victim = Victim, byte[]? symbols = null)
    {
        var package = Packed(victim);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, Path.GetFileName(package.Path));
        foreach (var file in package.Beside)
            File.Copy(file, Path.Combine(folder.Root, Path.GetFileName(file)));
        if (symbols is not null)
        {
            using var zip = ZipFile.Open(Path.ChangeExtension(path, ".snupkg"), ZipArchiveMode.Update);
            zip.Entries.Single(e => e.Name == $"{victim}.pdb").Delete();
            using var entry = zip.CreateEntry($"lib/net10.0/{victim}.pdb").Open();
            entry.Write(symbols);
        }

        var files = package.Files.ToDictionary(f => f, f => package.Content(f), StringComparer.Ordinal);
        change(files);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files.Where(f => f.Value is not null))
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return PackageContract.Faults(PackedPackage.Load(path), suite.Terms);
    }

    private sealed class PolicyText(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path));
    }

    /// <summary>Locks no file, so that the folder can go.</summary>
    private sealed class LoadFromBytes : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.Load(File.ReadAllBytes(fullPath));
    }
}
