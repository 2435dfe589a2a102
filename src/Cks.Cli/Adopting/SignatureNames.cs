using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Cks.Cli;

/// <summary>Reads types in signatures and attributes as their full names.</summary>
internal sealed class SignatureNames : ISignatureTypeProvider<string, object?>, ICustomAttributeTypeProvider<string>
{
    public static SignatureNames Instance { get; } = new();

    // Types within types are read one within the other, and a stack is not endless.
    private const int Longest = 2_048;

    /// <summary>The signature of a method.</summary>
    public static MethodSignature<string> Of(MetadataReader reader, MethodDefinition method)
    {
        Check(reader, method.Signature);
        return method.DecodeSignature(Instance, null);
    }

    /// <summary>Refuses a signature that nobody writes.</summary>
    public static void Check(MetadataReader reader, BlobHandle signature)
    {
        if (reader.GetBlobReader(signature).Length > Longest)
            throw new BadImageFormatException("A signature is too long.");
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => MetadataNames.Of(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => MetadataNames.Of(reader, handle);

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => "?";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[,]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "?";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetSystemType() => "System.Type";

    public bool IsSystemType(string type) => type == "System.Type";

    public string GetTypeFromSerializedName(string name) => name.Split(',')[0];

    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => throw new BadImageFormatException("An attribute with an enumeration is not read.");
}
