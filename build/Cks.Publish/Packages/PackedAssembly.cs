using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Cks.Publish;

/// <summary>What a packed assembly and its symbols are held to.</summary>
internal static class PackedAssembly
{
    private static readonly string[] RunTime = ["Microsoft.EntityFrameworkCore", "FluentMigrator"];

    /// <summary>What is wrong with the assembly of a package.</summary>
    public static IEnumerable<string> Faults(PackedPackage package, ContractTerms terms)
    {
        if (package.AssemblyPath is not { } path)
            return [];
        if (package.Content(path) is not { } assembly)
            return [$"lacks {path}"];
        using var image = new PEReader(new MemoryStream(assembly));
        var debug = image.ReadDebugDirectory();
        var attributes = Attributes(image.GetMetadataReader());
        var faults = new List<string>();
        Require(debug.Any(d => d.Type == DebugDirectoryEntryType.Reproducible), "was not built deterministically");
        Require(attributes.GetValueOrDefault("AssemblyInformationalVersionAttribute") == $"{terms.Version}+{terms.Commit}", "has an assembly of another version or commit");
        // A tool runs as it is and is not trimmed, Entity Framework makes its queries at run time, FluentMigrator finds its parts there, and components their parameters.
        var runsAsItIs = package.Kind != "Library" || References(image.GetMetadataReader(), "Microsoft.AspNetCore.Components") || package.All("dependency").Select(d => d.Attribute("id")!.Value).Any(id => RunTime.Any(r => id.StartsWith(r, StringComparison.Ordinal)));
        Require(runsAsItIs || attributes.GetValueOrDefault("IsTrimmable") == "True", "does not say that it can be trimmed");
        Require(runsAsItIs || attributes.GetValueOrDefault("IsAotCompatible") == "True", "does not say that it can be compiled ahead of time");
        if (package.Symbols() is not { } symbols)
            return [.. faults, "has no symbols beside it"];
        CheckSymbols(image, debug, symbols);
        return faults;

        static bool References(MetadataReader reader, string assembly) => reader.AssemblyReferences.Any(r => reader.GetString(reader.GetAssemblyReference(r).Name) == assembly);

        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }

        void CheckSymbols(PEReader portable, IEnumerable<DebugDirectoryEntry> entries, byte[] bytes)
        {
            using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(bytes));
            var reader = provider.GetMetadataReader();
            var id = new BlobContentId(reader.DebugMetadataHeader!.Id);
            Require(entries.Any(d => d.Type == DebugDirectoryEntryType.CodeView && portable.ReadCodeViewDebugDirectoryData(d).Guid == id.Guid), "has symbols of another build");
            Require(reader.Documents.All(d => reader.GetString(reader.GetDocument(d).Name).StartsWith("/_/", StringComparison.Ordinal)), "has symbols that name a folder of a machine");
            if (terms.RepositoryUrl is not null)
                Require(PackedPackage.SourceLinks(reader) is [var link] && link.Contains("/_/", StringComparison.Ordinal) && link.Contains(terms.Commit, StringComparison.Ordinal), "has symbols that do not lead to the source of its commit");
        }
    }

    /// <summary>The attributes with one or two texts: by name of the attribute, and of the key for metadata.</summary>
    private static Dictionary<string, string> Attributes(MetadataReader reader)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in reader.GetAssemblyDefinition().GetCustomAttributes().Select(reader.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind != HandleKind.MemberReference || reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is not { Kind: HandleKind.TypeReference } type)
                continue;
            var name = reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name);
            var value = reader.GetBlobReader(attribute.Value);
            if (name is not ("AssemblyMetadataAttribute" or "AssemblyInformationalVersionAttribute") || value.ReadUInt16() != 1)
                continue;
            var first = value.ReadSerializedString() ?? "";
            if (name == "AssemblyMetadataAttribute")
                attributes[first] = value.ReadSerializedString() ?? "";
            else
                attributes[name] = first;
        }

        return attributes;
    }
}
