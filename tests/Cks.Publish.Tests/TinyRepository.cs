using System.IO.Compression;
using System.Text;

namespace Cks.Publish.Tests;

/// <summary>
/// A repository with the build of this one and two packages of a few lines, so that the whole command runs in seconds. It has a folder of packages of its own:
/// what a test makes up does not stay on the machine.
/// </summary>
public sealed class TinyRepository : IDisposable
{
    private const string Readme = """
        # NAME

        Greets.

        ```csharp
        var greeter = new Greeter("Ann");
        Console.WriteLine(greeter.Greet());
        Console.WriteLine(new Greeter("1").Greet());
        Console.WriteLine(new Greeter("2").Greet());
        Console.WriteLine(new Greeter("3").Greet());
        Console.WriteLine(new Greeter("4").Greet());
        Console.WriteLine(new Greeter("5").Greet());
        Console.WriteLine(new Greeter("6").Greet());
        Console.WriteLine(new Greeter("7").Greet());
        Console.WriteLine(new Greeter("8").Greet());
        Console.WriteLine(new Greeter("9").Greet());
        Console.WriteLine(new Greeter("10").Greet());
        Console.WriteLine(new Greeter("11").Greet());
        Console.WriteLine(new Greeter("12").Greet());
        Console.WriteLine(new Greeter("13").Greet());
        ```

        """;

    private readonly TemporaryFolder _folder = new();

