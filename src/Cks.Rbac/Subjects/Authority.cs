using Cks.Core;

namespace Cks.Rbac;

/// <summary>What the roles of one subject come to under one revision of the policy.</summary>
internal sealed class Authority
{
    private readonly CompiledRole[] _roles;
    private readonly CapabilitySet _allowed;

    public Authority(SnapshotStore<Policy> store, Snapshot<Policy> snapshot, IReadOnlyList<string> roles)
    {
        (Store, Snapshot) = (store, snapshot);
        _roles = [.. roles.Distinct(StringComparer.Ordinal).Select(snapshot.Value.FindRole).OfType<CompiledRole>()];
        if (_roles.Length == 1)
        {
            _allowed = _roles[0].Allowed;
            return;
        }

        var (permitted, denied) = (snapshot.Value.NewSet(), snapshot.Value.NewSet());
        foreach (var role in _roles)
        {
            permitted.UnionWith(role.Permitted);
            denied.UnionWith(role.Denied);
        }

        _allowed = permitted.Except(denied);
    }

    public SnapshotStore<Policy> Store { get; }

    public Snapshot<Policy> Snapshot { get; }

    public bool Allows(CapabilityId capability) => _allowed.Contains(capability);

    public Decision Decide(CapabilityId capability)
    {
        if (_allowed.Contains(capability))
        {
            foreach (var role in _roles)
                if (role.PermitRuleFor(capability) is var rule and not 0)
                    return new(Snapshot, DecisionReason.Permitted, rule);
        }

        foreach (var role in _roles)
            if (role.DenyRuleFor(capability) is var rule and not 0)
                return new(Snapshot, DecisionReason.Denied, rule);
        var reason = !Snapshot.Value.Declares(capability) ? DecisionReason.UnknownCapability
            : _roles.Length == 0 ? DecisionReason.NoRole
            : DecisionReason.NotPermitted;
        return new(Snapshot, reason, 0);
    }

    public FieldMask Fields(CapabilityId capability)
    {
        if (!_allowed.Contains(capability))
            return FieldMask.None;
        if (_roles.Length == 1)
            return _roles[0].FieldsOf(capability);
        var (permitted, denied) = (FieldMask.None, FieldMask.None);
        foreach (var role in _roles)
        {
            permitted = permitted.Union(role.PermittedFieldsOf(capability));
            denied = denied.Union(role.DeniedFieldsOf(capability));
        }

        return permitted.Except(denied);
    }
}
