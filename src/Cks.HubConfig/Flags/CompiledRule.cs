using System.Collections.Frozen;

namespace Cks.HubConfig;

/// <summary>A rule made ready. What it does not ask for is <see langword="null"/>.</summary>
internal sealed class CompiledRule(FlagRule rule)
{
    private readonly FrozenSet<string>? _roles = SetOf(rule.Roles);
    private readonly FrozenSet<string>? _tenants = SetOf(rule.Tenants);
    private readonly FrozenSet<string>? _subjects = SetOf(rule.Subjects);
    private readonly (string Name, FrozenSet<string>? Values)[] _attributes = [.. rule.Attributes.Select(a => (a.Key, SetOf(a.Value)))];
    private readonly CompiledWindow _window = CompiledWindow.Of(rule.Window);

    public string Id => rule.Id;

    public int Parts => rule.PartsPerMillion;

    public bool Matches(in FlagContext context, long now)
    {
        var who = context.Who;
        return _window.Holds(now)
            && (_tenants is null || (who is not null && !who.Tenant.IsNone && _tenants.Contains(who.Tenant.Value)))
            && (_subjects is null || (who is { Id.Length: > 0 } && _subjects.Contains(who.Id)))
            && (_roles is null || (who is not null && HasRole(_roles, who.Roles)))
            && HasAttributes(context);
    }

    private bool HasAttributes(in FlagContext context)
    {
        foreach (var (name, values) in _attributes)
            if (values is null || context.Find(name) is not { } value || !values.Contains(value))
                return false;
        return true;
    }

    private static bool HasRole(FrozenSet<string> wanted, IReadOnlyList<string> roles)
    {
        // By index: an enumerator of the interface comes from the heap.
        for (var i = 0; i < roles.Count; i++)
            if (wanted.Contains(roles[i]))
                return true;
        return false;
    }

    private static FrozenSet<string>? SetOf(IReadOnlyList<string> values) => values.Count == 0 ? null : values.ToFrozenSet(StringComparer.Ordinal);
}
