namespace Cks.Rbac;

/// <summary>A resource that a document describes, in place of an object of an application.</summary>
/// <param name="Name">Name in the document.</param>
/// <param name="Resource">What the policy calls such a thing.</param>
/// <param name="Attributes">Its attributes; one that is not there is missing.</param>
/// <param name="Relations">Who stands in a relation to it, by the names of subjects; <see langword="null"/> is everybody.</param>
internal sealed record TestResource(
    string Name, string Resource, IReadOnlyDictionary<string, AttributeValue> Attributes, IReadOnlyDictionary<string, IReadOnlySet<string>?> Relations)
{
    /// <summary>How the attributes are read, as the policy declares them.</summary>
    public static ResourceMap<TestResource> MapOf(PolicyResource resource)
    {
        var map = new ResourceMap<TestResource>(resource.Name).Id(r => r.Name);
        foreach (var attribute in resource.Attributes)
        {
            var name = attribute.Name;
            _ = attribute.Kind switch
            {
                AttributeKind.Text => map.Attribute(name, r => r.Attributes.TryGetValue(name, out var value) ? value.Text : null),
                AttributeKind.Number => map.Attribute(name, r => r.Attributes.TryGetValue(name, out var value) ? value.Number : null),
                AttributeKind.Time => map.Attribute(name, r => r.Attributes.TryGetValue(name, out var value) ? value.Time : null),
                _ => map.Attribute(name, r => r.Attributes.TryGetValue(name, out var value) ? value.Flag : null),
            };
        }

        return map;
    }

    /// <summary>Whether a subject stands in a relation to it.</summary>
    public bool IsRelated(string relation, string subject) => Relations.TryGetValue(relation, out var who) && (who is null || who.Contains(subject));
}
