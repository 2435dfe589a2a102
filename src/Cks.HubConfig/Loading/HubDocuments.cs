using System.Collections.Frozen;

namespace Cks.HubConfig;

/// <summary>The hub documents of one revision, by role. Immutable; every document in it was read and validated.</summary>
public sealed class HubDocuments
{
    private readonly FrozenDictionary<string, HubDefinition> _hubs;

    internal HubDocuments(IReadOnlyDictionary<string, HubDefinition> hubs) => _hubs = hubs.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The roles that have a hub, ordered by name.</summary>
    public IEnumerable<string> Roles => _hubs.Keys.Order(StringComparer.Ordinal);

    /// <summary>The document of a role, compared ordinally; <see langword="null"/> when it has none.</summary>
    public HubDefinition? Find(string role) => _hubs.GetValueOrDefault(role);
}
