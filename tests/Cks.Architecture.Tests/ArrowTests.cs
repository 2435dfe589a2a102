namespace Cks.Architecture.Tests;

public sealed class ArrowTests
{
    public static TheoryData<string> Packages => [.. Repository.Packages.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_references_only_what_the_design_allows(string name)
    {
        var package = Repository.Packages.Single(p => p.Name == name);

        Assert.Empty(Arrows.OfProject(package));
        Assert.Empty(Arrows.OfAssembly(name, package.AssemblyReferences));
    }

    [Fact]
    public void The_packages_are_found() => Assert.Contains("Cks.Core", Repository.Packages.Select(p => p.Name));

    [Fact]
    public void The_table_has_no_circle()
    {
        Assert.All(Arrows.Allowed.Keys, package => Assert.DoesNotContain(package, Reach(package)));

        static IEnumerable<string> Reach(string package) => Arrows.Allowed[package].SelectMany(next => Reach(next).Prepend(next));
    }

    [Fact]
    public void Nothing_in_src_but_testing_may_reference_testing()
    {
        Assert.All(
            Arrows.Allowed.Where(a => !a.Key.StartsWith("Cks.Testing", StringComparison.Ordinal)),
            a => Assert.DoesNotContain(a.Value, r => r.StartsWith("Cks.Testing", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Cks.Rbac", "<ProjectReference Include='../Cks.Auth/Cks.Auth.csproj' />", "Cks.Rbac must not reference Cks.Auth.")]
    [InlineData("Cks.Rbac", "<ProjectReference Include='..\\Cks.Scope\\Cks.Scope.csproj' />", "Cks.Rbac must not reference Cks.Scope.")]
    [InlineData("Cks.Core", "<ProjectReference Include='../Cks.Core/Cks.Core.csproj' />", "Cks.Core must not reference Cks.Core.")]
    [InlineData("Cks.Rbac", "<FrameworkReference Include='Microsoft.AspNetCore.App' />", "Cks.Rbac must not know ASP.NET (Microsoft.AspNetCore.App).")]
    [InlineData("Cks.QueryBuilder", "<PackageReference Include='Npgsql' />", "Cks.QueryBuilder must not know a database provider (Npgsql).")]
    [InlineData("Cks.Scope", "<PackageReference Include='Microsoft.IdentityModel.JsonWebTokens' />", "Cks.Scope must not know JWT (Microsoft.IdentityModel.JsonWebTokens).")]
    [InlineData("Cks.Rbac", "<ProjectReference Include='../Cks.Analyzers/Cks.Analyzers.csproj' />", "Cks.Rbac must not reference Cks.Analyzers.")]
    [InlineData("Cks.Analyzers", "<ProjectReference Include='../Cks.Core/Cks.Core.csproj' />", "Cks.Analyzers must not reference Cks.Core.")]
    [InlineData("Cks.Analyzers", "<PackageReference Include='Microsoft.CodeAnalysis.CSharp.Workspaces' />", "Cks.Analyzers must not know an editor (Microsoft.CodeAnalysis.CSharp.Workspaces).")]
    [InlineData("Cks.Cli", "<PackageReference Include='Microsoft.CodeAnalysis.CSharp' />", "Cks.Cli must not know the compiler (Microsoft.CodeAnalysis.CSharp).")]
    [InlineData("Cks.Stranger", "", "Cks.Stranger is not in the table of packages.")]
    public void A_forbidden_arrow_in_a_project_is_found(string name, string item, string expected) =>
        Assert.Equal([expected], Arrows.OfProject(Package.Parse(name, $"<Project><ItemGroup>{item}</ItemGroup></Project>")));

    [Fact]
    public void An_allowed_arrow_in_a_project_is_not_reported() =>
        Assert.Empty(Arrows.OfProject(Package.Parse("Cks.Scope", "<Project><ItemGroup><ProjectReference Include='../Cks.Rbac/Cks.Rbac.csproj' /></ItemGroup></Project>")));

    [Fact]
    public void An_analyzer_that_a_package_carries_is_no_arrow() =>
        Assert.Empty(Arrows.OfProject(Package.Parse("Cks.Rbac", "<Project><ItemGroup><ProjectReference Include='../Cks.Analyzers/Cks.Analyzers.csproj' ReferenceOutputAssembly='false' /></ItemGroup></Project>")));

    [Theory]
    [InlineData("Cks.Rbac", "Cks.QueryBuilder", false)]
    [InlineData("Cks.HubConfig", "System.Data.Common", false)]
    [InlineData("Cks.Auth", "Microsoft.AspNetCore.Http.Abstractions", false)]
    [InlineData("Cks.Auth.AspNetCore", "Cks.Rbac", false)]
    [InlineData("Cks.HubConfig.AspNetCore", "Cks.Rbac", true)]
    [InlineData("Cks.HubConfig.AspNetCore", "Microsoft.AspNetCore.Http.Abstractions", true)]
    [InlineData("Cks.Scope", "System.Data.Common", true)]
    [InlineData("Cks.Scope", "System.Collections", true)]
    public void An_arrow_in_an_assembly_is_judged(string package, string reference, bool allowed) =>
        Assert.Equal(allowed, !Arrows.OfAssembly(package, [reference]).Any());
}
