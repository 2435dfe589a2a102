using System.Text.Json;

namespace Cks.Rbac.WebAssembly;

/// <summary>What a row says of a capability.</summary>
internal static class RowWord
{
    private const string Can = "_can";

    /// <summary>Its word; <see langword="null"/> where it says nothing of it, or is no row.</summary>
    public static bool? Of(object? row, string capability) => row switch
    {
        ICapableRow { Can: { } can } => can.TryGetValue(capability, out var may) ? may : null,
        JsonElement { ValueKind: JsonValueKind.Object } json => json.TryGetProperty(Can, out var can) && can.ValueKind == JsonValueKind.Object && can.TryGetProperty(capability, out var may)
            ? may.ValueKind == JsonValueKind.True
            : null,
        _ => null,
    };
}
