using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// JSON Merge Patch (RFC 7396): the plain way to lay one document over another. Objects merge, null takes a property out, everything else is replaced, lists as well. It knows no ids, no directives and nobody's limits,
/// so that nothing a tenant writes may be merged by it: that is the work of <see cref="LayerMerger"/>.
/// </summary>
public static class JsonMergePatch
{
    /// <summary>Lays a patch over a document.</summary>
    /// <param name="target">The document; <see langword="null"/> for none.</param>
    /// <param name="patch">The patch.</param>
    /// <returns>The result; every value knows the place that it comes from.</returns>
    public static SourceNode Apply(SourceNode? target, SourceNode patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        if (patch.Kind != JsonValueKind.Object)
            return patch;
        var members = target?.Kind == JsonValueKind.Object ? new List<SourceNode>(target.Properties.Values) : [];
        var places = members.Select((m, i) => (m.Name, i)).ToDictionary(m => m.Name, m => m.i, StringComparer.Ordinal);
        var gone = new HashSet<int>();
        foreach (var member in patch.Properties.Values)
            if (member.Kind == JsonValueKind.Null)
            {
                if (places.TryGetValue(member.Name, out var at))
                    gone.Add(at);
            }
            else if (places.TryGetValue(member.Name, out var at))
                members[at] = Apply(members[at], member);
            else
                members.Add(Apply(null, member));
        return SourceNode.ObjectOf(patch, [.. members.Where((_, i) => !gone.Contains(i))]);
    }
}
