namespace Cks.Analyzers;

/// <summary>Which roles are permitted what, whatever the conditions.</summary>
internal sealed class PolicyRoles
{
    private const int Shown = 3;

    private readonly HashSet<string> _capabilities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Role> _roles = new(StringComparer.Ordinal);

    /// <summary>Reads a policy file; what is not JSON has no roles.</summary>
    public static PolicyRoles Read(string text)
    {
        var roles = new PolicyRoles();
        if (JsonText.Read(text, out _) is not { } root)
            return roles;
        roles._capabilities.UnionWith(PolicyFile.Read("", text).Capabilities);
        foreach (var role in root.MembersOf("roles"))
        {
            roles.Of(role.Key).Add(
                Texts(role.Value.ItemsOf("inherits")),
                role.Value.ItemsOf("permit").SelectMany(p => Texts(p.ItemsOf("actions"))),
                // A rule that hides fields denies nothing.
                role.Value.ItemsOf("deny").Where(d => d.Members.All(m => m.Key != "fields")).SelectMany(d => Texts(d.ItemsOf("actions"))));
        }

        return roles;
    }

    /// <summary>What several files say together.</summary>
    public static PolicyRoles All(IEnumerable<PolicyRoles> files)
    {
        var all = new PolicyRoles();
        foreach (var file in files)
        {
            all._capabilities.UnionWith(file._capabilities);
            foreach (var role in file._roles)
                all.Of(role.Key).Add(role.Value.Parents, role.Value.Permits, role.Value.Denies);
        }

        return all;
    }

    /// <summary>What can be asked for instead of these roles, in words; <see langword="null"/> when there is nothing that all of them are permitted.</summary>
    public string? Instead(IReadOnlyCollection<string> listed)
    {
        if (listed.Any(r => !_roles.ContainsKey(r)))
            return null;
        var shared = _capabilities.Where(c => listed.All(r => MayUse(r, c)))
            .Select(c => (Name: c, Others: _roles.Keys.Count(r => !listed.Contains(r, StringComparer.Ordinal) && MayUse(r, c))))
            .OrderBy(c => c.Others).ThenBy(c => c.Name, StringComparer.Ordinal).ToArray();
        if (shared.Length == 0)
            return null;
        var fewest = shared.Where(c => c.Others == shared[0].Others).ToArray();
        var names = string.Join(", ", fewest.Take(Shown).Select(c => $"\"{c.Name}\"")) + (fewest.Length > Shown ? ", ..." : "");
        return shared[0].Others == 0 ? $"these roles and no others are permitted {names}" : $"these roles are permitted {names}, and others are as well";
    }

    private bool MayUse(string role, string capability)
    {
        var lineage = Lineage(role);
        return lineage.Any(r => Names(_roles[r].Permits, capability)) && !lineage.Any(r => Names(_roles[r].Denies, capability));
    }

    private HashSet<string> Lineage(string role)
    {
        var (lineage, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>([role]));
        while (open.Count > 0)
        {
            var at = open.Pop();
            if (!_roles.TryGetValue(at, out var found) || !lineage.Add(at))
                continue;
            foreach (var parent in found.Parents)
                open.Push(parent);
        }

        return lineage;
    }

    private Role Of(string name) => _roles.TryGetValue(name, out var role) ? role : _roles[name] = new();

    private static bool Names(HashSet<string> actions, string capability) => actions.Contains(capability) || actions.Contains($"{Capability.Resource(capability)}:*");

    private static IEnumerable<string> Texts(IEnumerable<JsonValue> items) => items.Select(i => i.Text).OfType<string>();

    private sealed class Role
    {
        public HashSet<string> Parents { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Permits { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Denies { get; } = new(StringComparer.Ordinal);

        public void Add(IEnumerable<string> parents, IEnumerable<string> permits, IEnumerable<string> denies)
        {
            Parents.UnionWith(parents);
            Permits.UnionWith(permits);
            Denies.UnionWith(denies);
        }
    }
}
