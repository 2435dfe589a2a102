using System.Security.Claims;
using System.Text.Encodings.Web;
using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cks.HubConfig.AspNetCore.Tests;

/// <summary>Signs in whoever the header names: <c>Authorization: Test authentication-type;role;role</c>.</summary>
internal sealed class HeaderAuthenticationHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Test";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme + " ", StringComparison.Ordinal))
            return Task.FromResult(AuthenticateResult.NoResult());
        var parts = header[(Scheme.Length + 1)..].Split(';');
        var claims = parts.Skip(1).Select(role => new Claim(CksClaimTypes.Role, role)).Append(new(CksClaimTypes.Subject, "u1")).Append(new(CksClaimTypes.Tenant, "main"));
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, parts[0], CksClaimTypes.Name, CksClaimTypes.Role));
        return Task.FromResult(AuthenticateResult.Success(new(principal, Scheme)));
    }
}
