using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Who hears of an event: the owners of its ids whose role's strategy names that id, ancestors that see the target, and whole roles.</summary>
internal sealed class AudienceFinder(ScopeModel model, IPolicyPlanner planner, TimeProvider time, SqlTransaction transaction)
{
    /// <summary>The filter by which a role hears of what happens below it.</summary>
    public const string Ancestors = "ancestors";

    public async Task<IReadOnlyCollection<string>> FindAsync(ActivityType type, ActivityEvent happened, ScopeEntity target, CancellationToken cancellationToken)
    {
        var audience = new HashSet<string>(StringComparer.Ordinal);
        if (ActivityType.IsSilent(type.Name))
            return audience;
        foreach (var kind in type.Audience)
        {
            if (CodeOf(happened, kind) is { } code && RolesOf(code, kind, type) is { Length: > 0 } roles && (!type.MustSee || await SeesAsync(happened, code, roles, target, cancellationToken).ConfigureAwait(false)))
                audience.Add(code);
        }

        foreach (var kind in type.AncestorsOf)
        {
            if (CodeOf(happened, kind) is not { } start)
                continue;
            foreach (var code in await AncestorsOfAsync(happened, kind == Kinds.Target ? target : model.EntityOfCode(start), start, cancellationToken).ConfigureAwait(false))
            {
                if (!audience.Contains(code) && RolesOf(code, Ancestors, type) is { Length: > 0 } roles && await SeesAsync(happened, code, roles, target, cancellationToken).ConfigureAwait(false))
                    audience.Add(code);
            }
        }

        audience.UnionWith(type.Roles.Select(Kinds.OfRole));
        return audience;
    }

    private static string? CodeOf(ActivityEvent happened, string kind) => kind switch
    {
        Kinds.Actor => happened.Actor.Code,
        Kinds.Target => happened.Target,
        _ => happened.Ids.GetValueOrDefault(kind),
    } is { Length: > 0 } code ? code : null;

    // Which role a code has is not known here: where its entity has several, each of them must listen to that kind.
    // One that hears of it as a whole needs no row for one of its codes: nobody is told twice.
    private string[] RolesOf(string code, string kind, ActivityType type)
    {
        if (model.EntityOfCode(code) is not { } entity)
            return [];
        RoleScopeStrategy[] own = [.. model.Strategies.Where(s => s.Entity == entity.Name && !type.Roles.Contains(s.Role, StringComparer.Ordinal))];
        return Array.TrueForAll(own, s => s.ActivityFilters.Contains(kind, StringComparer.Ordinal)) ? Array.ConvertAll(own, s => s.Role) : [];
    }

    private async Task<bool> SeesAsync(ActivityEvent happened, string code, string[] roles, ScopeEntity target, CancellationToken cancellationToken)
    {
        foreach (var role in roles)
        {
            var viewer = new Subject("", happened.Actor.Tenant, [role]) { Code = code, IsTest = happened.Actor.IsTest };
            var sees = false;
            var rows = Viewer.Of(viewer, model, planner, time)?.RowsOfLive(target) ?? Query.From(target.Table).WhereFalse();
            await transaction.ReadAsync(rows.Where(target.Key, Op.Eq, happened.Target).Select(target.Key), _ => sees = true, cancellationToken).ConfigureAwait(false);
            if (!sees)
                return false;
        }

        return true;
    }

    private async Task<List<string>> AncestorsOfAsync(ActivityEvent happened, ScopeEntity? entity, string code, CancellationToken cancellationToken)
    {
        var above = new List<string>();
        while (entity is not null && model.ParentRelationOf(entity) is { By: { } column } parent)
        {
            string? next = null;
            var row = new StrategyQueries(new(happened.Actor, default)).Visible(entity).Where(entity.Key, Op.Eq, code).Select(column);
            await transaction.ReadAsync(row, r => next = r.IsDBNull(0) ? null : r.GetString(0), cancellationToken).ConfigureAwait(false);
            if (next is null)
                break;
            above.Add(next);
            (entity, code) = (parent.From, next);
        }

        return above;
    }

    /// <summary>The words for ids that every event has.</summary>
    internal static class Kinds
    {
        public const string Actor = "actor";
        public const string Target = "target";

        public static string OfRole(string role) => $"role:{role}";
    }
}
