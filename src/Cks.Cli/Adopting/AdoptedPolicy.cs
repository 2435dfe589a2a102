using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>The policy that says of an application what its assembly says. What could not be read is denied to every role, until somebody who knows it takes the deny out (S19).</summary>
internal sealed class AdoptedPolicy
{
    private readonly string _file;
    private readonly PolicyNames _roles = new();
    private readonly PolicyNames _resources = new();
    private readonly SortedDictionary<string, PolicyNames> _actions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<string>> _declared = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<string>> _permitted = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _denied = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private readonly DiagnosticBag _findings = new(limit: 100_000);

    public AdoptedPolicy(string file, IReadOnlyList<AppEndpoint> endpoints, AppPolicies policies, IEnumerable<(string Where, string Why)> others)
    {
        _file = file;
        string[] roles = [.. endpoints.SelectMany(e => e.Rule.Clauses).SelectMany(c => c).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _roles.Keep(roles);
        foreach (var role in roles)
        {
            _permitted.Add(_roles.For(role), new(StringComparer.Ordinal));
            if (_roles.For(role) != role)
                _notes.Add($"role \"{role}\" is {_roles.For(role)}");
        }

        foreach (var endpoint in endpoints)
            Add(endpoint);
        foreach (var (where, name) in policies.Used)
            if (endpoints.FirstOrDefault(e => e.Resource == "policies" && string.Equals(e.Action, name, StringComparison.OrdinalIgnoreCase)) is { } used)
                _notes.Add($"{where} asks for the policy \"{name}\": {(_known.TryGetValue(KeyOf(used), out var capability) ? $"RequireCaps(\"{capability}\")" : "it stays as it is")}");
            else
                Report(where, $"nothing in the assembly adds the policy \"{name}\"");
        foreach (var (where, why) in policies.Unread.Concat(others))
            Report(where, why);
    }

    /// <summary>What could not be read, each with where.</summary>
    public IReadOnlyCollection<Diagnostic> Findings => _findings;

    /// <summary>The document, with what came from where as its comment.</summary>
    public string Write()
    {
        var text = new StringBuilder($"// Written by \"cks adopt\" from {Line(Path.GetFileName(_file))}.\n");
        foreach (var note in _notes)
            text.Append("// ").Append(Line(note)).Append('\n');
        foreach (var finding in _findings)
            text.Append("// Not read: ").Append(Line($"{finding.Location.File}: {finding.Message}")).Append('\n');
        return text.Append(Encoding.UTF8.GetString(Build())).ToString();
    }

    private byte[] Build()
    {
        var policy = new PolicyBuilder();
        foreach (var (resource, actions) in _declared)
            policy.Resource(resource, r => r.Actions([.. actions]));
        var unread = _denied.Count > 0 ? _roles.New("unread") : null;
        if (unread is not null)
            policy.Role(unread, r => r.Deny("cannot-be-read", [.. _denied]));
        foreach (var (role, capabilities) in _permitted)
            policy.Role(role, r =>
            {
                if (unread is not null)
                    r.Inherits(unread);
                if (capabilities.Count > 0)
                    r.Permit($"{role}-adopted", [.. capabilities]);
            });
        return policy.ToUtf8();
    }

    private void Add(AppEndpoint endpoint)
    {
        var rule = endpoint.Rule;
        if (!rule.IsAboutRoles || rule.IsGuarded)
        {
            _notes.Add($"{endpoint.Where}: {(rule.IsOpen && rule.IsGuardedByNames ? "open to everybody, beside a rule that names somebody: move that rule to the others, or the host does not start (CKS113)" : rule.IsOpen ? "open to everybody, as it says" : rule.IsGuarded ? "has a guard already" : "anybody who is signed in, as it says")}; no capability");
            return;
        }

        var capability = CapabilityOf(endpoint);
        if (rule.IsAboutRoles && rule.Unread.Count == 0 && rule.IsStated)
        {
            string[] roles = [.. rule.Roles.Select(_roles.For)];
            foreach (var role in roles)
                _permitted[role].Add(capability);
            _notes.Add($"{endpoint.Where}: {capability} for {(roles.Length > 0 ? string.Join(", ", roles) : "nobody")}");
            if (rule.NeedsSeveral)
                Report(endpoint.Where, $"somebody with several roles passes, which no role does by itself; {capability} is for {(roles.Length > 0 ? string.Join(", ", roles) : "nobody")} alone");
            return;
        }

        _denied.Add(capability);
        _notes.Add($"{endpoint.Where}: {capability} is denied");
        foreach (var why in rule.Unread.Count > 0 ? rule.Unread : [rule.IsStated ? "its rule names no role" : "nothing on it says who may come; a fallback policy or a convention may"])
            Report(endpoint.Where, $"{why}; {capability} is denied");
    }

    // Overloads that ask the same are one capability; others are never merged.
    private string CapabilityOf(AppEndpoint endpoint)
    {
        if (_known.TryGetValue(KeyOf(endpoint), out var known))
            return known;
        var resource = _resources.For(endpoint.Resource);
        if (!_actions.TryGetValue(resource, out var names))
            (_actions[resource], _declared[resource]) = (names = new(), new(StringComparer.Ordinal));
        var action = names.New(endpoint.Action);
        _declared[resource].Add(action);
        return _known[KeyOf(endpoint)] = $"{resource}:{action}";
    }

    // With lengths: RequireRole takes a role that has a comma in it.
    private static string KeyOf(AppEndpoint endpoint) =>
        $"{endpoint.Type}\n{endpoint.Where}\n{string.Join('\n', endpoint.Rule.Clauses.Select(c => string.Concat(c.Select(r => $"{r.Length}:{r}"))))}\n{string.Join('\n', endpoint.Rule.Unread)}\n{endpoint.Rule.IsStated}";

    private void Report(string where, string why) => _findings.Add(CksCodes.UnreadableRule, SourceLocation.Whole(Line(where)), $"{Line(why)}.", "Read it yourself, and write what it means into the policy.");

    // Names of an assembly are any text; a comment ends with its line.
    private static string Line(string text) => string.Concat(DiagnosticText.Printable(text).Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085' ? ' ' : c));
}
