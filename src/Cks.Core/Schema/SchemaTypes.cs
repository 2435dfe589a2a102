namespace Cks.Core;

/// <summary>The types of <c>type</c> as bits, in the order of <see cref="JsonKind"/> where they are the same.</summary>
internal static class SchemaTypes
{
    public const int Integer = 1 << 7;
    public const int All = (1 << 8) - 1;

    private static readonly (string Name, int Bits)[] Named =
    [
        ("null", 1 << (int)JsonKind.Null),
        ("boolean", (1 << (int)JsonKind.False) | (1 << (int)JsonKind.True)),
        ("number", 1 << (int)JsonKind.Number),
        ("string", 1 << (int)JsonKind.String),
        ("array", 1 << (int)JsonKind.Array),
        ("object", 1 << (int)JsonKind.Object),
        ("integer", Integer),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Named.Select(n => n.Name)];

    /// <summary>The bits of a name, or 0.</summary>
    public static int Find(string name) => Array.Find(Named, n => n.Name == name).Bits;

    /// <summary>The names of some bits, for a message.</summary>
    public static string Describe(int bits)
    {
        var isNumber = (bits & (1 << (int)JsonKind.Number)) != 0;
        return string.Join(" or ", Named.Where(n => (bits & n.Bits) != 0 && !(isNumber && n.Bits == Integer)).Select(n => n.Name));
    }
}
