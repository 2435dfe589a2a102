using System.Text;
using Cks.Core;

namespace Cks.Auth;

/// <summary>Refuses issuers that could not work or would not be safe, with all findings at once.</summary>
internal static class IssuerCheck
{
    /// <exception cref="CksConfigurationException">CKS109.</exception>
    public static void Require(IReadOnlyCollection<IssuerOptions> issuers)
    {
        var findings = new DiagnosticBag();
        Check(issuers, findings);
        findings.ThrowIfErrors();
    }

    public static void Check(IReadOnlyCollection<IssuerOptions> issuers, DiagnosticBag findings)
    {
        var names = issuers.GroupBy(i => i.Issuer, StringComparer.Ordinal).ToArray();
        foreach (var group in names)
        {
            if (group.Count() > 1)
                findings.Add(CksCodes.InvalidSetting, Place(group.Key), "The issuer is configured more than once.", "Keep one and list all audiences there.");
            foreach (var issuer in group)
                Check(issuer, names.Length > 1, findings);
        }
    }

    private static void Check(IssuerOptions issuer, bool hasOthers, DiagnosticBag findings)
    {
        var isClerk = issuer.Profile == IssuerProfile.Clerk;
        Expect(issuer.Jwks is null || isClerk ? IsProvider(issuer.Issuer) : issuer.Issuer.Length > 0,
            isClerk ? "This is neither a publishable key of Clerk nor an https address." : "The issuer is not an https address.",
            "Write the provider's issuer, such as https://login.example, or Clerk's publishable key (pk_live_...); http is for loopback only, and there is no query, fragment or user.");
        Expect(issuer.Algorithms.Count > 0 && issuer.Algorithms.All(SigningKey.IsSupported),
            "An algorithm is not supported, or none is left.", $"Choose from {string.Join(", ", SigningKey.SupportedAlgorithms)}.");
        Expect(issuer.Jwks is null || KeySet.TryRead(Encoding.UTF8.GetBytes(issuer.Jwks), issuer.Algorithms, out var keys, out _) && keys.IsUsable,
            "The given key set has no usable key.", "Give a JSON Web Key Set with public keys: RSA of at least 2048 bits, or P-256, P-384, P-521.");
        Expect(issuer.Types.Count > 0 || !issuer.RequireType, "No type is left that a token could have.", "Name one in Types.");
        CheckTimes(issuer, Expect);
        CheckParties(issuer, isClerk, Expect);
        Expect(issuer.Tenants.Count > 0 || issuer.AnyTenantReason is not null || !hasOthers,
            "There are several issuers, and this one is not bound to tenants: it could vouch for the people of another company.",
            "List them in Tenants, or call AllowAnyTenant with the reason.");
        CheckReason(issuer.AnyTenantReason, issuer.Tenants.Count > 0, "AllowAnyTenant", "tenants", Expect);
        Expect(issuer.IdTokenReason is null || !string.IsNullOrWhiteSpace(issuer.IdTokenReason), "AllowIdTokenClaims has no reason.", "Give one.");
        Expect(!issuer.Audiences.Concat(issuer.AuthorizedParties).Concat(issuer.Tenants).Concat(issuer.RequiredClaims).Any(string.IsNullOrWhiteSpace),
            "An audience, party, tenant or claim is blank.", "Write it, or take it out.");

        void Expect(bool holds, string message, string fix)
        {
            if (!holds)
                findings.Add(CksCodes.InvalidSetting, Place(issuer.Issuer), message, fix);
        }
    }

    // Findings go into logs: a secret key written in the place of the publishable one, or a password in an address, does not.
    public static bool IsTellable(string issuer) => !issuer.StartsWith("sk_", StringComparison.Ordinal) && !issuer.Contains('@');

    private static SourceLocation Place(string issuer) => SourceLocation.Whole(issuer.Length > 0 && IsTellable(issuer) ? issuer : nameof(CksTokenOptions));

    private static void CheckTimes(IssuerOptions issuer, Action<bool, string, string> expect)
    {
        expect(Ranges.Holds(issuer.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(5)), "ClockSkew is out of range.", "Use 0 to 5 minutes.");
        expect(Ranges.Holds(issuer.MaxLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(366)), "MaxLifetime is out of range.", "Use 1 second to 366 days.");
        expect(issuer.MaxAge is not { } age || Ranges.Holds(age, TimeSpan.FromSeconds(1), TimeSpan.FromDays(366)), "MaxAge is out of range.", "Use 1 second to 366 days, or none.");
    }

    // Tokens of Clerk have no audience; the page for which one was made takes its place.
    private static void CheckParties(IssuerOptions issuer, bool isClerk, Action<bool, string, string> expect)
    {
        if (isClerk)
        {
            expect(issuer.AnyPartyReason is not null || issuer.AuthorizedParties.Count > 0 || issuer.Audiences.Count > 0,
                "No authorized party is configured, so a token made for another page of the same instance would be accepted.",
                "Add the origin of each page, AuthorizedParties.Add(\"https://portal.example\"), or call AllowAnyParty with the reason.");
            expect(!issuer.AuthorizedParties.Any(p => p.EndsWith('/')), "An authorized party ends with a slash, and no page's origin does.", "Write the origin as a browser sends it, such as https://portal.example.");
        }
        else
        {
            expect(issuer.AnyAudienceReason is not null || issuer.Audiences.Count > 0,
                "No audience is configured, so a token made for another application would be accepted.", "Name the audience, or call AllowAnyAudience with the reason.");
        }

        expect(issuer.Profile != IssuerProfile.Rfc9068 || issuer.AnyAudienceReason is null, "RFC 9068 knows no token without an audience.", "Name the audience.");
        CheckReason(issuer.AnyAudienceReason, issuer.Audiences.Count > 0, "AllowAnyAudience", "audiences", expect);
        CheckReason(issuer.AnyPartyReason, issuer.AuthorizedParties.Count > 0, "AllowAnyParty", "authorized parties", expect);
    }

    private static void CheckReason(string? reason, bool hasList, string method, string list, Action<bool, string, string> expect) =>
        expect(reason is null || (!hasList && !string.IsNullOrWhiteSpace(reason)), $"{method} stands beside {list} or has no reason.", $"Keep the {list}, or give a reason and no {list}.");

    private static bool IsProvider(string issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var uri) && KeyEndpoint.IsAllowed(uri) && uri.Query.Length == 0 && uri.Fragment.Length == 0;
}
