using Cks.Core;
using Cks.Rbac.AuthZen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of AuthZEN.</summary>
public static class CksAuthZenEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps evaluation, evaluations, the three searches and discovery of AuthZEN Authorization API 1.0, below the path of <see cref="AuthZenOptions.PublicUrl"/>. All but discovery want a caller with
    /// <see cref="CksAuthZen.Evaluate"/> or <see cref="CksAuthZen.Search"/>.
    /// </summary>
    /// <returns>All of them, for rate limits and the like.</returns>
    /// <exception cref="CksConfigurationException">The options cannot be used.</exception>
    public static IEndpointConventionBuilder MapCksAuthZen(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<AuthZenOptions>() is not { } options)
            throw new CksConfigurationException(CksCodes.InvalidSetting, "MapCksAuthZen", "AuthZEN is not registered.", "Call AddCksAuthZen.");
        var findings = new DiagnosticBag();
        AuthZenOptionsCheck.Check(options, findings);
        findings.ThrowIfErrors();
        var (url, group) = (options.PublicUrl!, endpoints.MapGroup(""));
        group.WithMetadata(new AuthZenMetadata());
        group.MapGet(AuthZenRoutes.Discovery + AuthZenRoutes.Path(url), new RequestDelegate(new DiscoveryEndpoint(url).AnswerAsync)).AllowAnonymous();
        var below = group.MapGroup(AuthZenRoutes.Path(url));
        Map(below, AuthZenRoutes.Evaluation, EvaluationEndpoints.EvaluateAsync, CksAuthZen.Evaluate);
        Map(below, AuthZenRoutes.Evaluations, EvaluationEndpoints.EvaluateAllAsync, CksAuthZen.Evaluate);
        Map(below, AuthZenRoutes.SearchSubject, SearchEndpoints.SubjectsAsync, CksAuthZen.Search);
        Map(below, AuthZenRoutes.SearchResource, SearchEndpoints.ResourcesAsync, CksAuthZen.Search);
        Map(below, AuthZenRoutes.SearchAction, SearchEndpoints.ActionsAsync, CksAuthZen.Search);
        return group;
    }

    // A browser that sends a cookie along sends no JSON unasked: a wrong content type is refused.
    private static void Map(RouteGroupBuilder group, string route, RequestDelegate answer, string capability) => group.MapPost(route, answer).RequireCaps(capability);
}
