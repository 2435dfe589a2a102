using Cks.Samples.Portal.SignIn;

namespace Cks.Samples.Portal.Hardening;

/// <summary>
/// What a browser may do with an answer: with data nothing, with a page no more than show it. Script and style count only with the nonce of their answer, so what somebody smuggles into a page does
/// nothing; script is only in pages of the hub, and like forms only for somebody who came by cookie.
/// </summary>
internal static class SecurityHeaders
{
    private const string Page = "page";
    private const string PageWithoutForms = "page without forms";
    private const string HubPage = "page of the hub";
    private const string Trial = "trial";

    public static void AddSecurityHeaders(this IServiceCollection services) => services.AddSecurityHeaderPolicies()
        .SetDefaultPolicy(headers => AddCommon(headers).AddContentSecurityPolicy(csp => AddCommon(csp).AddFormAction().None()))
        .AddPolicy(Page, headers => AddCommon(headers).AddContentSecurityPolicy(csp => AddPage(csp).AddFormAction().Self()))
        .AddPolicy(HubPage, headers => AddCommon(headers).AddContentSecurityPolicy(csp => AddHubPage(csp).AddFormAction().Self()))
        .AddPolicy(PageWithoutForms, headers => AddCommon(headers).AddContentSecurityPolicy(csp => AddPage(csp).AddFormAction().None()))
        .AddPolicy(Trial, headers => AddCommon(headers).AddContentSecurityPolicy(csp => AddTrial(csp).AddFormAction().None()))
        .SetPolicySelector(answer => !IsPage(answer.HttpContext.Response) ? answer.SelectedPolicy
            : answer.HttpContext.Request.Path.StartsWithSegments("/scalar") ? answer.ConfiguredPolicies[Trial]
            : answer.ConfiguredPolicies[!answer.HttpContext.Request.Path.StartsWithSegments("/hub") ? Page : SignOutForm.IsByCookie(answer.HttpContext) ? HubPage : PageWithoutForms]);

    private static bool IsPage(HttpResponse response) => response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;

    private static HeaderPolicyCollection AddCommon(HeaderPolicyCollection headers) => headers
        .AddContentTypeOptionsNoSniff()
        .AddFrameOptionsDeny()
        .AddReferrerPolicyNoReferrer()
        .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
        .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
        .AddPermissionsPolicyWithDefaultSecureDirectives();

    private static CspBuilder AddCommon(CspBuilder csp)
    {
        csp.AddDefaultSrc().None();
        csp.AddBaseUri().None();
        csp.AddFrameAncestors().None();
        return csp;
    }

    private static CspBuilder AddPage(CspBuilder csp)
    {
        AddCommon(csp).AddStyleSrc().WithNonce();
        csp.AddImgSrc().Data(); // the empty icon
        return csp;
    }

    // The shell reads data of this origin and loads modules, which have the nonce of the script that loads them.
    private static CspBuilder AddHubPage(CspBuilder csp)
    {
        AddPage(csp).AddScriptSrc().WithNonce();
        csp.AddConnectSrc().Self();
        return csp;
    }

    // The page to try the interface, which is there in Development only, is somebody else's: it has scripts, by nonce, and styles that it makes as it goes.
    private static CspBuilder AddTrial(CspBuilder csp)
    {
        AddCommon(csp).AddScriptSrc().WithNonce();
        csp.AddStyleSrc().Self().UnsafeInline();
        csp.AddConnectSrc().Self();
        csp.AddImgSrc().Self().Data();
        csp.AddFontSrc().Self().Data();
        return csp;
    }
}
