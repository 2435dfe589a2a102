using System.Reflection.Metadata;

namespace Cks.Cli;

/// <summary>Full names of types as the runtime writes them: nested ones behind "+".</summary>
internal static class MetadataNames
{
    // Deeper nesting is written by nobody but to keep a reader busy.
    private const int Deepest = 32;

    public static string Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var name = "";
        for (var depth = 0; depth < Deepest; depth++)
        {
            var type = reader.GetTypeDefinition(handle);
            name = name.Length == 0 ? reader.GetString(type.Name) : $"{reader.GetString(type.Name)}+{name}";
            if (type.GetDeclaringType() is { IsNil: false } outer)
                handle = outer;
            else
                return Join(reader.GetString(type.Namespace), name);
        }

        return name;
    }

    public static string Of(MetadataReader reader, TypeReferenceHandle handle)
    {
        var name = "";
        for (var depth = 0; depth < Deepest; depth++)
        {
            var type = reader.GetTypeReference(handle);
            name = name.Length == 0 ? reader.GetString(type.Name) : $"{reader.GetString(type.Name)}+{name}";
            if (type.ResolutionScope.Kind == HandleKind.TypeReference)
                handle = (TypeReferenceHandle)type.ResolutionScope;
            else
                return Join(reader.GetString(type.Namespace), name);
        }

        return name;
    }

    /// <summary>The assembly that a reference points to; empty for one that is not simply another assembly.</summary>
    public static string AssemblyOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        for (var depth = 0; depth < Deepest && scope.Kind == HandleKind.TypeReference; depth++)
            scope = reader.GetTypeReference((TypeReferenceHandle)scope).ResolutionScope;
        return scope.Kind == HandleKind.AssemblyReference ? reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) : "";
    }

    private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
