namespace Cks.Rbac;

/// <summary>Settings of Cks.Rbac.</summary>
public sealed class CksRbacOptions
{
    internal const int MostRemembered = 4_194_304;

    /// <summary>For how many subjects permissions are remembered. More are made anew as they come; some 200 bytes each, and 4 bytes a capability more for those with grants of their own.</summary>
    /// <value>Default: 16,384; from 4 to 4,194,304, rounded up to a power of two.</value>
    public int RememberedSubjects { get; set; } = 16_384;
}
