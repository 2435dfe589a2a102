using Cks.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac;

/// <summary>What has to be there before grants are relied on.</summary>
internal static class GrantStartup
{
    public static void Check(IServiceProvider services, Policy policy, DiagnosticBag findings)
    {
        var ledger = services.GetService<IGrantLedger>();
        foreach (var capability in (ReadOnlySpan<string>)(ledger is null ? [] : [CksGrants.Create, CksGrants.Revoke]))
            if (!policy.TryFind(capability, out _))
                findings.Add(CksCodes.GrantsNotGoverned, SourceLocation.Whole("UseGrants"), $"The policy does not declare \"{capability}\", so that nobody could ever be permitted it.", "Add \"grants\": { \"actions\": [\"create\", \"revoke\"] } to its resources, and permit them to a role.");
        string[] believed = [.. services.GetServices<TrustedRoleClaims>().Select(t => t.Issuer)];
        var trusted = services.GetServices<TrustedIdentity>().ToArray();
        foreach (var identity in trusted)
            Check(identity, hasLedger: ledger is not null, isTwice: believed.Contains(identity.Issuer) || trusted.Count(t => t.Issuer == identity.Issuer) > 1, findings);
        // A file that cannot be read is found now, with its places, and not by the first request.
        (ledger as FileGrantLedger)?.Check();
    }

    private static void Check(TrustedIdentity identity, bool hasLedger, bool isTwice, DiagnosticBag findings)
    {
        void Add(string message, string fix) => findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole($"TrustIdentity(\"{identity.Issuer}\")"), message, fix);
        if (!hasLedger)
            Add("Its people have what they are granted, and there is no ledger of grants.", "Call UseGrants as well.");
        if (isTwice)
            Add("The issuer is trusted twice.", "Call TrustIdentity once for it, or TrustRoleClaims.");
        if (string.IsNullOrWhiteSpace(identity.SubjectClaim))
            Add("SubjectClaim is empty.", "Name the claim with the identifier.");
        foreach (var tenant in identity.Tenants.Where(t => !TenantId.TryParse(t, out _)))
            Add($"\"{tenant}\" is no tenant.", "Use 1 to 64 characters of a-z, 0-9, - and _.");
    }
}
