using Cks.Core;

namespace Cks.Rbac.AspNetCore;

/// <summary>How a guard travels as the name of an authorization policy, so that every surface of the framework understands it.</summary>
internal static class GuardName
{
    private const string Prefix = "cks:";
    private const string Any = "cks:any:";
    private const string Role = "cks:role:";

    public static bool IsGuard(string policyName) => policyName.StartsWith(Prefix, StringComparison.Ordinal);

    public static string OfCapabilities(IEnumerable<string> capabilities) => Prefix + string.Join(',', capabilities.Select(Checked));

    public static string OfAnyCapability(IEnumerable<string> capabilities) => Any + string.Join(',', capabilities.Select(Checked));

    public static string OfRoles(IEnumerable<string> roles) => Role + string.Join(',', roles);

    /// <summary>The guard that a policy name stands for; <see langword="null"/> when it is not written as one.</summary>
    public static GuardRequirement? Parse(string policyName)
    {
        if (policyName.StartsWith(Role, StringComparison.Ordinal))
            return policyName.Length > Role.Length ? new RoleRequirement(policyName[Role.Length..].Split(',')) : null;
        var any = policyName.StartsWith(Any, StringComparison.Ordinal);
        var names = policyName[(any ? Any : Prefix).Length..].Split(',');
        return names.All(CapabilityId.IsWellFormed) ? new CapabilityRequirement([.. names.Select(CapabilityId.Of)], any) : null;
    }

    private static string Checked(string capability) => CapabilityId.IsWellFormed(capability)
        ? capability
        : throw new CksConfigurationException(CksCodes.InvalidName, "RequireCaps", $"\"{capability}\" is not a capability.", "Write resource:action, in lower case.");
}
