using Cks.Core;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>Who am I, and what may I do?</summary>
internal static class MeEndpoints
{
    public static void MapMe(this WebApplication app)
    {
        app.MapGet("/api/me/bootstrap", Bootstrap).RequireCaps(Caps.Profile.View).NeverShared();
        app.MapGet("/api/me/permissions", Permissions).RequireCaps(Caps.Profile.View).NeverShared();
    }

    private static IResult Permissions(Subject me, IPolicyPlanner planner, IPolicyDecisionPoint decisions, SnapshotStore<ScopeModel> model) => Results.Json(new PermissionsAnswer(
        [.. planner.WhatCan(me).Select(c => c.Name)],
        model.Current.Value.Entities.Select(e => (e.View, Fields: planner.Fields(me, e.View))).Where(e => !e.Fields.IsEmpty).ToDictionary(e => e.View.Resource, e => e.Fields.Names),
        decisions.Check(me, default).PolicyVersion.ToString()));

    private static IResult Bootstrap(Subject me, HttpContext context, IPolicyPlanner planner, IPolicyDecisionPoint decisions) => Results.Json(new BootstrapAnswer(
        me.Code,
        me.Roles[0],
        me.Name,
        context.User.FindFirst(CksClaimTypes.Status)!.Value,
        me.Tenant.Value,
        me.Roles[0],
        [.. planner.WhatCan(me).Select(c => c.Name)],
        decisions.Check(me, default).PolicyVersion.ToString()));

    /// <summary>The capabilities, and the fields that may be read of each resource.</summary>
    private sealed record PermissionsAnswer(IReadOnlyList<string> Capabilities, IReadOnlyDictionary<string, IEnumerable<string>> Fields, string PolicyVersion);

    /// <summary>The answer of bootstrap.</summary>
    private sealed record BootstrapAnswer(string Code, string Role, string Name, string Status, string Tenant, string Hub, IReadOnlyList<string> Capabilities, string PolicyVersion);
}
