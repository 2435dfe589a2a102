using Cks.Core;
using Cks.QueryBuilder;
using Cks.Scope;

namespace Cks.Samples.Portal.Work;

/// <summary>Resolves the codes that a request names: in any spelling, and only in the scope of whoever asks (S13). What is outside is absent.</summary>
internal sealed class Codes(SnapshotStore<ScopeModel> model)
{
    /// <summary>The canonical code of a live row of the entity that the actor sees.</summary>
    public async Task<string?> FindAsync(PortalWork work, string entity, string? text, CancellationToken cancellationToken)
    {
        var scoped = EntityOf(entity);
        if (Canonical(scoped, text) is not { } code)
            return null;
        var row = Query.From(scoped.Table).Where(scoped.Key, Op.Eq, code).Select(scoped.Key);
        return await work.FirstAsync(work.Unmasked(row, "a code that the actor names is looked up among the rows that it sees"), r => r.GetString(0), cancellationToken);
    }

    /// <summary>An entity of the scope model, by its name.</summary>
    public ScopeEntity EntityOf(string name) =>
        model.Current.Value.TryGetEntity(name, out var entity) ? entity : throw new ArgumentException($"The scope model has no entity \"{name}\".", nameof(name));

    /// <summary>A key in the form in which rows have it; <see langword="null"/> for what no row can have.</summary>
    public static string? Canonical(ScopeEntity entity, string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0'))
            return null;
        if (entity.Code is { } format)
            return format.TryNormalize(text, out var code) ? code : null;
        return text.Trim().ToUpperInvariant();
    }
}
