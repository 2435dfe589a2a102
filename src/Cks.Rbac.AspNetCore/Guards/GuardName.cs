using Cks.Core;

namespace Cks.Rbac.AspNetCore;

/// <summary>How a guard travels as the name of an authorization policy, so that every surface of the framework understands it.</summary>
internal static class GuardName
{
    private const string Prefix = "cks:";
    private const string All = "cks:all:";
    private const string Any = "cks:any:";
    private const string Role = "cks:role:";

    public static bool IsGuard(string policyName) => policyName.StartsWith(Prefix, StringComparison.Ordinal);

    public static string OfCapabilities(string[] capabilities)
    {
        var name = Prefix + string.Join(',', NotEmpty(capabilities).Select(Checked));
        // A capability such as role:grant must not read as the role "grant".
        return IsPrefixed(name) ? All + name[Prefix.Length..] : name;
    }

    public static string OfAnyCapability(string[] capabilities) => Any + string.Join(',', NotEmpty(capabilities).Select(Checked));

    public static string OfRoles(string[] roles) => Role + string.Join(',', NotEmpty(roles).Select(CheckedRole));

    /// <summary>The guard that a policy name stands for; <see langword="null"/> when it is not written as one.</summary>
    public static GuardRequirement? Parse(string policyName)
    {
        if (policyName.StartsWith(Role, StringComparison.Ordinal))
            return policyName.Length > Role.Length ? new RoleRequirement(policyName[Role.Length..].Split(',')) : null;
        var names = CapabilitiesOf(policyName, out var any);
        return names.All(CapabilityId.IsWellFormed) ? new CapabilityRequirement([.. names.Select(CapabilityId.Of)], any) : null;
    }

    /// <summary>Whether every capability that it names is one that the process knows already; text from outside is safe here. A name of roles makes none.</summary>
    public static bool IsKnown(string policyName) =>
        policyName.StartsWith(Role, StringComparison.Ordinal) || CapabilitiesOf(policyName, out _).All(n => CapabilityId.TryFind(n, out _));

    private static string[] CapabilitiesOf(string policyName, out bool any)
    {
        any = policyName.StartsWith(Any, StringComparison.Ordinal);
        return policyName[(any ? Any : IsPrefixed(policyName) ? All : Prefix).Length..].Split(',');
    }

    private static bool IsPrefixed(string policyName) =>
        policyName.StartsWith(All, StringComparison.Ordinal) || policyName.StartsWith(Any, StringComparison.Ordinal) || policyName.StartsWith(Role, StringComparison.Ordinal);

    private static string CheckedRole(string role) => !role.Contains(',', StringComparison.Ordinal)
        ? role
        : throw new CksConfigurationException(CksCodes.InvalidName, "RequireRoles", $"\"{role}\" has a comma in it and would be read as several roles.", "Name each role by itself.");

    private static string Checked(string capability) => CapabilityId.IsWellFormed(capability)
        ? capability
        : throw new CksConfigurationException(CksCodes.InvalidName, "RequireCaps", $"\"{capability}\" is not a capability.", "Write resource:action, in lower case.");

    private static string[] NotEmpty(string[] names) => names is { Length: > 0 } && names.All(n => !string.IsNullOrWhiteSpace(n))
        ? names
        : throw new CksConfigurationException(CksCodes.InvalidSetting, "RequireCaps", "A guard names nothing.", "Name at least one capability or role, or use RequireAuthorization().");
}
