namespace Cks.Rbac;

/// <summary>What a deny takes out of masks: unlike in a mask, a field may be listed for a filter and not for reading.</summary>
internal readonly record struct HiddenFields(FieldSet Read, FieldSet Write, FieldSet Filter, FieldSet Sort)
{
    public bool IsEmpty => Read.IsEmpty && Write.IsEmpty && Filter.IsEmpty && Sort.IsEmpty;

    public HiddenFields Union(HiddenFields other) => new(Read.Union(other.Read), Write.Union(other.Write), Filter.Union(other.Filter), Sort.Union(other.Sort));
}
