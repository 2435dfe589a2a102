using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Cks.Cli;

/// <summary>A method that is called.</summary>
/// <param name="Type">Full name of the type that declares it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Types of its parameters.</param>
/// <param name="Returns">Whether it gives back a value.</param>
/// <param name="IsInstance">Whether it takes an object before its parameters.</param>
/// <param name="Arguments">Types that it was made for, where it is generic.</param>
internal sealed record IlCall(string Type, string Name, IReadOnlyList<string> Parameters, bool Returns, bool IsInstance, IReadOnlyList<string> Arguments)
{
    /// <summary>What a token in code calls; <see langword="null"/> where that cannot be read.</summary>
    public static IlCall? Of(AppAssembly assembly, int token)
    {
        var (reader, handle, arguments) = (assembly.Reader, MetadataTokens.EntityHandle(token), (IReadOnlyList<string>)[]);
        if (handle.Kind == HandleKind.MethodSpecification)
        {
            var made = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
            SignatureNames.Check(reader, made.Signature);
            (handle, arguments) = (made.Method, [.. made.DecodeSignature(SignatureNames.Instance, null)]);
        }

        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                var method = reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                return Of(MetadataNames.Of(reader, method.GetDeclaringType()), reader.GetString(method.Name), SignatureNames.Of(reader, method), arguments);
            case HandleKind.MemberReference:
                var member = reader.GetMemberReference((MemberReferenceHandle)handle);
                if (member.GetKind() != MemberReferenceKind.Method)
                    return null;
                SignatureNames.Check(reader, member.Signature);
                var type = member.Parent.Kind == HandleKind.MethodDefinition ? "?" : assembly.Resolve(member.Parent).Name;
                return Of(type, reader.GetString(member.Name), member.DecodeMethodSignature(SignatureNames.Instance, null), arguments);
            default:
                return null;
        }
    }

    private static IlCall Of(string type, string name, MethodSignature<string> signature, IReadOnlyList<string> arguments) =>
        new(type, name, signature.ParameterTypes, signature.ReturnType != "System.Void", signature.Header.IsInstance, arguments);
}
