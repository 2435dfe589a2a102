using Cks.Rbac;

namespace Cks.Scope;

/// <summary>What a cursor belongs to; it is good nowhere else.</summary>
internal sealed class CursorPlace
{
    public CursorPlace(Subject me, string set, ScopeEntity entity, IReadOnlyDictionary<string, string>? filter = null)
    {
        Entity = entity;
        Parts =
        [
            "cks scope cursor 1", me.Tenant.Value, me.Type, me.Issuer, me.Id, me.Code, me.IsTest ? "test" : "live", set,
            .. entity.OrderFields.Select(f => f.Column.ToString()),
            .. (filter ?? new Dictionary<string, string>()).OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => new[] { f.Key, f.Value }),
        ];
    }

    public ScopeEntity Entity { get; }

    public IReadOnlyList<string> Parts { get; }
}
