using System.Security.Claims;
using System.Text.Encodings.Web;
using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cks.Tests;

/// <summary>
/// Signs in whoever the header of the scheme's own name says: <c>authentication type;subject;role;role</c>, where the subject may be <c>subject@tenant@issuer</c>; without them the tenant is <c>main</c> and there
/// is no issuer. Refuses as JwtBearer does: a status and no body.
/// </summary>
internal sealed class HeaderAuthenticationHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string First = "X-First";
    public const string Second = "X-Second";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Scheme.Name].ToString() is not { Length: > 0 } header)
            return Task.FromResult(AuthenticateResult.NoResult());
        var parts = header.Split(';');
        var who = parts[1].Split('@');
        List<Claim> claims = [.. parts.Skip(2).Select(role => new Claim(CksClaimTypes.Role, role)), new(CksClaimTypes.Subject, who[0]), new(CksClaimTypes.Tenant, who.ElementAtOrDefault(1) ?? "main")];
        if (who.ElementAtOrDefault(2) is { } issuer)
            claims.Add(new(CksClaimTypes.Issuer, issuer));
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, parts[0], CksClaimTypes.Name, CksClaimTypes.Role));
        return Task.FromResult(AuthenticateResult.Success(new(principal, Scheme.Name)));
    }
}
