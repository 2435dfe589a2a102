using System.Reflection;
using System.Reflection.Metadata;

namespace Cks.Cli;

/// <summary>A type of the application, or one of a library beside it.</summary>
internal sealed record AppType(AppAssembly Assembly, TypeDefinitionHandle Handle)
{
    private const int Deepest = 64;

    public MetadataReader Reader => Assembly.Reader;

    public TypeDefinition Definition => Reader.GetTypeDefinition(Handle);

    public string FullName => MetadataNames.Of(Reader, Handle);

    /// <summary>Name for people, without namespace and the number of type parameters.</summary>
    public string Name => Reader.GetString(Definition.Name).Split('`')[0];

    public bool IsPublicClass => (Definition.Attributes & (TypeAttributes.Interface | TypeAttributes.Abstract)) == 0 && (Definition.Attributes & TypeAttributes.VisibilityMask) is TypeAttributes.Public or TypeAttributes.NestedPublic;

    /// <summary>The type and those that it derives from, as far as they can be read; then the name of the first that cannot, or nothing.</summary>
    public (IReadOnlyList<AppType> Chain, string? Beyond) Bases()
    {
        var chain = new List<AppType> { this };
        while (chain.Count < Deepest)
        {
            var last = chain[^1];
            if (last.Definition.BaseType.IsNil)
                return (chain, null);
            var (next, name) = last.Assembly.Resolve(last.Definition.BaseType);
            if (next is null)
                return (chain, name);
            chain.Add(next);
        }

        return (chain, "a chain of types without end");
    }

    /// <summary>Names of the interfaces that the type declares itself.</summary>
    public IEnumerable<string> Interfaces => Definition.GetInterfaceImplementations().Select(i => Assembly.Resolve(Reader.GetInterfaceImplementation(i).Interface).Name);

    /// <summary>Whether it is, derives from or implements one of these, as far as it can be read.</summary>
    public bool Is(params ReadOnlySpan<string> names)
    {
        var (chain, beyond) = Bases();
        foreach (var name in names)
            if (beyond == name || chain.Any(t => t.FullName == name || t.Interfaces.Contains(name)))
                return true;
        return false;
    }
}
