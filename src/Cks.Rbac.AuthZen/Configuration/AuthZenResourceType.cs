namespace Cks.Rbac.AuthZen;

/// <summary>What a resource type of requests is in the policy.</summary>
public sealed class AuthZenResourceType
{
    private readonly Dictionary<string, string> _actions = new(StringComparer.Ordinal);

    internal AuthZenResourceType(string type, string resource) => (Type, Resource) = (type, resource);

    internal string Type { get; }

    internal string Resource { get; }

    /// <summary>The actions that have another name in requests; empty where all are called as in the policy.</summary>
    internal IReadOnlyDictionary<string, string> Actions => _actions;

    /// <summary>Names an action in requests, such as <c>GET</c>. Once one is named, only those that are named can be asked about.</summary>
    /// <param name="name">Name in requests, compared ordinally.</param>
    /// <param name="action">Action of the policy's resource, such as <c>view</c>.</param>
    public AuthZenResourceType Action(string name, string action)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(action);
        _actions[name] = action;
        return this;
    }

    /// <summary>The capability of a request's action; text from outside is safe here, and an alias is no name of an action.</summary>
    internal bool TryFind(string name, out CapabilityId capability)
    {
        capability = default;
        if (_actions.Count == 0)
            return CapabilityId.TryFind($"{Resource}:{name}", out capability);
        return _actions.TryGetValue(name, out var action) && CapabilityId.TryFind($"{Resource}:{action}", out capability);
    }

    /// <summary>The actions that requests can name, ordered ordinally.</summary>
    internal IEnumerable<KeyValuePair<string, CapabilityId>> ActionsOf(Policy policy)
    {
        var declared = policy.Capabilities.Where(c => c.Resource == Resource);
        var named = _actions.Count == 0
            ? declared.Select(c => KeyValuePair.Create(c.Name[(Resource.Length + 1)..], c))
            : _actions.Join(declared, a => $"{Resource}:{a.Value}", c => c.Name, (a, c) => KeyValuePair.Create(a.Key, c));
        return named.OrderBy(a => a.Key, StringComparer.Ordinal);
    }
}
