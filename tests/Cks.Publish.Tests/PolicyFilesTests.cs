using System.Text.Json.Nodes;

namespace Cks.Publish.Tests;

/// <summary>Which files of a project the package Cks.Rbac takes for its policy.</summary>
public sealed class PolicyFilesTests
{
    [Theory]
    [InlineData("", "app.rbac.json policies/roles/staff.rbac.json")]
    [InlineData("<EnableDefaultCksPolicyFiles>false</EnableDefaultCksPolicyFiles>", "")]
    public async Task The_policy_files_of_a_project_are_those_that_nothing_built_left_there_and_can_be_left_out(string setting, string expected)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "app.rbac.json", "policies/roles/staff.rbac.json", "bin/app.rbac.json", "obj/app.rbac.json", "tools/bin/app.rbac.json", "artifacts/publish/app.rbac.json", ".git/app.rbac.json", "app.json" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Root, file))!);
            await File.WriteAllTextAsync(Path.Combine(folder.Root, file), "{}", TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder.Root, "App.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Path.Combine(Repository.Root, "src", "Cks.Rbac", "build", "Cks.Rbac.props")}" />
              <PropertyGroup><TargetFramework>net10.0</TargetFramework>{setting}</PropertyGroup>
            </Project>
            """,
            TestContext.Current.CancellationToken);

        var run = await Shell.RunAsync(Shell.Dotnet, folder.Root, ["msbuild", "App.csproj", "-nologo", "-getItem:AdditionalFiles"], [], TestContext.Current.CancellationToken);

        Assert.Equal(expected, string.Join(' ', JsonNode.Parse(run.Text)!["Items"]!["AdditionalFiles"]!.AsArray().Select(f => ((string)f!["Identity"]!).Replace('\\', '/')).Order(StringComparer.Ordinal)));
    }
}
