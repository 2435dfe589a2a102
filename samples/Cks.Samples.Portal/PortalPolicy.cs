using Cks.Core;
using Cks.Samples.Portal.Keys;

namespace Cks.Samples.Portal;

/// <summary>The policy of the store; until one is published there, the file. What people are granted beside it is of the store as well.</summary>
internal static class PortalPolicy
{
    /// <summary>Where a host keeps a copy of the policy in use, a path of its own. Without it a host that starts on a store that has lost everything begins with the file again, and reports that.</summary>
    public const string CopyPathKey = "Portal:PolicyCopy:Path";

    /// <summary>Base64 of the 32 random bytes or more of the copy's MAC, from a secret store.</summary>
    public const string CopyKeyKey = "Portal:PolicyCopy:Key";

    /// <summary>Adds them.</summary>
    public static void AddPolicy(this WebApplicationBuilder builder, string? file)
    {
        var rbac = builder.Services.AddCksRbac().UseStoredGrants().AddPolicyStore(secondPerson: true, firstFile: file);
        if (builder.Configuration[CopyPathKey] is not { Length: > 0 } path)
            return;
        var key = PortalKeys.SecretOf(builder.Configuration, CopyKeyKey)
            ?? throw new CksConfigurationException(CksCodes.InvalidSetting, CopyKeyKey, "The copy of the policy has no key.", "Write what openssl rand -base64 32 prints.");
        rbac.KeepLastKnownGood(path, new(key));
    }
}
