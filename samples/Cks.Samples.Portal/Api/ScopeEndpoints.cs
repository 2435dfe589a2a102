using Cks.Core;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>What do I see? Every other code is outside and not found, whether it exists or not.</summary>
internal static class ScopeEndpoints
{
    public static void MapScope(this WebApplication app)
    {
        app.MapGet("/api/scope", (Subject me, IScopeService scopes, CancellationToken ct) => AnswerAsync(me, scopes, s => s, ct)).RequireCaps("scope:view").NeverShared();
        app.MapGet("/api/scope/{code}", (string code, Subject me, IScopeService scopes, SnapshotStore<ScopeModel> model, CancellationToken ct) =>
            model.Current.Value.TryNormalizeCode(code, out var normal) && normal == me.Code
                ? AnswerAsync(me, scopes, s => s, ct)
                : Task.FromResult(NotFound())).RequireCaps("scope:view").NeverShared();
    }

    private static async Task<IResult> AnswerAsync<T>(Subject me, IScopeService scopes, Func<RoleScope, T> select, CancellationToken cancellationToken) =>
        await scopes.GetScopeAsync(me, cancellationToken) is { } scope ? Results.Json(select(scope)) : NotFound();

    private static IResult NotFound() => Results.Problem(
        type: $"urn:cks:error:{CksCodes.OutsideScope.Id}",
        title: CksCodes.OutsideScope.Title,
        detail: "There is nothing here that the caller can see.",
        statusCode: StatusCodes.Status404NotFound,
        extensions: new Dictionary<string, object?> { ["code"] = CksCodes.OutsideScope.Id, ["reason"] = "outside_scope" });
}
