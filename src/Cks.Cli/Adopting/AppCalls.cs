namespace Cks.Cli;

/// <summary>The calls by which an application states rules in code.</summary>
internal static class AppCalls
{
    public const string Builder = "Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder";

    public const string Provider = "Microsoft.AspNetCore.Authorization.IAuthorizationPolicyProvider";

    private const string Options = "Microsoft.AspNetCore.Authorization.AuthorizationOptions";
    private const string Authorization = "Microsoft.AspNetCore.Authorization.AuthorizationBuilder";
    private const string Conventions = "Microsoft.AspNetCore.Builder.AuthorizationEndpointConventionBuilderExtensions";
    private const string Filter = "Microsoft.AspNetCore.Mvc.Authorization.AuthorizeFilter";
    private const string Pages = "Microsoft.Extensions.DependencyInjection.PageConventionCollectionExtensions";

    /// <summary>Whether a method with this call is worth following.</summary>
    public static bool IsOfInterest(IlCall call) => IsNamed(call) || IsDefault(call) || IsFilter(call) || IsConvention(call) || IsPageRule(call);

    /// <summary>Adds a policy under a name.</summary>
    public static bool IsNamed(IlCall call) => call.Type is Options or Authorization && call.Name is "AddPolicy" or "AddDefaultPolicy" or "AddFallbackPolicy";

    /// <summary>Says what a plain [Authorize] asks.</summary>
    public static bool IsDefault(IlCall call) => call.Type is Options or Authorization && call.Name is "set_DefaultPolicy" or "SetDefaultPolicy" or "AddDefaultPolicy";

    /// <summary>Makes a filter for MVC that asks of every action and page.</summary>
    public static bool IsFilter(IlCall call) => call is { Type: Filter, Name: ".ctor" };

    /// <summary>Asks of an endpoint, or of all that are mapped by one call.</summary>
    public static bool IsConvention(IlCall call) => call is { Type: Conventions, Name: "RequireAuthorization" };

    /// <summary>Says who may come to pages by their path.</summary>
    public static bool IsPageRule(IlCall call) => call.Type == Pages && (call.Name.StartsWith("Authorize", StringComparison.Ordinal) || call.Name.StartsWith("AllowAnonymous", StringComparison.Ordinal));
}
