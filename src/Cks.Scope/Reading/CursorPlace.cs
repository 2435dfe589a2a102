using Cks.Rbac;

namespace Cks.Scope;

/// <summary>What a cursor belongs to; it is good nowhere else.</summary>
internal sealed class CursorPlace
{
    public CursorPlace(Subject me, string set, ScopeEntity entity, IReadOnlyDictionary<string, string>? filter = null)
    {
        (Entity, HasMoment) = (entity, entity.NewestFirst is not null);
        Parts =
        [
            .. Owner("cks scope cursor 1", me), set,
            .. entity.OrderFields.Select(f => f.Column.ToString()),
            .. (filter ?? new Dictionary<string, string>()).OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => new[] { f.Key, f.Value }),
        ];
    }

    private CursorPlace(string[] parts) => (Parts, HasMoment) = (parts, true);

    /// <summary>The rows of a set; <see langword="null"/> for a feed.</summary>
    public ScopeEntity? Entity { get; }

    /// <summary>Whether the order begins with a moment.</summary>
    public bool HasMoment { get; }

    public IReadOnlyList<string> Parts { get; }

    /// <summary>The feed of a subject.</summary>
    public static CursorPlace OfFeed(Subject me) => new(Owner("cks feed cursor 1", me));

    private static string[] Owner(string purpose, Subject me) => [purpose, me.Tenant.Value, me.Type, me.Issuer, me.Id, me.Code, me.IsTest ? "test" : "live"];
}
