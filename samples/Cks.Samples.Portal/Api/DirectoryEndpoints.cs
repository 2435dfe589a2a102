using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Hardening;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>Everything that is live, for those who see everything; and one record for everybody who sees it.</summary>
internal static class DirectoryEndpoints
{
    public static void MapDirectory(this WebApplication app)
    {
        app.MapGet("/api/admin/directory", IndexAsync).RequireCaps(Caps.Directory.View).Administers().NeverShared();
        app.MapGet("/api/admin/directory/{entity}", (string entity, string? after, Subject me, IScopeService scopes, CancellationToken ct) =>
            Listing.AnswerAsync(me, scopes, entity, after, [], ct)).RequireCaps(Caps.Directory.View).Administers().NeverShared();
        app.MapGet("/api/profile/{code}", ProfileAsync).RequireCaps(Caps.Profile.View).NeverShared();
        app.MapGet("/api/history/{entity}/{code}", async (string entity, string code, string? after, Subject me, History history, CancellationToken ct) =>
            Answers.Of(await history.ReadAsync(me, entity, code, after, ct))).RequireCaps(Caps.History.View).NeverShared();
    }

    private static async Task<IResult> IndexAsync(Subject me, Reach reach, IScopeQueries scope, ScopedReader reader, Codes codes, CancellationToken cancellationToken)
    {
        var entities = reach.Everything(me);
        var counts = new long[entities.Count];
        await reader.ReadAsync(me, [.. entities.Select(e => scope.Scope(me, Query.From(codes.EntityOf(e).Table).Limit(ScopeSet.CountLimit + 1).Count()))], (query, row) => counts[query] = row.GetInt64(0), cancellationToken);
        return Results.Json(new { entities = entities.Zip(counts, (name, count) => new { name, count = Math.Min(count, ScopeSet.CountLimit), more = count > ScopeSet.CountLimit }) });
    }

    private static async Task<IResult> ProfileAsync(string code, Subject me, IScopeService scopes, SnapshotStore<ScopeModel> model, CancellationToken cancellationToken) =>
        model.Current.Value.EntityOfCode(code) is { } entity && await scopes.FindAsync(me, entity.Name, code, cancellationToken) is { } profile
            ? Results.Json(new { entity = entity.Name, profile })
            : Answers.Refused(Refusal.Outside);
}
