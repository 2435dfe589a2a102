using Microsoft.IdentityModel.Tokens;

namespace Cks.Auth;

/// <summary>How <see cref="CksTokenHandler"/> hands a refusal to the framework, which knows results with an exception only. It is never thrown.</summary>
/// <param name="reason">Why the token was refused.</param>
public sealed class TokenRejectedException(TokenRejectionReason reason) : SecurityTokenValidationException(reason.ToText())
{
    /// <summary>Why the token was refused.</summary>
    public TokenRejectionReason Reason => reason;
}
