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
        if (!model.Current.Value.TryGetEntity(entity, out var scoped))
            throw new ArgumentException($"The scope model has no entity \"{entity}\".", nameof(entity));
        if (Canonical(scoped, text) is not { } code)
            return null;
        return await work.FirstAsync(work.Seen(entity).Where(scoped.Key, Op.Eq, code).Select(scoped.Key), row => row.GetString(0), cancellationToken);
    }

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
