namespace Cks.Rbac.WebAssembly;

/// <summary>What one person may do, as the server said it. Immutable.</summary>
public sealed class PermissionDocument
{
    private readonly Dictionary<string, PermissionAnswer> _capabilities;
    private readonly HashSet<string> _roles;

    internal PermissionDocument(string policyVersion, Dictionary<string, PermissionAnswer> capabilities, HashSet<string> roles) =>
        (PolicyVersion, _capabilities, _roles) = (policyVersion, capabilities, roles);

    /// <summary>Nothing at all: nobody is signed in, or the server did not say.</summary>
    public static PermissionDocument None { get; } = new("", [], []);

    /// <summary>The version of the policy that decided; empty for none.</summary>
    public string PolicyVersion { get; }

    /// <summary>The answer for a capability such as <c>orders:accept</c>, compared ordinally.</summary>
    public PermissionAnswer this[string capability] => _capabilities.GetValueOrDefault(capability);

    /// <summary>Whether the person has a role of the policy, as the server's session has it.</summary>
    public bool HasRole(string role) => _roles.Contains(role);

    internal bool SaysTheSameAs(PermissionDocument other) => PolicyVersion == other.PolicyVersion && _roles.SetEquals(other._roles)
        && _capabilities.Count == other._capabilities.Count && _capabilities.All(c => other._capabilities.TryGetValue(c.Key, out var answer) && answer == c.Value);
}
