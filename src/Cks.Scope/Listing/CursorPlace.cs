using System.Globalization;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>What a cursor belongs to; it is good nowhere else.</summary>
internal sealed class CursorPlace
{
    private CursorPlace(string[] parts) => Parts = parts;

    public IReadOnlyList<string> Parts { get; }

    /// <summary>The rows of a set in an order, as far as they meet filters.</summary>
    public static CursorPlace OfList(Subject me, string set, ScopeEntity entity, string order = "", params IReadOnlyList<FieldFilter> filters) => new(
    [
        .. Owner("cks scope cursor 3", me), set, order, .. entity.OrderColumns,
        .. filters.Count == 0 ? [] : filters.OrderBy(f => f.Field, StringComparer.Ordinal).SelectMany(f => (string[])[f.Field, ((int)f.Kind).ToString(CultureInfo.InvariantCulture), f.Values.Count.ToString(CultureInfo.InvariantCulture), .. f.Values]),
    ]);

    /// <summary>The feed of a subject.</summary>
    public static CursorPlace OfFeed(Subject me) => new(Owner("cks feed cursor 2", me));

    private static string[] Owner(string purpose, Subject me) => [purpose, me.Tenant.Value, me.Type, me.Issuer, me.Id, me.Code, me.Context.Actor, me.Context.Credential, me.IsTest ? "test" : "live"];
}
