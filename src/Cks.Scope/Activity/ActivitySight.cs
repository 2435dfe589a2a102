using System.Data.Common;
using System.Text.Json;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Events as one viewer may see them.</summary>
/// <param name="me">The viewer.</param>
/// <param name="model">What there is.</param>
/// <param name="sight">What of each kind the viewer may see.</param>
/// <param name="actors">Those who acted and whom the viewer sees: others hear of the same event, and are strangers to each other.</param>
internal sealed class ActivitySight(Subject me, ScopeModel model, OwnSight sight, IReadOnlySet<string> actors)
{
    /// <summary>The item in a row; <see langword="null"/> for a kind that nobody hears of, whatever the audience table says.</summary>
    public ActivityItem? Read(DbDataReader row, DateTimeOffset at)
    {
        var (type, actor, target, targetType) = (row.GetString(1), row.GetString(3), row.GetString(5), row.GetString(6));
        if (ActivityType.IsSilent(type))
            return null;
        var declared = model.Activities.GetValueOrDefault(type);
        var text = declared is null ? null : OwnText(declared, actor, target, row.GetString(7));
        return new(
            row.GetString(0),
            type,
            declared?.Category ?? ActivityType.Unknown,
            text ?? row.GetString(2),
            actor == me.Code || actors.Contains(actor) ? actor : null,
            row.GetString(4),
            Knows(target, model.TryGetEntity(targetType, out var entity) ? entity : null) ? target : null,
            targetType,
            at);
    }

    // Whether rows of this kind are for the viewer at all; its own code always is.
    private bool Knows(string code, ScopeEntity? entity) => code == me.Code || (entity is not null && sight.FieldsOf(entity) is not null);

    private string? OwnText(ActivityType type, string actor, string target, string ids)
    {
        if (type.Texts.Count == 0)
            return null;
        using var json = JsonDocument.Parse(ids);
        foreach (var (kind, text) in type.Texts)
        {
            var code = kind switch
            {
                AudienceFinder.Kinds.Actor => actor,
                AudienceFinder.Kinds.Target => target,
                _ => json.RootElement.TryGetProperty(kind, out var id) ? id.GetString() : null,
            };
            if (code == me.Code)
                return text;
        }

        return null;
    }
}
