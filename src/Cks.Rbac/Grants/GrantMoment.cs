using Cks.Core;

namespace Cks.Rbac;

/// <summary>The moment at which a change is judged: one policy, one time, and what both persons have while nobody else can change it.</summary>
internal sealed class GrantMoment
{
    private readonly PermissionBuilder _builder;
    private readonly Snapshot<Policy> _snapshot;
    private readonly Subject _by;

    public GrantMoment(PermissionBuilder builder, Subject by, GrantsHeld held)
    {
        (_builder, _snapshot, _by, Held, Now) = (builder, builder.Store.Current, by, held, builder.Clock.GetUtcNow());
        Holding = new(builder, _snapshot, by.Context, held.Grantor, Now);
    }

    public GrantsHeld Held { get; }

    public DateTimeOffset Now { get; }

    public GrantorHolding Holding { get; }

    public Policy Policy => _snapshot.Value;

    public PersonId By => PersonId.Of(_by);

    public TenantId Tenant => _by.Tenant;

    /// <summary>What the grantee has that is not over.</summary>
    public IEnumerable<Grant> Unexpired => Held.Grantee.Where(g => !g.IsOver(Now));

    public GrantVerdict? May(string capability) => Holding.May(capability) ? null : (GrantRefusalReason.NotPermitted, capability);

    /// <summary>Whether a role of whoever asks has rules for broken glass.</summary>
    public bool HasGlass() => PermissionBuilder.RolesOf(Policy, _by.Context, [.. Held.Grantor.Where(g => g.Counts(Now))]).Roles.Any(r => r.Rules.Any(x => x.IsBreakGlass && !(x.Until <= Now)));

    /// <summary>Roles that the grantee has been granted, suspended ones included, but for one grant.</summary>
    public IEnumerable<PolicyRole> RolesOfGrantee(string but) =>
        Unexpired.Where(g => g.Kind == GrantKind.Role && g.Id != but).Select(g => Policy.FindRole(g.Name)).OfType<PolicyRole>();

    public IEnumerable<PolicyRule> PermitsOfGrantee() => Unexpired.Where(g => g.Kind == GrantKind.Permit).Select(g => GrantedRules.Of(g, Policy)).OfType<PolicyRule>();

    /// <summary>What a grant denies, now or later.</summary>
    public PolicyRule[] DeniesOf(Grant grant) => grant.IsOver(Now) ? [] : grant.Kind switch
    {
        GrantKind.Deny => [.. new[] { GrantedRules.Of(grant, Policy) }.OfType<PolicyRule>()],
        GrantKind.Role => [.. Policy.FindRole(grant.Name)?.Rules.Where(r => r.IsDeny) ?? []],
        _ => [],
    };

    public GrantVerdict Write(GrantAction action, PersonId person, IReadOnlyList<Grant> written, string reason, IEnumerable<Grant>? replaced = null)
    {
        // What is over goes with the next change; the history keeps it.
        string[] removed = [.. Held.Grantee.Where(g => g.IsOver(Now)).Concat(replaced ?? []).Select(g => g.Id)];
        return With(new(written, removed, RecordOf(action, person, written, reason)));
    }

    public GrantVerdict Remove(GrantAction action, PersonId person, IReadOnlyList<Grant> removed, string reason) =>
        With(new([], [.. removed.Select(g => g.Id)], RecordOf(action, person, removed, reason)));

    private static GrantVerdict With(GrantChange change) => new(change, GrantOutcome.Done(change.Record));

    private GrantRecord RecordOf(GrantAction action, PersonId person, IReadOnlyList<Grant> grants, string reason) =>
        new(Now, action, By, person, Tenant, grants, reason, _snapshot.Version.ToString());
}
