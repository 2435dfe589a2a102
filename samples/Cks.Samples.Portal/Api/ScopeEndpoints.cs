using Cks.Core;
using Cks.Rbac;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>What do I see, and for those who may look: what does somebody in my own scope see? Every other code is outside and not found, whether it exists or not.</summary>
internal static class ScopeEndpoints
{
    private static readonly Refusal NoScope = Refusal.Outside with { Reason = "no_scope" };

    public static void MapScope(this WebApplication app)
    {
        app.MapGet("/api/scope", OwnAsync).RequireCaps(Caps.Scope.View).NeverShared();
        app.MapGet("/api/scope/{code}", async (string code, Subject me, IScopeService scopes, IScopeInspector inspector, SnapshotStore<ScopeModel> model, CancellationToken ct) =>
            !model.Current.Value.TryNormalizeCode(code, out var normal) ? Answers.Refused(Refusal.Outside)
                : normal == me.Code ? await OwnAsync(me, scopes, ct)
                : Answer(await inspector.GetRoleScopeAsync(me, normal, ct), Refusal.Outside)).RequireCaps(Caps.Scope.View).NeverShared();
        // The rest of a set, from the cursor that the answer holds; a set is asked for by its name in the scope model.
        app.MapGet("/api/scope/{code}/{set}", (string code, string set, string? after, Subject me, IScopeService scopes, SnapshotStore<ScopeModel> model, CancellationToken ct) =>
            model.Current.Value.TryNormalizeCode(code, out var normal) && normal == me.Code
                ? Listing.AnswerAsync(me, scopes, set, after, Listing.Filter("status", null), ct)
                : Task.FromResult(Answers.Refused(Refusal.Outside))).RequireCaps(Caps.Scope.View).NeverShared();
    }

    private static async Task<IResult> OwnAsync(Subject me, IScopeService scopes, CancellationToken cancellationToken) => Answer(await scopes.GetScopeAsync(me, cancellationToken), NoScope);

    private static IResult Answer(RoleScope? scope, Refusal otherwise) => scope is null ? Answers.Refused(otherwise) : Results.Json(scope);
}
