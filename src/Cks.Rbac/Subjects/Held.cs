namespace Cks.Rbac;

/// <summary>What somebody has at one moment: roles, and grants.</summary>
/// <param name="Context">Who.</param>
/// <param name="Roles">The roles that count.</param>
/// <param name="Apart">Those of which only the denies do.</param>
/// <param name="Active">The grants that count.</param>
/// <param name="Grants">Every grant, also those that begin later.</param>
internal sealed record Held(DecisionContext Context, List<PolicyRole> Roles, List<PolicyRole> Apart, Grant[] Active, IReadOnlyList<Grant> Grants)
{
    /// <summary>Whom ceilings judge: a role that is granted is one as those of the session are, and of which only denies count is no less of one.</summary>
    public DecisionContext Judged => field ??= PermissionBuilder.Judged(Context, Roles.Concat(Apart));

    /// <summary>Whether nothing but roles, of whatever time, says what they may do.</summary>
    public bool IsOfRolesAlone => Apart.Count == 0 && Context.IsOfRolesAlone
        && Roles.TrueForAll(r => r.Timed.Count == 0) && Array.TrueForAll(Active, g => g.Kind == GrantKind.Role);

    public static Held Of(Policy policy, DecisionContext context, IReadOnlyList<Grant> grants, DateTimeOffset now)
    {
        Grant[] active = [.. grants.Where(g => g.Counts(now))];
        var (roles, apart) = PermissionBuilder.RolesOf(policy, context, active);
        return new(context, roles, apart, active, grants);
    }

    /// <summary>When that may change next, by the time alone.</summary>
    public DateTimeOffset NextEdge(DateTimeOffset now)
    {
        var until = DateTimeOffset.MaxValue;
        void At(DateTimeOffset? edge) => until = edge > now && edge < until ? edge.Value : until;
        foreach (var grant in Grants)
        {
            At(grant.From);
            At(grant.Until);
        }

        At(Context.SteppedUpAt);
        foreach (var rule in Roles.Concat(Apart).SelectMany(r => r.Timed))
        {
            At(rule.From);
            At(rule.Until);
            foreach (var obligation in rule.Obligations)
                if (Context.SteppedUpAt is { } at && obligation.Within < DateTimeOffset.MaxValue - at)
                    At(at + obligation.Within + TimeSpan.FromTicks(1)); // still met at its last tick
        }

        return until;
    }
}
