namespace Cks.Rbac.AuthZen;

/// <summary>A stored resource with what the caller may say about it: what conditions are asked of.</summary>
internal sealed class AuthZenResource(StoredResource stored, Question question, IReadOnlyList<Assertion> asserted)
{
    public string Id => stored.Id;

    public AttributeValue? Read(ResourceAttribute attribute)
    {
        if (stored.Attributes.TryGetValue(attribute.Name, out var value))
            return value;
        foreach (var assertion in asserted)
            if (assertion.Attribute == attribute.Name)
                return question.PropertiesOf(assertion.Part)?.Read(assertion.Property, attribute);
        return null;
    }
}
