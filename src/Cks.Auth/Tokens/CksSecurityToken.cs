using Microsoft.IdentityModel.Tokens;

namespace Cks.Auth;

/// <summary>A token that <see cref="CksTokenHandler"/> accepted.</summary>
public sealed class CksSecurityToken : SecurityToken
{
    internal CksSecurityToken(ValidatedToken token) => Token = token;

    /// <summary>The token, for instance to resolve the session of.</summary>
    public ValidatedToken Token { get; }

    /// <inheritdoc/>
    public override string Id => Token.TokenId ?? "";

    /// <inheritdoc/>
    public override string Issuer => Token.Issuer;

    /// <summary>None: keys stay with their issuer.</summary>
    public override SecurityKey? SecurityKey => null;

    /// <summary>None: keys stay with their issuer.</summary>
    public override SecurityKey? SigningKey
    {
        get => null;
        set { }
    }

    /// <summary><c>nbf</c>, or <c>iat</c>, in UTC.</summary>
    public override DateTime ValidFrom => (Token.NotBefore ?? Token.IssuedAt)?.UtcDateTime ?? DateTime.MinValue;

    /// <summary><c>exp</c> in UTC.</summary>
    public override DateTime ValidTo => Token.ExpiresAt.UtcDateTime;

    /// <summary>The issuer alone.</summary>
    public override string ToString() => Token.ToString();
}
