using System.Xml.Linq;

namespace Cks.Stranger.Tests.Templates;

/// <summary>What a template asks for stands as text in it, where central versions do not reach.</summary>
public sealed class TemplatePinTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Templates_ask_for_the_versions_that_the_suite_is_tested_with()
    {
        var central = XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion").ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value);
        var asked = Directory.GetFiles(Path.Combine(Root, "templates"), "*.csproj", SearchOption.AllDirectories).SelectMany(f => XDocument.Load(f).Descendants("PackageReference"))
            .Where(p => p.Attribute("Version") is { Value: not "$(CksVersion)" }).Select(p => (Id: p.Attribute("Include")!.Value, Version: p.Attribute("Version")!.Value)).ToArray();

        Assert.Equal(["Microsoft.AspNetCore.Mvc.Testing", "Microsoft.Data.Sqlite", "xunit.v3.mtp-v2"], asked.Select(p => p.Id).Order(StringComparer.Ordinal));
        // Mvc.Testing, which the suite does not use, is released together with the database provider.
        Assert.All(asked, p => Assert.Equal(central[p.Id == "Microsoft.AspNetCore.Mvc.Testing" ? "Microsoft.Data.Sqlite" : p.Id], p.Version));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CksCore.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
