using System.Security.Claims;
using System.Text.Encodings.Web;
using Cks.Core;
using Cks.Samples.Portal.Database;
using Cks.Scope;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace Cks.Samples.Portal.SignIn;

/// <summary>The login page of the development provider: a tenant and a code, no password.</summary>
internal static class DevelopmentLogin
{
    private const string Tenant = "login_tenant";
    private const string Code = "login_code";

    /// <summary>The provider has checked the request. A form that another site sends ends nowhere: the portal takes back only a sign-in that the same browser began.</summary>
    public static async Task<IResult> AnswerAsync(HttpContext context, SnapshotStore<ScopeModel> scope)
    {
        var request = context.GetOpenIddictServerRequest()!;
        var (tenantText, codeText) = ((string?)request[Tenant], (string?)request[Code]);
        if (HttpMethods.IsPost(context.Request.Method) && TenantId.TryParse(tenantText, out var tenant) && scope.Current.Value.TryNormalizeCode(codeText, out var code))
        {
            var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
            identity.SetClaim(OpenIddictConstants.Claims.Subject, PortalSeeds.SubjectOf(tenant.Value, code)).SetScopes(request.GetScopes());
            return Results.SignIn(new(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        }

        await SignInPages.WriteAsync(context, "Sign in as anybody", Form(context, request, tenantText ?? "main", codeText ?? ""));
        return Results.Empty;
    }

    private static string Form(HttpContext context, OpenIddictRequest request, string tenant, string code)
    {
        var kept = request.GetParameters().Where(p => p.Key is not Tenant and not Code && (string?)p.Value is not null && !p.Key.StartsWith("__", StringComparison.Ordinal));
        return $"""
            <p>This page exists in development only and asks for no password. The seeded people have codes such as MGR-001, CON-002, CUS-002, CEN-002 and CRW-002, in the tenants main and acme.</p>
            <form method="post">
            {string.Concat(kept.Select(p => $"""<input type="hidden" name="{Text(p.Key)}" value="{Text((string)p.Value!)}">"""))}
            {SignOutForm.AntiforgeryField(context)}
            <label>Tenant <input name="{Tenant}" value="{Text(tenant)}" required></label>
            <label>Code <input name="{Code}" value="{Text(code)}" required autofocus autocomplete="off"></label>
            <button>Sign in</button>
            </form>
            """;
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
