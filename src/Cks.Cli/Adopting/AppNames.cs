using System.Reflection.Metadata;

namespace Cks.Cli;

/// <summary>Names of code for people: of a lambda the method that it stands in.</summary>
internal static class AppNames
{
    /// <summary>Type and method.</summary>
    public static string Of(AppAssembly assembly, MethodDefinitionHandle handle)
    {
        var method = assembly.Reader.GetMethodDefinition(handle);
        var type = MetadataNames.Of(assembly.Reader, method.GetDeclaringType());
        var (name, outer) = (assembly.Reader.GetString(method.Name), type);
        // What the compiler makes: Shop+<>c.<AddShop>b__0_1, Shop+<AddShop>d__3.MoveNext.
        if (type.IndexOf("+<", StringComparison.Ordinal) is > 0 and var at)
        {
            outer = type[..at];
            if (Between(type[(at + 1)..]) is { Length: > 0 } of)
                name = of;
        }

        if (Between(name) is { Length: > 0 } inner)
            name = inner == "Main>$" ? "Main" : inner;
        return $"{outer[(outer.LastIndexOf('.') + 1)..]}.{name}";
    }

    private static string? Between(string text) => text.StartsWith('<') && text.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? text[1..end] : null;
}
