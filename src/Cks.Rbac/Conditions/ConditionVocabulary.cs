namespace Cks.Rbac;

/// <summary>What conditions on one resource can speak of. A document may name very many of it very often, so that each is found without a search.</summary>
/// <param name="resource">The resource.</param>
/// <param name="attributes">Its attributes.</param>
/// <param name="relations">Relations that a resolver answers.</param>
/// <param name="definitions">Relations that a condition stands for.</param>
internal sealed class ConditionVocabulary(
    string resource, IReadOnlyList<ResourceAttribute> attributes, IReadOnlyList<string> relations, IReadOnlyDictionary<string, Condition> definitions)
{
    private readonly Dictionary<string, ResourceAttribute> _byName = attributes.DistinctBy(a => a.Name).ToDictionary(a => a.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _listed =
        attributes.Where(a => a.Values.Count > 0).DistinctBy(a => a.Name).ToDictionary(a => a.Name, a => a.Values.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
    private readonly HashSet<string> _relations = new(relations, StringComparer.Ordinal);

    public string Resource => resource;

    public IReadOnlyList<ResourceAttribute> Attributes => attributes;

    public IReadOnlyList<string> Relations => relations;

    public IReadOnlyDictionary<string, Condition> Definitions => definitions;

    public ResourceAttribute? FindAttribute(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether a text is one of the values of an attribute that has them listed.</summary>
    public bool IsListed(string attribute, string text) => _listed.TryGetValue(attribute, out var values) && values.Contains(text);

    public bool HasRelation(string name) => _relations.Contains(name);
}
