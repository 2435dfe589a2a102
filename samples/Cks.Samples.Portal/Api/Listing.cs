using Cks.HubConfig.AspNetCore;
using Cks.Rbac;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>Pages of a set of the scope.</summary>
internal static class Listing
{
    public static IReadOnlyList<FieldFilter> Filter(string field, string? value) => value is null ? [] : [FieldFilter.Is(field, value)];

    public static ValueTask<ScopeList> ReadAsync(Subject me, IScopeService scopes, string set, string? after, IReadOnlyList<FieldFilter> filter, CancellationToken cancellationToken, HubLimit? limit = null) =>
        scopes.ListAsync(me, set, new() { After = after, Limit = (limit ?? HubLimit.None).Within(ScopeSet.PageSize), Filter = filter, Count = ScopeCount.Capped }, cancellationToken);

    public static async Task<IResult> AnswerAsync(Subject me, IScopeService scopes, string set, string? after, IReadOnlyList<FieldFilter> filter, CancellationToken cancellationToken, HubLimit? limit = null)
    {
        var list = await ReadAsync(me, scopes, set, after, filter, cancellationToken, limit);
        return list.IsFound ? Results.Json(list.Set) : Refused(list);
    }

    public static IResult Refused(ScopeList list) =>
        Answers.Refused(list.Reason == ScopeListReason.UnknownSet ? Refusal.Outside : Refusal.Invalid(list.Reason.ToText(), "The cursor or the filter is not one of this list."));
}
