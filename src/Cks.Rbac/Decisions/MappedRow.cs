namespace Cks.Rbac;

/// <summary>A row of an application as its map reads it.</summary>
internal readonly struct MappedRow<T>(ResourceMap<T> map, PolicyResource resource, T row, ulong relations) : IPlanRow
{
    public AttributeValue? Attribute(string name) => map.Read(resource.Attributes.First(a => a.Name == name), row);

    public bool IsRelated(string relation) => (relations & resource.RelationBit(relation)) != 0;
}
