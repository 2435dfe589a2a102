using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Hub documents as the content of one revision in a store: those of all roles, and the layers beside them.</summary>
public static class HubRevision
{
    /// <summary>Packs documents, in the order of their roles. What is wrong with them is found when the revision is proposed.</summary>
    /// <param name="documents">The document of each role, UTF-8, byte for byte as it stands in a file.</param>
    /// <param name="layers">The layers beside them; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">There is no document, a role is blank or has a line feed or a colon in it, or a tenant is not 1 to 64 of <c>a-z</c>, <c>0-9</c> and <c>-</c>.</exception>
    public static ReadOnlyMemory<byte> Of(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> documents, HubRevisionLayers? layers = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (documents.Count == 0 || documents.Keys.Any(r => string.IsNullOrWhiteSpace(r) || r.AsSpan().ContainsAny('\n', ':')))
            throw new ArgumentException("A revision has a document at least, each of a role.", nameof(documents));
        layers ??= new();
        if (layers.Tenants.Keys.Any(t => !NamePattern.IsName(t)))
            throw new ArgumentException("A tenant is 1 to 64 of a-z, 0-9 and -.", nameof(layers));
        return HubBundle.Write(
        [
            .. layers.Base.Select(d => Layer(HubLayerKind.Base, "", d)),
            .. documents.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => Layer(HubLayerKind.Role, d.Key, d.Value)),
            .. layers.Environment.Select(d => Layer(HubLayerKind.Environment, "", d)),
            .. layers.Tenants.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => Layer(HubLayerKind.Tenant, d.Key, d.Value)),
        ]);
    }

    /// <summary>What a tool that publishes revisions holds them to; a host has such a rule by itself. Each host judges a revision again before it has it.</summary>
    /// <param name="policy">The policy of the hosts.</param>
    /// <param name="targets">What the application provides; <see langword="null"/> where only its hosts can tell.</param>
    /// <param name="secondPerson">Whether each revision waits until another person than its author has approved it, as the hosts ask for it.</param>
    public static IRevisionRule Rule(Policy policy, HubTargets? targets = null, bool secondPerson = false)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new HubRevisionRule(policy, targets, secondPerson);
    }

    private static HubFile Layer(HubLayerKind kind, string name, ReadOnlyMemory<byte> utf8) => new(name, name, utf8) { Kind = kind };
}
