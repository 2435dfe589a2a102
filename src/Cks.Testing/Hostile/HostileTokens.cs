using Cks.Auth;

namespace Cks.Testing;

/// <summary>
/// What attackers and broken issuers send: each token differs from a good one in one way, and wherever that way allows it carries a perfect signature of the
/// forge's own key. Every known attack on a token has its number; which ones, and why some have another reason than elsewhere, says <c>docs/token-cases.md</c>. The same forge, clock and
/// arguments give the same collection, keys and signatures aside.
/// </summary>
public static class HostileTokens
{
    /// <summary>
    /// For an application that accepts the forge's issuer by <see cref="CksTokenOptions.AddOidc"/> or <see cref="CksTokenOptions.AddKeys"/>, with one audience and the settings of that profile.
    /// </summary>
    /// <param name="forge">The issuer; nothing of it changes.</param>
    /// <param name="subject">The subject of the good token.</param>
    /// <param name="audience">The audience that the application accepts.</param>
    public static IReadOnlyList<HostileToken> For(TokenForge forge, string subject, string audience)
    {
        ArgumentNullException.ThrowIfNull(forge);
        return Make(new(IssuerKind.Oidc, forge, subject, audience));
    }

    /// <summary>For an application that accepts the forge's issuer by <see cref="CksTokenOptions.AddRfc9068"/>, with one audience.</summary>
    /// <param name="forge">The issuer; nothing of it changes.</param>
    /// <param name="subject">The subject of the good token.</param>
    /// <param name="audience">The audience that the application accepts.</param>
    public static IReadOnlyList<HostileToken> ForRfc9068(TokenForge forge, string subject, string audience)
    {
        ArgumentNullException.ThrowIfNull(forge);
        return Make(new(IssuerKind.Rfc9068, forge, subject, audience));
    }

    /// <summary>For an application that accepts the forge's issuer by <see cref="CksTokenOptions.AddClerk"/>, with one authorized party, in the Authorization header.</summary>
    /// <param name="forge">The issuer, with the algorithm RS256; nothing of it changes.</param>
    /// <param name="userId">The subject of the good token, <c>user_...</c>.</param>
    /// <param name="party">The origin that the application accepts.</param>
    public static IReadOnlyList<HostileToken> ForClerk(TokenForge forge, string userId, string party)
    {
        ArgumentNullException.ThrowIfNull(forge);
        return Make(new(IssuerKind.Clerk, forge, userId, party));
    }

    private static IReadOnlyList<HostileToken> Make(HostileBuilder builder)
    {
        HostileEncodings.AddTo(builder);
        HostileHeaders.AddTo(builder);
        HostileSignatures.AddTo(builder);
        HostileDocuments.AddTo(builder);
        HostileIdentities.AddTo(builder);
        HostileTimes.AddTo(builder);
        HostileKinds.AddTo(builder);
        return builder.Tokens;
    }
}
