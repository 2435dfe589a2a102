using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Events as one viewer may see them.</summary>
/// <param name="me">The viewer.</param>
/// <param name="model">What there is.</param>
/// <param name="sight">What of each kind the viewer may see.</param>
/// <param name="actors">Those who acted and whom the viewer sees: others hear of the same event, and are strangers to each other.</param>
internal sealed class ActivitySight(Subject me, ScopeModel model, OwnSight sight, IReadOnlySet<string> actors)
{
    /// <summary>The item of an event; <see langword="null"/> for a kind that nobody hears of, whatever the audience table says.</summary>
    public ActivityItem? Item(ActivityRow row)
    {
        if (ActivityType.IsSilent(row.Type))
            return null;
        var declared = model.Activities.GetValueOrDefault(row.Type);
        var actor = row.Actor == me.Code || actors.Contains(row.Actor) ? row.Actor : null;
        var target = row.Target.Length > 0 && Knows(row.Target, model.TryGetEntity(row.TargetType, out var entity) ? entity : null) ? row.Target : null;
        return new(
            row.Id,
            row.Type,
            declared?.Category ?? ActivityType.Unknown,
            (declared is null ? null : OwnText(declared, row)?.Fill(name => name == AudienceFinder.Kinds.Actor ? actor : target)) ?? row.Description,
            actor,
            row.ActorRole,
            target,
            row.TargetType,
            row.At);
    }

    // Whether rows of this kind are for the viewer at all; its own code always is.
    private bool Knows(string code, ScopeEntity? entity) => code == me.Code || (entity is not null && sight.FieldsOf(entity) is not null);

    private TextTemplate? OwnText(ActivityType type, ActivityRow row)
    {
        foreach (var (kind, text) in type.Templates)
        {
            var code = kind switch
            {
                AudienceFinder.Kinds.Actor => row.Actor,
                AudienceFinder.Kinds.Target => row.Target,
                _ => row.Ids(kind),
            };
            if (code == me.Code)
                return text;
        }

        return null;
    }
}
