namespace Cks.Auth;

/// <summary>What makes a token of Clerk a person's session token, beyond what every issuer's tokens must be.</summary>
internal sealed class ClerkRules(bool allowPending)
{
    // The header's "cat" is not documented and may change, so it only ever refuses: these two are tokens made from a template, and a machine's.
    private static readonly string[] OtherCategories = ["cl_B7d4PD222AAA", "cl_B7d4PD333AAA"];

    /// <summary>Refuses what the header calls another kind of token.</summary>
    public TokenRejectionReason? CheckHeader(CompactToken token)
    {
        var category = token.Head.Category;
        foreach (var other in OtherCategories)
        {
            if (JsonText.Says(token.HeaderJson, category, other))
                return TokenRejectionReason.TokenClass;
        }

        return null;
    }

    /// <summary>A session is a user's (<c>user_</c>; a machine is <c>mch_</c>), and it is active.</summary>
    public TokenRejectionReason? CheckClaims(CompactToken token)
    {
        ref readonly var claims = ref token.Claims;
        if (!JsonText.Read(token.Payload, claims.Subject).StartsWith("user_", StringComparison.Ordinal))
            return TokenRejectionReason.TokenClass;
        // A status that nobody has thought of yet is neither.
        var mayEnter = !claims.Status.IsPresent || JsonText.Says(token.Payload, claims.Status, "active") || (allowPending && JsonText.Says(token.Payload, claims.Status, "pending"));
        return mayEnter ? null : TokenRejectionReason.SessionPending;
    }
}
