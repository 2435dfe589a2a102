namespace Cks.Auth;

/// <summary>Kind of a JSON value.</summary>
internal enum JsonKind : byte
{
    None,
    String,
    Number,
    True,
    False,
    Null,
    Object,
    Array,
}
