using System.Diagnostics.CodeAnalysis;

namespace Cks.Auth;

/// <summary>What became of a bearer token: good with its claims, or refused with the reason.</summary>
public sealed class TokenOutcome
{
    private static readonly TokenOutcome[] Rejections = [.. Enum.GetValues<TokenRejectionReason>().Select(reason => new TokenOutcome(null, reason))];

    private TokenOutcome(ValidatedToken? token, TokenRejectionReason? reason) => (Token, Reason) = (token, reason);

    /// <summary>Whether the token is good.</summary>
    [MemberNotNullWhen(true, nameof(Token))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsValid => Token is not null;

    /// <summary>The claims of a good token.</summary>
    public ValidatedToken? Token { get; }

    /// <summary>Why the token was refused.</summary>
    public TokenRejectionReason? Reason { get; }

    /// <summary>The outcome of a good token.</summary>
    public static TokenOutcome Valid(ValidatedToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new(token, null);
    }

    /// <summary>The outcome of a refused token; allocates nothing, because attackers choose how often it is needed.</summary>
    public static TokenOutcome Rejected(TokenRejectionReason reason) => Rejections[(int)reason];

    /// <summary><c>valid</c> or the text of the reason; never anything from the token.</summary>
    public override string ToString() => IsValid ? "valid" : Reason.Value.ToText();
}
