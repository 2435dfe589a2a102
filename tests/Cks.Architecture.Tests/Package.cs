using System.Reflection;
using System.Xml.Linq;

namespace Cks.Architecture.Tests;

/// <summary>A package as its project file declares it and as the compiler built it.</summary>
internal sealed record Package(string Name, string ProjectText, IReadOnlyList<string> ProjectReferences, IReadOnlyList<string> PackageReferences, IReadOnlyList<string> FrameworkReferences)
{
    private readonly Lazy<Assembly> _assembly = new(() => Assembly.Load(new AssemblyName(Name)));

    public Assembly Assembly => _assembly.Value;

    public IReadOnlyList<string> AssemblyReferences => [.. Assembly.GetReferencedAssemblies().Select(a => a.Name!)];

    public static Package Load(string path) => Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path));

    public static Package Parse(string name, string projectText)
    {
        // What is built before and only packed (an analyzer) is no reference.
        var items = XDocument.Parse(projectText).Descendants().Where(e => e.Attribute("Include") is not null && e.Attribute("ReferenceOutputAssembly")?.Value != "false").ToLookup(e => e.Name.LocalName, e => e.Attribute("Include")!.Value);
        return new(
            name,
            projectText,
            [.. items["ProjectReference"].Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))],
            [.. items["PackageReference"]],
            [.. items["FrameworkReference"]]);
    }
}
