namespace Cks.Rbac;

/// <summary>Kleene's three values.</summary>
internal enum Truth : byte
{
    False,
    Unknown,
    True,
}
