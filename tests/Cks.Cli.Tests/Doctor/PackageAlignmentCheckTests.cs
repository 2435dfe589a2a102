namespace Cks.Cli.Tests;

public sealed class PackageAlignmentCheckTests
{
    [Fact]
    public void Declared_packages_are_read_from_references_and_central_versions()
    {
        const string project = """
            <Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
              <ItemGroup>
                <PackageReference Include="Microsoft.IdentityModel.Tokens" Version="[8.23.0]" />
                <PackageReference Include="Microsoft.IdentityModel.Logging"><Version>8.1.0</Version></PackageReference>
                <PackageVersion Update="System.IdentityModel.Tokens.Jwt" Version="7.0.0" />
                <PackageReference Include="Microsoft.IdentityModel.Abstractions" Version="$(Idm)" />
                <PackageReference Include="Microsoft.IdentityModel.JsonWebTokens" />
                <PackageReference Include="Microsoft.Identity.Client" Version="4.0.0" />
              </ItemGroup>
            </Project>
            """;

        Assert.Equal(
            [new("Microsoft.IdentityModel.Tokens", "8.23.0"), new("Microsoft.IdentityModel.Logging", "8.1.0"), new PackageUse("System.IdentityModel.Tokens.Jwt", "7.0.0")],
            PackageAlignmentCheck.Declared(project));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"libraries":[]}""")]
    [InlineData("""{"libraries":{"Odd":{},"A/B/C":{}}}""")]
    public void A_restore_of_an_unexpected_shape_names_no_package(string assets) => Assert.Empty(PackageAlignmentCheck.Restored(assets));

    [Fact]
    public void One_version_however_often_is_fine() =>
        Assert.Equal(FindingLevel.Ok, PackageAlignmentCheck.Judge([new("Microsoft.IdentityModel.Tokens", "8.23.0"), new("Microsoft.IdentityModel.Logging", "8.23.0")]).Level);

    [Fact]
    public void Two_versions_of_one_package_fail_too() =>
        Assert.Equal(FindingLevel.Fail, PackageAlignmentCheck.Judge([new("Microsoft.IdentityModel.Tokens", "8.23.0"), new("Microsoft.IdentityModel.Tokens", "8.22.0")]).Level);

    [Fact]
    public async Task A_broken_file_is_a_warning_and_the_others_are_still_judged()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csproj", "<!DOCTYPE x [<!ENTITY e 'v'>]><Project>&e;</Project>");
        folder.Write("obj/project.assets.json", "{");
        folder.Write("z.props", """<Project><ItemGroup><PackageVersion Include="Microsoft.IdentityModel.Tokens" Version="8.23.0" /></ItemGroup></Project>""");

        var findings = await new PackageAlignmentCheck().RunAsync(folder.Root, host: null, TestContext.Current.CancellationToken).ToListAsync();

        Assert.Equal(["a.csproj cannot be read", "obj/project.assets.json cannot be read", "Microsoft.IdentityModel packages have one version (8.23.0)"], findings.Select(f => f.What));
        Assert.Equal([FindingLevel.Warn, FindingLevel.Warn, FindingLevel.Ok], findings.Select(f => f.Level));
    }
}