    public TinyRepository()
    {
        Root = Path.Combine(_folder.Root, "tiny");
        Feed = Path.Combine(_folder.Root, "feed");
        foreach (var file in new[] { "Directory.Build.props", "src/Directory.Build.props", "src/Directory.Build.targets", "Directory.Packages.props", "global.json", "LICENSE", "assets/icon.png", "build/licences.json", ".gitignore", ".gitattributes" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, file))!);
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(Root, file));
        }

        Write("CHANGELOG.md", "# Changes\n\n## Unreleased\n\n- More.\n\n## 1.0.0\n\n- `Greeter`, at 100 %; it greets.\n");
        Write("src/Cks.Tiny/Cks.Tiny.csproj", Project(""));
        WriteGreeter(withGone: true);
        Write("src/Cks.Tiny/README.md", Readme.Replace("NAME", "Cks.Tiny", StringComparison.Ordinal));
        Write("src/Cks.Tiny/PublicAPI.Shipped.txt", "#nullable enable\n");
        Write("src/Cks.Tiny.Loud/Cks.Tiny.Loud.csproj", Project("<ProjectReference Include=\"../Cks.Tiny/Cks.Tiny.csproj\" />"));
        Write("src/Cks.Tiny.Loud/Loud.cs", "namespace Cks.Tiny.Loud;\n\n/// <summary>Shouts.</summary>\npublic static class Loud\n{\n    /// <summary>Shouts.</summary>\n    public static string Shout(string name) => new Greeter(name).Greet().ToUpperInvariant();\n}\n");
        Write("src/Cks.Tiny.Loud/README.md", Readme.Replace("NAME", "Cks.Tiny.Loud", StringComparison.Ordinal));
        Write("src/Cks.Tiny.Loud/PublicAPI.Shipped.txt", "#nullable enable\n");
        Write("src/Cks.Tiny.Loud/PublicAPI.Unshipped.txt", "Cks.Tiny.Loud.Loud\nstatic Cks.Tiny.Loud.Loud.Shout(string! name) -> string!\n");
        foreach (var name in new[] { "Cks.Tiny", "Cks.Tiny.Loud" })
            Write($"build/approved/{name}.txt", $"{name}.nuspec\nLICENSE\nREADME.md\n_manifest/spdx_2.3/manifest.spdx.json\nicon.png\nlib/net10.0/{name}.dll\nlib/net10.0/{name}.xml\n");
        const string consumer = "samples/Cks.Samples.PackageConsumer";
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            Write($"{consumer}/{file}", "<Project />\n");
        Write($"{consumer}/Program.cs", "System.Console.WriteLine(Cks.Tiny.Loud.Loud.Shout(\"Ann\"));\n");
        Write($"{consumer}/Consumer.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RestorePackagesPath>$(MSBuildProjectDirectory)/packages</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <Compile Remove="packages/**" />
                <PackageReference Include="Cks.Tiny.Loud" Version="$(CksVersion)" />
              </ItemGroup>
            </Project>

            """);
        Configure("");
        Git("init", "--quiet", "--initial-branch=main");
        Git("remote", "add", "origin", "https://github.com/example/tiny.git");
    }

    public string Root { get; }

    /// <summary>A folder that is not there yet.</summary>
    public string Feed { get; }

    /// <summary>Runs git and throws when it fails.</summary>
    public static async Task GitAsync(string folder, params string[] args)
    {
        var result = await Shell.GitAsync(folder, ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", .. args], default);
        if (result.Exit != 0)
            throw new InvalidOperationException($"git {args[0]} answers {result.Exit}: {result.Output}");
    }

    public void Write(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public void WriteGreeter(bool withGone)
    {
        Write("src/Cks.Tiny/Greeter.cs", $$"""
            namespace Cks.Tiny;

            /// <summary>Greets.</summary>
            public sealed class Greeter(string name)
            {
                /// <summary>Greets.</summary>
                public string Greet() => $"Hello {name}";
            {{(withGone ? "\n    /// <summary>Takes leave.</summary>\n    public string Leave() => $\"Farewell {name}\";\n" : "")}}}

            """);
        Write("src/Cks.Tiny/PublicAPI.Unshipped.txt", $"Cks.Tiny.Greeter\nCks.Tiny.Greeter.Greet() -> string!\nCks.Tiny.Greeter.Greeter(string! name) -> void\n{(withGone ? "Cks.Tiny.Greeter.Leave() -> string!\n" : "")}");
    }

    /// <summary>Adds a dependency to Cks.Tiny and pins it.</summary>
    public void Depend(string id, string version)
    {
        Write("src/Cks.Tiny/Cks.Tiny.csproj", Project($"<PackageReference Include=\"{id}\" />"));
        var pins = File.ReadAllText(Path.Combine(Root, "Directory.Packages.props"));
        Write("Directory.Packages.props", pins.Replace("</Project>", $"<ItemGroup><PackageVersion Include=\"{id}\" Version=\"{version}\" /></ItemGroup></Project>", StringComparison.Ordinal));
    }

    /// <summary>Takes packages from a source, if any, and from what the machine has unpacked already; nothing is asked of its own feeds.</summary>
    public void Configure(string source)
    {
        var machine = NuGet.Configuration.SettingsUtility.GetGlobalPackagesFolder(NuGet.Configuration.Settings.LoadDefaultSettings(Repository.Root));
        var insecure = Feeds.IsLoopback(source) ? " allowInsecureConnections=\"true\"" : "";
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder.Root, "packages")}" /></config>
              <fallbackPackageFolders><add key="machine" value="{machine}" /></fallbackPackageFolders>
              <packageSources><clear />{(source.Length > 0 ? $"<add key=\"test\" value=\"{source}\"{insecure} />" : "")}</packageSources>
            </configuration>

            """);
    }

    public void Commit(string? tag = null)
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message", "Change");
        if (tag is not null)
            Git("tag", tag);
    }

    public void Git(params string[] args) => GitAsync(Root, args).GetAwaiter().GetResult();

    /// <summary>Runs the command on the repository.</summary>
    internal async Task<(int Exit, string Output)> PublishAsync(params string[] args)
    {
        using var output = new StringWriter();
        var exit = await PublishTool.RunAsync(["publish", "--root", Root, .. args], output, output, TestContext.Current.CancellationToken);
        return (exit, output.ToString().ReplaceLineEndings("\n"));
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_folder.Root, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        _folder.Dispose();
    }

    /// <summary>A package of an empty assembly folder and a nuspec.</summary>
    public static byte[] Package(string id, string version, string licence, string dependencies = "")
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var nuspec = zip.CreateEntry($"{id}.nuspec").Open())
                nuspec.Write(Encoding.UTF8.GetBytes($"""
                    <?xml version="1.0"?>
                    <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                      <metadata>
                        <id>{id}</id>
                        <version>{version}</version>
                        <authors>Test</authors>
                        <description>Test</description>
                        {licence}
                        <dependencies><group targetFramework="net10.0">{dependencies}</group></dependencies>
                      </metadata>
                    </package>
                    """));
            zip.CreateEntry("lib/net10.0/_._").Open().Dispose();
        }

        return stream.ToArray();
    }

    private static string Project(string item) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <Description>Greets.</Description>
          </PropertyGroup>
          <ItemGroup>{item}</ItemGroup>
        </Project>

        """;
}
