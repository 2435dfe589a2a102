using System.Text.Json;
using Cks.Core;

namespace Cks.QueryBuilder;

/// <summary>Which .NET types a column may have.</summary>
internal static class ColumnKinds
{
    private static readonly Dictionary<Type, ColumnKind> Known = new()
    {
        [typeof(string)] = ColumnKind.Text,
        [typeof(bool)] = ColumnKind.Boolean,
        [typeof(int)] = ColumnKind.Int32,
        [typeof(long)] = ColumnKind.Int64,
        [typeof(Guid)] = ColumnKind.Guid,
        [typeof(DateTimeOffset)] = ColumnKind.Instant,
        [typeof(double)] = ColumnKind.Double,
        [typeof(DateOnly)] = ColumnKind.Date,
        [typeof(byte[])] = ColumnKind.Bytes,
        [typeof(JsonElement)] = ColumnKind.Json,
    };

    /// <summary>The kind of a type that is not nullable any more; CKS306 for a type that the dialects do not agree on.</summary>
    public static ColumnKind Of(Type type, string where) =>
        Known.TryGetValue(type, out var kind)
            ? kind
            : throw new CksConfigurationException(
                CksCodes.InvalidIdentifier, where, $"A column of type {type.Name} is not supported.", $"Supported: {string.Join(", ", Known.Keys.Select(t => t.Name))}.");

    /// <summary>Whether a column of the kind can hold the value; null is of no kind.</summary>
    public static bool Fits(ColumnKind kind, object? value) => value is not null && Known.TryGetValue(value.GetType(), out var its) && its == kind;
}
