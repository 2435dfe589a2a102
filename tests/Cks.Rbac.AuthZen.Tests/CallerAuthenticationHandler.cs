using System.Security.Claims;
using System.Text.Encodings.Web;
using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cks.Rbac.AuthZen.Tests;

/// <summary>Signs in the caller that a header names: <c>issuer;id;tenant;role;role</c>. Refuses as JwtBearer does: a status and no body.</summary>
internal sealed class CallerAuthenticationHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Caller";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].ToString() is not { Length: > 0 } header)
            return Task.FromResult(AuthenticateResult.NoResult());
        var parts = header.Split(';');
        Claim[] claims =
        [
            new(CksClaimTypes.Issuer, parts[0]), new(CksClaimTypes.Subject, parts[1]), new(CksClaimTypes.Tenant, parts[2]),
            .. parts.Skip(3).Select(role => new Claim(CksClaimTypes.Role, role)),
        ];
        return Task.FromResult(AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, CksClaimTypes.SessionIdentity)), Scheme.Name)));
    }
}
