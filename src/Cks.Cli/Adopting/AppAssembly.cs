using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Cks.Cli;

/// <summary>An assembly that is read and never loaded, with the libraries that lie beside it.</summary>
internal sealed class AppAssembly : IDisposable
{
    private readonly PEReader _pe;
    private readonly string _folder;
    private readonly Dictionary<string, AppAssembly?> _libraries;
    private readonly Lazy<Dictionary<string, TypeDefinitionHandle>> _types;

    private AppAssembly(string path, Dictionary<string, AppAssembly?> libraries)
    {
        _pe = new(File.OpenRead(path), PEStreamOptions.PrefetchEntireImage);
        (_folder, _libraries) = (Path.GetDirectoryName(Path.GetFullPath(path))!, libraries);
        try
        {
            Reader = _pe.HasMetadata ? _pe.GetMetadataReader() : throw new BadImageFormatException("It is a library of machine code.");
            if (!Reader.IsAssembly)
                throw new BadImageFormatException("It is a module without an assembly.");
        }
        catch
        {
            _pe.Dispose();
            throw;
        }

        _types = new(() =>
        {
            var types = new Dictionary<string, TypeDefinitionHandle>(StringComparer.Ordinal);
            foreach (var handle in Reader.TypeDefinitions)
                types.TryAdd(MetadataNames.Of(Reader, handle), handle);
            return types;
        });
    }

    public MetadataReader Reader { get; }

    /// <summary>Types of this assembly, in its order.</summary>
    public IEnumerable<AppType> Types => Reader.TypeDefinitions.Select(h => new AppType(this, h));

    /// <summary>Whether it declares what is to be had, without the code that does it.</summary>
    public bool IsReference => Reader.GetAssemblyDefinition().GetCustomAttributes()
        .Any(h => Resolve(TypeOf(Reader.GetCustomAttribute(h))).Name == "System.Runtime.CompilerServices.ReferenceAssemblyAttribute");

    /// <summary>Opens the application.</summary>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    public static AppAssembly Open(string path) => new(path, new(StringComparer.OrdinalIgnoreCase));

    /// <summary>The code of a method; nothing where it has none.</summary>
    public byte[] CodeOf(MethodDefinition method) => method.RelativeVirtualAddress == 0 ? [] : _pe.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() ?? [];

    /// <summary>Whether the code of a method has handlers of exceptions.</summary>
    public bool Catches(MethodDefinition method) => method.RelativeVirtualAddress != 0 && _pe.GetMethodBody(method.RelativeVirtualAddress).ExceptionRegions.Length > 0;

    /// <summary>The type of an attribute.</summary>
    public EntityHandle TypeOf(CustomAttribute attribute) => attribute.Constructor.Kind == HandleKind.MethodDefinition
        ? Reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()
        : Reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;

    /// <summary>A type by what points to it: itself where it can be read, and its full name.</summary>
    public (AppType? Type, string Name) Resolve(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                var own = new AppType(this, (TypeDefinitionHandle)handle);
                return (own, own.FullName);
            case HandleKind.TypeReference:
                var name = MetadataNames.Of(Reader, (TypeReferenceHandle)handle);
                var library = LibraryOf(MetadataNames.AssemblyOf(Reader, (TypeReferenceHandle)handle));
                return (library is not null && library._types.Value.TryGetValue(name, out var found) ? new(library, found) : null, name);
            case HandleKind.TypeSpecification:
                // A generic type counts as what it is made of.
                var blob = Reader.GetBlobReader(Reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                return blob.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance && blob.ReadByte() is 0x12 or 0x11
                    && blob.ReadTypeHandle() is { IsNil: false, Kind: not HandleKind.TypeSpecification } made ? Resolve(made) : (null, "?");
            default:
                return (null, "?");
        }
    }

    /// <summary>A type of this assembly by name.</summary>
    public AppType? Find(string fullName) => _types.Value.TryGetValue(fullName, out var handle) ? new(this, handle) : null;

    public void Dispose()
    {
        _pe.Dispose();
        foreach (var library in _libraries.Values)
            library?._pe.Dispose();
    }

    // The name of a library is text of the file that is examined: it leads nowhere but into its own folder.
    private AppAssembly? LibraryOf(string name)
    {
        if (name.Length == 0 || name != Path.GetFileName(name) || name.Contains('\0', StringComparison.Ordinal) || _libraries.Count > 1_000)
            return null;
        if (_libraries.TryGetValue(name, out var known))
            return known;
        var path = Path.Combine(_folder, name + ".dll");
        try
        {
            return _libraries[name] = File.Exists(path) ? new(path, _libraries) : null;
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return _libraries[name] = null;
        }
    }
}
