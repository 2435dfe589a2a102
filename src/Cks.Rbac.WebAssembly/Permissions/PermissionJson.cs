using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cks.Rbac.WebAssembly;

/// <summary>Reads the answer of <c>MapCksPermissions</c>. Generated, so that nothing of it is trimmed away.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(WrittenPermissions))]
internal sealed partial class PermissionJson : JsonSerializerContext
{
    /// <summary>The document; <see langword="null"/> for what is none.</summary>
    public static PermissionDocument? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            if (JsonSerializer.Deserialize(utf8, Default.WrittenPermissions) is not { } written)
                return null;
            return new(written.PolicyVersion, written.Capabilities.ToDictionary(c => c.Key, c => AnswerOf(c.Value), StringComparer.Ordinal), new(written.Roles ?? [], StringComparer.Ordinal));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A word of a later version is no permit of this one.
    private static PermissionAnswer AnswerOf(string? word) => word switch
    {
        "yes" => PermissionAnswer.Yes,
        "row" => PermissionAnswer.Row,
        _ => PermissionAnswer.No,
    };
}

/// <summary>As the server writes it.</summary>
internal sealed record WrittenPermissions(string PolicyVersion, Dictionary<string, string?> Capabilities, string[]? Roles = null);
