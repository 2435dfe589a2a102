using Cks.Core;
using Cks.Rbac;

namespace Cks.Samples.Portal.Api;

/// <summary>Who am I, and what may I do?</summary>
internal static class MeEndpoints
{
    public static void MapMe(this WebApplication app)
    {
        app.MapGet("/api/me/bootstrap", Bootstrap).RequireCaps("profile:view").NeverShared();
    }

    private static IResult Bootstrap(Subject me, HttpContext context, IPolicyPlanner planner, IPolicyDecisionPoint decisions) => Results.Json(new BootstrapAnswer(
        me.Code,
        me.Roles[0],
        me.Name,
        context.User.FindFirst(CksClaimTypes.Status)!.Value,
        me.Tenant.Value,
        me.Roles[0],
        [.. planner.WhatCan(me).Select(c => c.Name)],
        decisions.Check(me, default).PolicyVersion.ToString()));

    /// <summary>The answer of bootstrap.</summary>
    private sealed record BootstrapAnswer(string Code, string Role, string Name, string Status, string Tenant, string Hub, IReadOnlyList<string> Capabilities, string PolicyVersion);
}
