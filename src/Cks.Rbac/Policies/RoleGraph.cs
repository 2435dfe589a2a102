using Cks.Core;

namespace Cks.Rbac;

/// <summary>A role as written.</summary>
internal sealed record RoleDraft(string Name, IReadOnlyList<SourceNode> Parents, IReadOnlyList<RuleDraft> Rules, IReadOnlyList<SourceNode> Assigns, SourcePlace Place);

/// <summary>Who inherits from whom.</summary>
internal sealed class RoleGraph(Dictionary<string, RoleDraft> roles, DiagnosticBag diagnostics)
{
    // Each step of a line of roles is a call.
    private const int MaxDepth = 256;
    private int _expanded;
    private bool _isTooDeep;

    /// <summary>Whether inheritance stands for more than a policy may.</summary>
    public bool IsTooLarge => _expanded > PolicyReader.MaxExpanded;

    // Each role walks its own ancestors, so what is wrong with a parent is reported before that, and a circle once, where it closes.
    public void CheckParents()
    {
        foreach (var role in roles.Values.ToArray())
        {
            foreach (var parent in role.Parents.Concat(role.Assigns).Where(p => !roles.ContainsKey(p.Text!)))
                diagnostics.AddUnknown(CksCodes.UnknownRole, parent, $"The role \"{parent.Text}\" is not declared.", parent.Text!, roles.Keys);
            roles[role.Name] = role with { Parents = [.. role.Parents.Where(p => roles.ContainsKey(p.Text!))] };
        }

        var (lengths, path) = (new Dictionary<string, int>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var role in roles.Values)
            LengthOf(role, lengths, path);
    }

    /// <summary>The role and all that it inherits from, itself first.</summary>
    public IReadOnlyList<RoleDraft> LineageOf(RoleDraft role)
    {
        var lineage = new List<RoleDraft>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Visit(role);
        return lineage;

        void Visit(RoleDraft current)
        {
            if (IsTooLarge || !seen.Add(current.Name))
                return;
            lineage.Add(current);
            _expanded += current.Rules.Count + current.Parents.Count;
            foreach (var parent in current.Parents)
                Visit(roles[parent.Text!]);
        }
    }

    // How many roles the longest line from the role has, itself first, in whatever order they are declared; a circle ends where it closes.
    private int LengthOf(RoleDraft role, Dictionary<string, int> lengths, HashSet<string> path)
    {
        if (lengths.TryGetValue(role.Name, out var known))
            return known;
        var longest = 0;
        if (path.Count < MaxDepth)
        {
            path.Add(role.Name);
            foreach (var parent in role.Parents)
            {
                if (parent.Text == role.Name)
                    diagnostics.Add(CksCodes.RoleCycle, parent, $"\"{role.Name}\" inherits from itself.", "Take it out.");
                else if (path.Contains(parent.Text!))
                    diagnostics.Add(CksCodes.RoleCycle, parent, $"\"{role.Name}\" inherits from \"{parent.Text}\", which inherits from it.", "Take one of the two out.");
                else
                    longest = Math.Max(longest, LengthOf(roles[parent.Text!], lengths, path));
            }

            path.Remove(role.Name);
        }

        // Reported once: where a line was cut off, those that lead to it are counted short.
        if (!_isTooDeep && (path.Count == MaxDepth || longest == MaxDepth))
        {
            _isTooDeep = true;
            diagnostics.Add(CksCodes.DocumentTooLarge, role.Place, $"\"{role.Name}\" is inherited through more than {MaxDepth} roles.", "Use a flatter inheritance.");
        }

        return lengths[role.Name] = longest + 1;
    }
}
