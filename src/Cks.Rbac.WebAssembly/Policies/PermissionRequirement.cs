using Microsoft.AspNetCore.Authorization;

namespace Cks.Rbac.WebAssembly;

/// <summary>What the name of a guard asks for.</summary>
internal sealed record PermissionRequirement(PermissionKind Kind, IReadOnlyList<string> Names) : IAuthorizationRequirement
{
    private const string Prefix = "cks:";

    private static readonly (string Prefix, PermissionKind Kind)[] Kinds =
    [
        ("cks:all:", PermissionKind.AllCapabilities), ("cks:any:", PermissionKind.AnyCapability), ("cks:role:", PermissionKind.AnyRole), (Prefix, PermissionKind.AllCapabilities),
    ];

    public static bool IsGuard(string policyName) => policyName.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The requirement; <see langword="null"/> for what is not written as a guard.</summary>
    public static PermissionRequirement? Parse(string policyName)
    {
        var (prefix, kind) = Array.Find(Kinds, k => policyName.StartsWith(k.Prefix, StringComparison.Ordinal));
        if (prefix is null)
            return null;
        var names = policyName[prefix.Length..].Split(',');
        return Array.TrueForAll(names, kind == PermissionKind.AnyRole ? n => n.Length > 0 : IsCapability) ? new(kind, names) : null;
    }

    private static bool IsCapability(string name) => name.Split(':') is [{ Length: > 0 }, { Length: > 0 }];
}

/// <summary>How many of what.</summary>
internal enum PermissionKind
{
    /// <summary>Each of the capabilities.</summary>
    AllCapabilities,

    /// <summary>One of the capabilities.</summary>
    AnyCapability,

    /// <summary>One of the roles.</summary>
    AnyRole,
}
